package import Compute
import Hashing
import Models

/// Low-rank adapters beside a decoder's matrices.
public struct AdapterSettings: Sendable, Equatable {
    /// Rows of A, columns of B.
    public var rank: Int
    /// Adapters are scaled by alpha / rank.
    public var alpha: Double
    /// The matrices with adapters, by the last part of their names, such as "q_proj"; nil for all
    /// linear layers but the head.
    public var targets: [String]?

    /// Defaults: those of the LoRA paper's larger experiments.
    public init(rank: Int = 16, alpha: Double = 32, targets: [String]? = nil) {
        (self.rank, self.alpha, self.targets) = (rank, alpha, targets)
    }

    /// Whether the matrix of this tensor name has an adapter.
    func adapts(_ name: String) -> Bool {
        guard let targets else { return true }
        let stem = name.hasSuffix(".weight") ? String(name.dropLast(7)) : name
        return targets.contains { stem == $0 || stem.hasSuffix("." + $0) }
    }
}

extension DecoderParameters {
    /// Makes every parameter trained.
    ///
    /// - Parameter withoutHead: Leaves an untied head frozen, which a reward model has no use for.
    package func thaw(
        withoutHead: Bool = false, moments: MomentFormat = .float32,
        on backend: any DifferentiableBackend
    ) throws {
        for parameter in all where !(withoutHead && parameter === untiedHead) {
            try parameter.thaw(moments: moments, on: backend)
        }
    }

    /// Adds adapters, which are trained, and leaves everything else as it is.
    ///
    /// A is drawn from (seed, name) uniformly within ±1/√inputs, as torch's `kaiming_uniform_` with
    /// a = √5, which PEFT takes; B is zero, so the model is the same at first.
    ///
    /// - Parameter given: The floats of an adapter to begin with, by PEFT's name without its prefix,
    ///   such as "model.layers.0.self_attn.q_proj.lora_A.weight"; nil for a new one.
    package func addAdapters(
        _ settings: AdapterSettings, seed: UInt64, given: ((String) throws -> [Float]?)? = nil,
        moments: MomentFormat = .float32, on backend: any DifferentiableBackend
    ) throws {
        for layer in layers.flatMap(\.linearLayers) {
            try layer.addAdapters(
                settings, seed: seed, given: given, moments: moments, on: backend)
        }
    }

    /// The adapters' parameters; empty without adapters.
    package var adapters: [Parameter] {
        layers.flatMap { layer in
            layer.linearLayers.compactMap(\.adapters).flatMap { [$0.a] + $0.b }
        }
    }
}

extension LinearLayer {
    fileprivate func addAdapters(
        _ settings: AdapterSettings, seed: UInt64, given: ((String) throws -> [Float]?)?,
        moments: MomentFormat, on backend: any DifferentiableBackend
    ) throws {
        let parts = weight.parts.filter { settings.adapts($0.name) }
        guard !parts.isEmpty else { return }
        let (rank, inputs) = (settings.rank, inputs)
        func name(_ part: Parameter.Part, _ matrix: String) -> String {
            part.name.dropLast(".weight".count) + ".\(matrix).weight"
        }
        let a = try Parameter(
            parts.map { part in
                let name = name(part, "lora_A")
                return NamedFloats(name: name, shape: [rank, inputs]) {
                    try given?(name) ?? Self.uniform(name, seed, rank * inputs, inputs)
                }
            }, on: backend)
        let b = try parts.map { part in
            let name = name(part, "lora_B")
            let shape = [part.rows.count, rank]
            return try Parameter(
                [
                    NamedFloats(name: name, shape: shape) {
                        try given?(name) ?? Array(repeating: 0, count: shape[0] * rank)
                    }
                ], on: backend)
        }
        for parameter in [a] + b { try parameter.thaw(moments: moments, on: backend) }
        adapters = Adapters(
            a: a, b: b, outputs: parts.map(\.rows),
            ranks: parts.indices.map { $0 * rank..<($0 + 1) * rank },
            scale: Float(settings.alpha / Double(rank)))
    }

    /// Numbers within ±1/√inputs.
    private static func uniform(
        _ name: String, _ seed: UInt64, _ count: Int, _ inputs: Int
    ) -> [Float] {
        var hash = SHA256()
        hash.update(framed: name)
        let digest = hash.finalize().prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        var random = SplitMix64(seed: digest ^ seed.mixed)
        let bound = 1 / Double(inputs).squareRoot()
        return (0..<count).map { _ in Float((2 * random.uniform() - 1) * bound) }
    }
}
