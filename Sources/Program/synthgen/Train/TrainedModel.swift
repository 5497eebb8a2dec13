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
///
/// Several GPUs each have all of it; what is read and written is the first one's.
final class TrainedModel {
    let decoder: Decoder
    let replicas: [ModelReplica]
    /// Sums over the replicas; nil if there is one.
    let allReduce: (any AllReduce)?
    /// What the reward head's outputs rate.
    let attributes: [String]
    let adapter: AdapterSettings?
    let moments: MomentFormat
    /// How matrices are multiplied.
    let arithmetic: ProductArithmetic
    /// Digest of the weights at the beginning, and of how they are multiplied.
    let identity: String
    /// What trains, as messages name it.
    let devices: String

    var parameters: DecoderParameters { replicas[0].parameters }
    var backend: any DifferentiableBackend { replicas[0].backend }
    var gradient: DecoderGradient { replicas[0].gradient }
    /// Nil if no step trains a reward model.
    var reward: RewardHeadParameters? { replicas[0].reward }

    /// Copies a model's weights to the devices and makes room for their training.
    ///
    /// - Parameters:
    ///   - rows: Most rows of a micro-batch.
    ///   - devices: One, or several GPUs.
    init(
        _ document: TrainingDocument, decoder: Decoder, rows: Int, devices: TrainingDevices,
        threads: Int?
    ) throws {
        self.decoder = decoder
        (self.devices, moments) = (devices.description, document.moments)
        let arithmetic = document.arithmetic.flatMap(ProductArithmetic.init) ?? .float32
        self.arithmetic = arithmetic
        let given = try document.adapterFolder.map { try LoRAAdapter(folder: $0) }
        adapter = given.map(Self.settings) ?? document.adapter
        let beginning = Beginning(
            decoder: decoder, document: document, adapter: adapter, given: given,
            rewardHead: try Self.rewardHead(document, decoder))
        attributes = beginning.attributes
        replicas = try devices.all.map { device in
            let backend = try device.differentiableBackend(
                owner: document.model, arithmetic: arithmetic, threads: threads)
            return try ModelReplica(beginning, rows: rows, on: backend)
        }
        let backends = replicas.map(\.backend)
        allReduce = try devices.nccl.map { try ComputeDevice.allReduce(over: backends, by: $0) }
        var hash = SHA256()
        hash.update(framed: decoder.fingerprint)
        hash.update(framed: arithmetic.fingerprint)
        let device = devices.all[0]
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

    // MARK: What it begins with

    /// The reward head that the document names, if it fits.
    private static func rewardHead(
        _ document: TrainingDocument, _ decoder: Decoder
    ) throws -> RewardHead? {
        let step = document.steps.last { $0.type == "reward" }
        guard let url = document.head, let step else { return nil }
        let head = try RewardHead(url: url)
        try head.check(fits: decoder.configuration, path: url.path)
        let outputs = step.examples.attributes.count
        guard head.bias.count == outputs else {
            throw ProgramError.unreadable(
                path: url.path,
                problem: "the head has \(head.bias.count) outputs, the labels are \(outputs)\n"
                    + "  help: name the labels with --attributes, in the head's order")
        }
        guard head.reading != .answerAndEnd else {
            throw ProgramError.unreadable(
                path: url.path,
                problem: "the head reads the answer and its end, a training one of them\n"
                    + "  help: fit it with --reading answer or --reading end")
        }
        let other: RewardReading = head.reading == .answer ? .end : .answer
        guard step.examples.reading != other else {
            throw ProgramError.unreadable(
                path: url.path,
                problem: "the head reads \(other == .end ? "the whole answer" : "the end")\n"
                    + "  help: leave out \"reading\" (--reading), or begin without a head")
        }
        return head
    }

    private static func settings(_ adapter: LoRAAdapter) -> AdapterSettings {
        let module = adapter.names.first.flatMap { adapter.modules[$0] }
        let rank = module?.rank ?? 1
        return AdapterSettings(
            rank: rank, alpha: (module.map(adapter.scale) ?? 1) * Double(rank),
            targets: adapter.names)
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
            weight: named("weight"), bias: named("bias"), attributes: attributes,
            reading: reward.readsAnswer ? .answer : .endOfTurn)
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
