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

    /// Whether a word that is a token becomes that token without merging.
    var ignoresMerges: Bool { self == .llama3 }

    /// Whether a bos is added if the file does not say.
    var addsBOS: Bool { self == .llama3 }

    /// The checkpoint's normaliser; GGUF does not store one.
    var normalizer: Normalizer? { self == .qwen2 ? .unicode(.nfc) : nil }

    /// The steps that split text into words.
    var steps: [PreTokenizer] {
        let patterns: [SplitPattern?] =
            switch self {
            case .gpt2: [.words(.gpt2)]
            case .digitsThenGPT2: [.scalars(.number), .words(.gpt2)]
            case .llama3: [.words(.llama3)]
            case .qwen2: [.words(.qwen2)]
            case .standard:
                // The pattern that llama.cpp uses for files that name none.
                [
                    SplitPattern(regex: #"[\p{P}\$\+<=>\^~\|]+"#), .words(.gpt2),
                    SplitPattern(regex: #"\p{N}+"#), SplitPattern(regex: "[0-9][0-9][0-9]"),
                ]
            }
        return patterns.compactMap { $0 }.map { .split($0, .isolated, inverted: false) }
    }
}
