import Chat
import Compute
import Dataflow
import Foundation
import Hub
import Inference
import Jinja
import Models
import Terminal
import Text

/// Loads models by their sources; models with the same weights share an engine.
final class ModelLoader {
    private let store: ModelStore
    private let options: ModelOptions
    /// The day that chat templates print (`strftime_now`).
    private let day: CalendarTime
    /// Engines by the path of their weights.
    private var engines: [String: Engine] = [:]

    /// The device of the engines; nil before the first one.
    private var device: ComputeDevice?

    init(options: ModelOptions, day: CalendarTime = .today) {
        self.options = options
        self.day = day
        store = ModelStore(cache: ModelStore.defaultCache())
    }

    /// The device of local models: "cpu", "cuda:0 (NVIDIA H200)"; `nil` if there are none.
    var deviceName: String? { device?.description }

    /// All engines, each once.
    var running: [Engine] { Array(engines.values) }

    /// Statistics of all engines so far.
    func statistics() -> [EngineStatistics] {
        running.map(\.statistics)
    }

    /// Finds a model, fetching it if it has a registered name or is on the hub and is not there yet.
    func resolve(_ source: String) async throws -> ResolvedModel {
        let isFetched =
            store.registry[source] != nil
            ? store.isInstalled(source)
            : !HubSource.isMeant(by: source) || (try? store.resolve(source)) != nil
        if !isFetched { try await pullModel(source, from: store) }
        return try store.resolve(source)
    }

    /// Loads a model that is ready to answer; records know it by its resolved name.
    ///
    /// - Parameters:
    ///   - head: The file of a reward head, instead of the model's own.
    ///   - trustsControlTokens: Whether control tokens that texts spell out become those tokens.
    func load(
        _ source: String, head: String? = nil, trustsControlTokens: Bool = false
    ) async throws -> LocalModel {
        // Before a model is fetched or read for it.
        let given = try head.map { try RewardHead(url: URL(filePath: $0)) }
        let resolved = try await resolve(source)
        let tokenizer = try Tokenizer(modelAt: resolved.url)
        guard let template = tokenizer.chatTemplate else {
            throw ProgramError.noChatTemplate(path: resolved.url.path)
        }
        let engine = try engine(for: resolved.url)
        let own = try resolved.headBytes.map { try RewardHead(bytes: $0, name: resolved.name) }
        let used = given ?? own ?? engine.model.classifier
        try used?.check(fits: engine.model.configuration, path: head ?? resolved.name)
        let chatTemplate = try ChatTemplate(
            template, bosToken: tokenizer.bosToken.flatMap(tokenizer.token),
            eosToken: tokenizer.eosToken.flatMap(tokenizer.token), clock: { [day] in day })
        // What is printed of the day is part of every prompt, and so of the model's identity.
        let printsDay = chatTemplate.template.calledFunctions.contains("strftime_now")
        return LocalModel(
            name: resolved.name, engine: engine,
            tokenizer: tokenizer.knowingTurnEnds(of: chatTemplate), template: chatTemplate,
            templateSource: template + (printsDay ? "\n" + day.formatted("%F") : ""),
            weights: engine.model.fingerprint, head: used,
            trustsControlTokens: trustsControlTokens)
    }

    /// Loads a model of either kind: templates if the source is a file of them, else a local model.
    func loadAny(
        _ source: String, head: String? = nil, trustsControlTokens: Bool = false
    ) async throws -> any LanguageModel {
        source.hasSuffix(TemplateModel.pathSuffix)
            ? try TemplateModel(url: URL(filePath: source))
            : try await load(source, head: head, trustsControlTokens: trustsControlTokens)
    }

    /// Returns the engine for the weights at `url`, made at the first call.
    func engine(for url: URL) throws -> Engine {
        if let engine = engines[url.path] { return engine }
        var device = try device ?? options.device.open()
        device.memoryPerModel = options.gpuMemory.map { Int($0 * 0x1p30) }
        self.device = device
        let engine = try Engine(
            model: Decoder(url: url, arithmetic: options.fp8.arithmetic),
            options: EngineOptions(
                device: device, threads: options.threadCount, maxBatch: options.maxBatch))
        engines[url.path] = engine
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

/// Fetches a model with a progress bar on standard error.
func pullModel(_ name: String, from store: ModelStore) async throws {
    let bar = ProgressBar(label: "pulling \(name)")
    defer { bar.finish() }
    try await store.pull(name) { progress in
        switch progress {
        case .received(let bytes, let total): bar.update(completed: bytes, total: total)
        case .waiting: bar.note("another process is pulling \(name); waiting for it")
        case .trying(let source): bar.note("trying \(source)")
        case .failed(let failure): bar.note("\(failure.source): \(failure.reason)")
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
