import PythonStrings

/// The pre-tokenizer named by `tokenizer.ggml.pre`; each name is that of a checkpoint family.
enum GGUFPreTokenizer {
    case gpt2, digitsThenGPT2, llama3, qwen2, standard

    private static let names: [(names: [String], kind: GGUFPreTokenizer)] = [
        (["gpt-2", "gpt2", "phi-2", "mpt", "olmo", "jais", "roberta-bpe", "gigachat"], .gpt2),
        (
            ["smollm", "starcoder", "refact", "command-r", "codeshell", "exaone", "minerva-7b"],
            .digitsThenGPT2
        ),
        (["llama-bpe", "llama3", "llama-v3", "falcon3", "smaug-bpe", "dbrx"], .llama3),
        (["qwen2", "stablelm2", "deepseek-r1-qwen", "megrez"], .qwen2),
        (["default"], .standard),
    ]

    init(_ setting: SettingsReader?, source: String) throws {
        guard let setting else {
            self = .standard
            return
        }
        let name = try setting.string()
        guard let found = Self.names.first(where: { $0.names.contains(name) }) else {
            throw setting.unsupported(known: Self.names.flatMap(\.names))
        }
        self = found.kind
    }

    /// The kind with just these steps; nil if none has.
    init?(_ steps: [PreTokenizer]) {
        let patterns = steps.compactMap { step -> SplitPattern? in
            guard case .split(let pattern, .isolated, inverted: false) = step else { return nil }
            return pattern
        }
        guard patterns.count == steps.count else { return nil }
        switch (patterns.first, patterns.last, patterns.count) {
        case (.words(.gpt2), _, 1): self = .gpt2
        case (.words(.llama3), _, 1): self = .llama3
        case (.words(.qwen2), _, 1): self = .qwen2
        case (.scalars(.number), .words(.gpt2), 2): self = .digitsThenGPT2
        default: return nil
        }
    }

    /// The name that llama.cpp's converter writes.
    var name: String {
        switch self {
        case .gpt2: "gpt-2"
        case .digitsThenGPT2: "smollm"
        case .llama3: "llama-bpe"
        case .qwen2: "qwen2"
        case .standard: "default"
        }
    }

    /// Whether a word that is a token becomes that token without merging.
    var ignoresMerges: Bool { self == .llama3 }

    /// Whether a bos is added if the file does not say.
    var addsBOS: Bool { self == .llama3 }

    /// The checkpoint's normaliser; GGUF does not store one.
    var normalizer: Normalizer? { self == .qwen2 ? .unicode(.nfc) : nil }

    /// The patterns that llama.cpp uses for files that name none.
    static let standardPatterns = [
        #"[\p{P}\$\+<=>\^~\|]+"#, WordPattern.gpt2.rawValue, #"\p{N}+"#, "[0-9][0-9][0-9]",
    ]

    /// The steps that split text into words.
    var steps: [PreTokenizer] {
        let patterns: [SplitPattern?] =
            switch self {
            case .gpt2: [.words(.gpt2)]
            case .digitsThenGPT2: [.scalars(.number), .words(.gpt2)]
            case .llama3: [.words(.llama3)]
            case .qwen2: [.words(.qwen2)]
            case .standard: Self.standardPatterns.map { SplitPattern(regex: $0) }
            }
        return patterns.compactMap { $0 }.map { .split($0, .isolated, inverted: false) }
    }
}
