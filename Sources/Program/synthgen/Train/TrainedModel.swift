import Chat
import Checkpoints
import Compute
import Files
import Foundation
import Hashing
import Models
import Training
import TrainingData

/// The weights in training: a decoder's, with adapters and a reward head if there are any.
final class TrainedModel {
    let decoder: Decoder
    let parameters: DecoderParameters
    let backend: any DifferentiableBackend
    let gradient: DecoderGradient
    /// Nil if no step trains a reward model.
    let reward: RewardHeadParameters?
    /// What the reward head's outputs rate.
    let attributes: [String]
    let adapter: AdapterSettings?
    /// Digest of the weights at the beginning, and of how they are multiplied.
    let identity: String

    /// Copies a model's weights to the device and makes room for their training.
    ///
    /// - Parameter rows: Most rows of a micro-batch.
    init(
        _ document: TrainingDocument, decoder: Decoder, rows: Int, device: ComputeDevice,
        threads: Int?
    ) throws {
        self.decoder = decoder
        let arithmetic = document.arithmetic.flatMap(ProductArithmetic.init) ?? .float32
        backend = try device.differentiableBackend(
            owner: document.model, arithmetic: arithmetic, threads: threads)
        parameters = try DecoderParameters(decoder, on: backend)
        let rewardSteps = document.steps.filter { $0.type == "reward" }
        let given = try document.adapterFolder.map { try LoRAAdapter(folder: $0) }
        adapter = given.map(Self.settings) ?? document.adapter
        if let adapter {
            try parameters.addAdapters(
                adapter, seed: document.seed, given: given.map(Self.floats), on: backend)
        } else {
            try parameters.thaw(
                withoutHead: rewardSteps.count == document.steps.count, on: backend)
        }
        attributes = rewardSteps.last?.examples.attributes ?? []
        reward =
            rewardSteps.isEmpty
            ? nil : try Self.head(document.head, attributes.count, decoder, on: backend)
        gradient = try DecoderGradient(
            parameters, capacity: rows, recomputing: document.recomputes, on: backend)
        var hash = SHA256()
        hash.update(framed: decoder.fingerprint)
        hash.update(framed: arithmetic.rawValue)
        if device.isGPU { hash.update(framed: device.description) }
        for name in given?.names ?? [] {
            hash.update(framed: name)
            hash.update(framed: given?.modules[name].map { "\($0.alpha)" } ?? "")
            for floats in [given?.modules[name]?.a, given?.modules[name]?.b] {
                (floats ?? []).withUnsafeBytes { hash.update($0) }
            }
        }
        identity = hash.finalize().hexadecimal
    }

    /// Everything that a step trains.
    func trained(_ step: TrainingStep) -> [Parameter] {
        parameters.trained + (step.type == "reward" ? reward?.parameters ?? [] : [])
    }

    /// Begins the optimizer anew: a step of a document remembers no gradients of another.
    func forgetMoments(_ parameters: [Parameter]) {
        for case let training? in parameters.map(\.training) {
            backend.fill(training.firstMoment.all, with: 0)
            backend.fill(training.secondMoment.all, with: 0)
        }
    }

    // MARK: What it begins with

    private static func head(
        _ url: URL?, _ outputs: Int, _ decoder: Decoder, on backend: any DifferentiableBackend
    ) throws -> RewardHeadParameters {
        let given = try url.map { try RewardHead(url: $0) }
        try given?.check(fits: decoder.configuration, path: url?.path ?? "")
        if let given, given.bias.count != outputs {
            throw ProgramError.unreadable(
                path: url?.path ?? "",
                problem: "the head has \(given.bias.count) outputs, the labels are \(outputs)\n"
                    + "  help: name the labels with --attributes, in the head's order")
        }
        let head = try RewardHeadParameters(
            attributes: outputs, hiddenSize: decoder.configuration.hiddenSize,
            weight: given?.weight, bias: given?.bias, on: backend)
        for parameter in head.parameters { try parameter.thaw(on: backend) }
        return head
    }

    private static func settings(_ adapter: LoRAAdapter) -> AdapterSettings {
        let module = adapter.names.first.flatMap { adapter.modules[$0] }
        let rank = module?.rank ?? 1
        return AdapterSettings(
            rank: rank, alpha: (module.map(adapter.scale) ?? 1) * Double(rank),
            targets: adapter.names)
    }

    private static func floats(_ adapter: LoRAAdapter) -> (String) -> [Float]? {
        { name in
            func module(without suffix: String) -> LoRAAdapter.Module? {
                name.hasSuffix(suffix)
                    ? adapter.modules[String(name.dropLast(suffix.count))] : nil
            }
            return module(without: ".lora_A.weight")?.a ?? module(without: ".lora_B.weight")?.b
        }
    }

    // MARK: What it leaves

    /// Writes the adapter's folder, or the whole model's.
    ///
    /// - Parameters:
    ///   - source: Where the model was loaded from.
    ///   - name: What the adapter's configuration calls the model.
    ///   - files: Further files by name.
    func write(
        to url: URL, source: URL, name: String, as type: ElementType, files: [String: [UInt8]]
    ) throws {
        var files = files
        if let reward { files["reward_head.safetensors"] = try headBytes(reward) }
        guard let adapter else {
            let tensors = parameters.tensors(on: backend).map(Self.source)
            var folder = try ModelFolder(decoder, at: source, tensors: tensors, as: type)
            folder.files.merge(files) { $1 }
            try folder.write(to: url)
            return
        }
        var modules: [String: LoRAAdapter.Module] = [:]
        var halves: [String: [Float]] = [:]
        for tensor in parameters.adapterTensors(on: backend) {
            halves[tensor.name] = try tensor.floats()
        }
        for (name, a) in halves where name.hasSuffix(".lora_A.weight") {
            let module = String(name.dropLast(".lora_A.weight".count))
            guard let b = halves[module + ".lora_B.weight"] else { continue }
            modules[module] = LoRAAdapter.Module(
                a: a, b: b, rank: adapter.rank, alpha: adapter.alpha)
        }
        try LoRAAdapter(modules: modules, baseName: name).write(to: url, files: files)
    }

    private func headBytes(_ reward: RewardHeadParameters) throws -> [UInt8] {
        let floats = try reward.parameters.flatMap { $0.tensors(on: backend) }
            .map { (name: $0.name, floats: try $0.floats()) }
        func named(_ end: String) -> [Float] {
            floats.first { $0.name.hasSuffix(end) }?.floats ?? []
        }
        let head = RewardHead(
            weight: named("weight"), bias: named("bias"), attributes: attributes)
        let file = FileManager.default.temporaryDirectory
            .appending(path: "synthgen-head-\(UUID()).safetensors")
        defer { try? FileManager.default.removeItem(at: file) }
        try head.write(to: file.path)
        return try FileReading.content(of: file)
    }

    /// A tensor that is read from the device when it is written.
    private static func source(_ tensor: NamedFloats) -> TensorSource {
        // Written by the thread that trained, after the training.
        nonisolated(unsafe) let tensor = tensor
        return TensorSource(tensor.name, shape: tensor.shape) { () throws(TensorError) in
            do { return try tensor.floats() } catch let error as TensorError { throw error } catch {
                throw .cannotWrite(path: tensor.name, reason: "\(error)")
            }
        }
    }

    /// Share of the weights whose stored value is another than before; nil for adapters.
    func changedShare(as type: ElementType) throws -> Double? {
        guard adapter == nil, type != .f16 else { return nil }
        let before = Dictionary(
            uniqueKeysWithValues: try decoder.tensors().map { ($0.name, $0) })
        var (changed, all) = (0, 0)
        for tensor in parameters.tensors(on: backend) {
            guard let old = try before[tensor.name]?.floats() else { continue }
            let new = try tensor.floats()
            all += new.count
            for (old, new) in zip(old, new) where Self.stored(old, type) != Self.stored(new, type) {
                changed += 1
            }
        }
        return all == 0 ? nil : Double(changed) / Double(all)
    }

    private static func stored(_ value: Float, _ type: ElementType) -> UInt32 {
        guard type == .bf16 else { return value.bitPattern }
        let bits = value.bitPattern
        return (bits &+ 0x7FFF &+ (bits >> 16 & 1)) >> 16
    }
}
