import Chat
import Compute
import Dataflow
import Foundation
import Hub
import Inference
import Jinja
import Models
import Stages
import Terminal
import Text

/// Loads models by their sources; models with the same weights share an engine.
final class ModelLoader {
    private let store: ModelStore
    private let options: ModelOptions
    /// The day that chat templates print (`strftime_now`).
    private let day: CalendarTime
    /// Engines by the path of their weights, and of the adapter.
    private var engines: [String: Engine] = [:]

    /// The models that are asked over the network.
    private var remote: [RemoteModel] = []

    /// The device of the engines; nil before the first one.
    private var device: ComputeDevice?

    init(options: ModelOptions, day: CalendarTime = .today) {
        self.options = options
        self.day = day
        store = ModelStore(cache: ModelStore.defaultCache())
    }

    /// The device of local models: "cpu", "cuda:0 (NVIDIA H200)"; `nil` if there are none.
    var deviceName: String? { device?.description }

    /// What runs by now, each engine once.
    var running: RunningModels {
        RunningModels(engines: Array(engines.values), remote: remote)
    }

    /// Finds a model, fetching it if it has a registered name or is on the hub and is not there yet.
    func resolve(_ source: String) async throws -> ResolvedModel {
        let base = AdaptedSource(source)?.base ?? source
        let isFetched =
            store.registry[base] != nil
            ? store.isInstalled(base)
            : !HubSource.isMeant(by: base) || (try? store.resolve(base)) != nil
        if !isFetched { try await pullModel(base, from: store) }
        return try store.resolve(source)
    }

    /// Loads a model that is ready to answer; records know it by its resolved name.
    ///
    /// - Parameters:
    ///   - readsConversations: Whether it must have a chat template, as all but weighing texts needs.
    ///   - head: The file of a reward head, instead of the model's own.
    ///   - trustsControlTokens: Whether control tokens that texts spell out become those tokens.
    func load(
        _ source: String, readsConversations: Bool = true, head: String? = nil,
        trustsControlTokens: Bool = false
    ) async throws -> LocalModel {
        // Before a model is fetched or read for it.
        let given = try head.map { try RewardHead(url: URL(filePath: $0)) }
        let resolved = try await resolve(source)
        let loading = Activity("loading model '\(resolved.name)'")
        defer { loading.end() }
        let chat = try readChat(of: resolved)
        guard chat.template != nil || !readsConversations else {
            throw ProgramError.noChatTemplate(path: resolved.url.path)
        }
        let engine = try engine(for: resolved)
        let own = try resolved.headBytes.map { try RewardHead(bytes: $0, name: resolved.name) }
        let used = given ?? own ?? engine.model.classifier
        try used?.check(fits: engine.model.configuration, path: head ?? resolved.name)
        // What is printed of the day is part of every prompt, and so of the model's identity.
        let printsDay =
            chat.template?.template.calledFunctions.contains("strftime_now") ?? false
        return LocalModel(
            name: resolved.name, engine: engine,
            tokenizer: chat.template.map(chat.tokenizer.knowingTurnEnds) ?? chat.tokenizer,
            template: chat.template,
            templateSource: chat.source + (printsDay ? "\n" + day.formatted("%F") : ""),
            weights: engine.model.fingerprint, head: used,
            trustsControlTokens: trustsControlTokens)
    }

    /// The encoder of a model's conversations, which knows the ends of its turns.
    func encoder(of resolved: ResolvedModel) throws -> ChatEncoder {
        let chat = try chat(of: resolved)
        return ChatEncoder(
            tokenizer: chat.tokenizer.knowingTurnEnds(of: chat.template), template: chat.template)
    }

    /// Reads a model's tokenizer and chat template, which must be there.
    private func chat(
        of resolved: ResolvedModel
    ) throws -> (tokenizer: Tokenizer, template: ChatTemplate) {
        let chat = try readChat(of: resolved)
        guard let template = chat.template else {
            throw ProgramError.noChatTemplate(path: resolved.url.path)
        }
        return (chat.tokenizer, template)
    }

    /// Reads a model's tokenizer and its chat template, if it has one, with the template's text; the
    /// weights stay where they are.
    private func readChat(
        of resolved: ResolvedModel
    ) throws -> (tokenizer: Tokenizer, template: ChatTemplate?, source: String) {
        let tokenizer = try Tokenizer(modelAt: resolved.url)
        guard let source = tokenizer.chatTemplate else { return (tokenizer, nil, "") }
        let template = try ChatTemplate(
            source, bosToken: tokenizer.bosToken.flatMap(tokenizer.token),
            eosToken: tokenizer.eosToken.flatMap(tokenizer.token), clock: { [day] in day })
        return (tokenizer, template, source)
    }

    /// Makes a model that answers nothing and shows what the model would read; fetches nothing.
    ///
    /// - Returns: The model, and why its prompts are shown as turns rather than as the text of its
    ///   chat template; nil if they are not.
    func loadPrompts(_ declared: ModelDeclaration) -> (model: PromptModel, problem: String?) {
        func turns(_ problem: String) -> (model: PromptModel, problem: String?) {
            (PromptModel(name: declared.name, encoder: nil), problem)
        }
        guard !declared.source.hasSuffix(TemplateModel.pathSuffix) else {
            return turns("it has no chat template")
        }
        guard declared.endpoint == nil else { return turns("its server has the chat template") }
        do {
            let chat = try chat(of: store.resolve(declared.source))
            let encoder = ChatEncoder(
                tokenizer: chat.tokenizer, template: chat.template,
                trustsControlTokens: declared.trustsControlTokens)
            return (PromptModel(name: declared.name, encoder: encoder), nil)
        } catch HubError.notInstalled {
            return turns(
                "it is not on this machine yet\n  help: `synthgen models pull "
                    + "\(declared.source)` fetches it")
        } catch {
            return turns("\(error)")
        }
    }

    /// Loads a model that a document declares.
    func loadAny(_ declared: ModelDeclaration) async throws -> any LanguageModel {
        if let endpoint = declared.endpoint { return try open(endpoint) }
        return try await loadAny(
            declared.source, head: declared.head,
            trustsControlTokens: declared.trustsControlTokens)
    }

    private func open(_ endpoint: EndpointDeclaration) throws -> RemoteModel {
        let model = try RemoteModel(Endpoint(endpoint))
        remote.append(model)
        return model
    }

    /// Loads a model of any kind: templates if the source is a file of them, a remote one if it is
    /// an address, else a local model.
    func loadAny(
        _ source: String, readsConversations: Bool = true, head: String? = nil,
        trustsControlTokens: Bool = false
    ) async throws -> any LanguageModel {
        if source.hasSuffix(TemplateModel.pathSuffix) {
            return try TemplateModel(url: URL(filePath: source))
        }
        if EndpointDeclaration.isMeant(by: source) {
            return try open(EndpointDeclaration(source: source))
        }
        return try await load(
            source, readsConversations: readsConversations, head: head,
            trustsControlTokens: trustsControlTokens)
    }

    /// Returns the engine for a model's weights and adapter, made at the first call.
    ///
    /// A CPU computes an adapter beside the base's matrices; for a GPU they are merged.
    func engine(for resolved: ResolvedModel) throws -> Engine {
        let key = resolved.url.path + (resolved.adapter.map { "+" + $0.path } ?? "")
        if let engine = engines[key] { return engine }
        var device = try device ?? options.device.open()
        device.memoryPerModel = options.gpuMemory.map { Int($0 * 0x1p30) }
        self.device = device
        let engine = try Engine(
            model: Decoder(
                url: resolved.url, adapter: resolved.adapter,
                form: device.isGPU ? .merged : .beside, arithmetic: options.arithmetic),
            options: EngineOptions(
                device: device, threads: options.threadCount, maxBatch: options.maxBatch))
        engines[key] = engine
        return engine
    }
}

extension CalendarTime {
    /// The present day in UTC, at midnight.
    static var today: CalendarTime { CalendarTime(day: Date.now.formatted(.iso8601)) ?? .now() }

    /// The day of a time in ISO 8601, at midnight; nil for other text.
    init?(day text: String) {
        let parts = text.prefix(10).split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, 1...12 ~= parts[1], 1...31 ~= parts[2] else { return nil }
        self.init(year: parts[0], month: parts[1], day: parts[2])
    }
}

/// Fetches a model, and shows how far that is.
func pullModel(_ name: String, from store: ModelStore) async throws {
    let pulling = Activity("pulling \(name)", unit: .bytes)
    defer { pulling.end() }
    try await store.pull(name) { progress in
        switch progress {
        case .received(let bytes, let total): pulling.update(completed: bytes, total: total)
        case .waiting: printError("another process is pulling \(name); waiting for it")
        case .trying(let source): printError("trying \(source)")
        case .failed(let failure): printError("\(failure.source): \(failure.reason)")
        case .verifying: break
        }
    }
}

extension ModelStore {
    /// Whether a registered model's file is here, of the right length.
    fileprivate func isInstalled(_ name: String) -> Bool {
        list().contains { $0.model.name == name && $0.state == .installed }
    }
}
