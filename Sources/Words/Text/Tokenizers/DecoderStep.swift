/// A step of the decoder chain, which turns tokens into text; the cases cover the kinds in
/// `tokenizer.json`.
enum DecoderStep: Sendable {
    /// Maps characters of ``ByteAlphabet`` to bytes.
    case byteLevel
    /// Replaces a run of tokens like `<0x0A>` by its bytes if they are valid UTF-8, otherwise by
    /// one U+FFFD per token.
    case byteFallback
    case replace(SplitPattern, with: [UInt8])
    case metaspace(replacement: [UInt8], dropsFirst: Bool)
    /// Joins all tokens into one for the steps that follow.
    case fuse
    case strip(content: [UInt8], start: Int, stop: Int)
    /// Separates tokens by spaces; used if the file has no decoder.
    case join
    /// Decodes as SentencePiece does.
    case sentencePiece(SentencePieceDecoding)
}

/// A token in the decoder chain; `id` is -1 once a step has changed the token.
struct DecodedToken {
    var id: Int32 = -1
    var bytes: [UInt8]
}

/// The state of one step: takes tokens one by one and holds bytes that a later token may change.
struct DecoderLink: Sendable {
    private let step: DecoderStep
    /// Whether a `fuse` came before, so that all tokens are parts of a single one.
    private let isFused: Bool
    private var held: [UInt8] = []
    private var seen = 0
    /// Whether a fused `strip` has looked at the start of the text.
    private var seenStart = false
    private var sentencePiece = SentencePieceDecodingState()

    init(_ step: DecoderStep, isFused: Bool) {
        self.step = step
        self.isFused = isFused
    }

    /// Consumes a token; returns the tokens that are final now.
    mutating func push(_ token: DecodedToken) -> [DecodedToken] {
        defer { seen += 1 }
        switch step {
        case .byteLevel:
            return [DecodedToken(bytes: ByteAlphabet.bytes(of: token.bytes) ?? token.bytes)]
        case .byteFallback:
            if let byte = UnknownText.byte(of: token.bytes[...]) {
                held.append(byte)
                return []
            }
            return releaseRun() + [token]
        case .replace(let pattern, let content):
            // A match may continue in the next part, unless it is always a single character.
            if isFused, !pattern.isSingleCharacter {
                held += token.bytes
                return []
            }
            return [DecodedToken(bytes: pattern.replacing(in: token.bytes, with: content))]
        case .metaspace(let symbol, let dropsFirst):
            let space: [UInt8] = seen == 0 && dropsFirst ? [] : [0x20]
            return [
                DecodedToken(
                    bytes: SplitPattern.literal(symbol).replacing(in: token.bytes, with: space)
                )
            ]
        case .fuse: return [token]
        case .strip(let content, let start, let stop):
            guard isFused else {
                return [DecodedToken(bytes: Self.strip(token.bytes, content, start, stop))]
            }
            return pushFused(token.bytes, content, start, stop)
        case .join: return [DecodedToken(bytes: (seen == 0 ? [] : [0x20]) + token.bytes)]
        case .sentencePiece(let decoding):
            return [DecodedToken(bytes: sentencePiece.push(token.id, decoding))]
        }
    }

    /// Returns the tokens still held; called after the last token.
    mutating func finish() -> [DecodedToken] {
        switch step {
        case .byteFallback: return releaseRun()
        case .replace(let pattern, let content) where !held.isEmpty:
            return [DecodedToken(bytes: pattern.replacing(in: held, with: content))]
        case .strip(let content, let start, let stop) where isFused:
            // A text shorter than the start to strip is still held whole.
            return [DecodedToken(bytes: Self.strip(held, content, seenStart ? 0 : start, stop))]
        case .sentencePiece: return [DecodedToken(bytes: sentencePiece.finish())]
        default: return []
        }
    }

    private mutating func releaseRun() -> [DecodedToken] {
        guard !held.isEmpty else { return [] }
        defer { held.removeAll() }
        let isValid = String(validating: held, as: UTF8.self) != nil
        let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]
        return [
            DecodedToken(
                bytes: isValid
                    ? held : Array(repeatElement(replacement, count: held.count).joined())
            )
        ]
    }

    /// Strips `start` copies of `content` once enough bytes are here, then holds back as many bytes
    /// as `stop` copies take.
    private mutating func pushFused(
        _ bytes: [UInt8],
        _ content: [UInt8],
        _ start: Int,
        _ stop: Int
    ) -> [DecodedToken] {
        held += bytes
        if !seenStart {
            guard held.count >= content.count * start else { return [] }
            held = Self.strip(held, content, start, 0)
            seenStart = true
        }
        let passing = max(0, held.count - content.count * stop)
        defer { held.removeFirst(passing) }
        return [DecodedToken(bytes: Array(held.prefix(passing)))]
    }

    private static func strip(
        _ bytes: [UInt8],
        _ content: [UInt8],
        _ start: Int,
        _ stop: Int
    ) -> [UInt8] {
        guard !content.isEmpty else { return bytes }
        var rest = bytes[...]
        for _ in 0..<start where rest.starts(with: content) { rest = rest.dropFirst(content.count) }
        for _ in 0..<stop where rest.suffix(content.count).elementsEqual(content) {
            rest = rest.dropLast(content.count)
        }
        return Array(rest)
    }
}

extension SplitPattern {
    /// Whether a match is always one character, so that text can be searched in parts.
    fileprivate var isSingleCharacter: Bool {
        switch self {
        case .literal(let bytes): String(decoding: bytes, as: UTF8.self).unicodeScalars.count == 1
        case .scalars: true
        default: false
        }
    }
}

extension DecoderStep {
    private static let known = [
        "Sequence", "ByteLevel", "ByteFallback", "Replace", "Metaspace", "Fuse", "Strip",
    ]

    /// Reads the steps of a `decoder` setting, in order.
    static func steps(_ settings: SettingsReader) throws -> [DecoderStep] {
        let type = try settings.member("type")
        switch try type.string() {
        case "Sequence":
            return try settings.member("decoders").elements().flatMap { try steps($0) }
        case "ByteLevel": return [.byteLevel]
        case "ByteFallback": return [.byteFallback]
        case "Fuse": return [.fuse]
        case "Replace":
            return [
                .replace(
                    try SplitPattern(settings.member("pattern")),
                    with: try settings.member("content").bytes()
                )
            ]
        case "Metaspace":
            let scheme = try settings["prepend_scheme"]?.choice(PreTokenizer.MetaspacePrefix.self)
            let adds = try settings["add_prefix_space"]?.bool() ?? true
            return [
                .metaspace(
                    replacement: try settings.member("replacement").bytes(),
                    dropsFirst: adds && scheme != .never
                )
            ]
        case "Strip":
            return [
                .strip(
                    content: try settings.member("content").bytes(),
                    start: try settings.count("start"),
                    stop: try settings.count("stop")
                )
            ]
        default: throw type.unsupported(known: known)
        }
    }
}

extension SettingsReader {
    /// Reads the integer at `key`, from 0 to 1024.
    fileprivate func count(_ key: String) throws -> Int {
        let setting = try member(key)
        let count = try setting.integer()
        guard 0...1024 ~= count else { throw setting.malformed("a number from 0 to 1024") }
        return count
    }
}
