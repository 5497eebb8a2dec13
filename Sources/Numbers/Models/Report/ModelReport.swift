public import Checkpoints

/// What a checkpoint is, and everything that keeps this program from running it.
///
/// ```swift
/// let report = ModelReport(try Checkpoint(url: folder))
/// for problem in report.problems { print(problem) }
/// ```
public struct ModelReport: Sendable {
    /// The tensors of one encoding.
    public struct TensorKind: Sendable, Hashable {
        /// The encoding.
        public let type: ElementType
        /// How many tensors there are.
        public let count: Int
        /// Their bytes together.
        public let byteCount: Int
        /// Whether they can be decoded.
        public let isReadable: Bool
    }

    /// What was opened.
    public let path: String
    /// "GGUF" or "safetensors".
    public let format: String
    /// What the checkpoint calls its architecture; empty if it does not say.
    public let architecture: String
    /// Shape and options, if they can be read.
    public let configuration: ModelConfiguration?
    /// Why the checkpoint cannot be run, each with what to do; empty if it can.
    public let problems: [String]
    /// Keys of the configuration that this program does not know.
    public let unreadKeys: [String]
    /// The tensors by encoding, those with the most bytes first.
    public let tensorKinds: [TensorKind]
    /// The number of weights.
    public let parameterCount: Int
    /// Bytes of the weights in memory.
    public let weightBytes: Int
    /// ``Decoder/fingerprint``, if the checkpoint can be run.
    public let fingerprint: String?

    /// What the head of a sequence classifier rates; nil for a language model.
    public let rated: [String]?

    /// Whether the checkpoint can be run.
    public var isSupported: Bool { problems.isEmpty }

    /// Looks a checkpoint over. Nothing is thrown: what is wrong is in ``problems``.
    public init(_ checkpoint: Checkpoint) {
        path = checkpoint.path
        format = checkpoint.source == .gguf ? "GGUF" : "safetensors"
        tensorKinds = Self.kinds(of: checkpoint)
        parameterCount = checkpoint.tensors.values.reduce(0) { $0 + $1.elementCount }
        weightBytes = tensorKinds.reduce(0) { $0 + $1.byteCount }

        var problems = Self.unreadable(tensorKinds, in: checkpoint)
        /// The value, or `nil` and one more problem.
        func attempt<Value>(_ body: () throws -> Value) -> Value? {
            do {
                return try body()
            } catch {
                let text = "\(error)"
                let isKnown: Bool
                if case TensorError.unreadableType = error {
                    isKnown = true
                } else {
                    isKnown = false
                }
                if !isKnown { problems.append(text) }
                return nil
            }
        }
        let source = attempt { try CheckpointConfiguration(checkpoint) }
        architecture = source?.architecture ?? ""
        problems += source?.refusedOptions().map(\.description) ?? []
        let configuration = source.flatMap { source in attempt { try source.read() } }
        self.configuration = configuration
        // With an option that changes the tensors, one more message about them would mislead.
        if let configuration, problems.isEmpty {
            _ = attempt { try DecoderWeights(checkpoint, configuration) }
        }
        let classifier = source.flatMap { source in
            attempt {
                let head = try RewardHead(source)
                if let configuration {
                    try head?.check(fits: configuration, path: checkpoint.path)
                }
                return head
            } ?? nil
        }
        rated = classifier?.attributes
        unreadKeys = configuration == nil ? [] : source?.unreadKeys() ?? []
        fingerprint =
            problems.isEmpty
            ? Fingerprint.of(checkpoint, config: checkpoint.config, .native) : nil
        self.problems = problems
    }

    private static func kinds(of checkpoint: Checkpoint) -> [TensorKind] {
        Dictionary(grouping: checkpoint.tensors.values, by: \.type).map { type, tensors in
            TensorKind(
                type: type,
                count: tensors.count,
                byteCount: tensors.reduce(0) { $0 + $1.byteCount },
                isReadable: (try? tensors[0].floats(rows: 0..<0)) != nil
            )
        }.sorted { ($1.byteCount, $0.type.name) < ($0.byteCount, $1.type.name) }
    }

    private static func unreadable(_ kinds: [TensorKind], in checkpoint: Checkpoint) -> [String] {
        kinds.filter { !$0.isReadable }.map { kind in
            let name = checkpoint.names.first { checkpoint.tensors[$0]?.type == kind.type } ?? ""
            return TensorError.unreadableType(
                path: checkpoint.path,
                tensor: name,
                type: kind.type
            ).description
        }
    }
}
