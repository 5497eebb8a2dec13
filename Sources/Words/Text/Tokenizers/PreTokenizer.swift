import PythonStrings

/// A step that splits normalised text into words, which the model encodes one by one; the cases
/// cover the kinds in `tokenizer.json`.
enum PreTokenizer: Sendable {
    case split(SplitPattern, SplitBehavior, inverted: Bool)
    case prefixSpace
    case metaspace(replacement: [UInt8], prefix: MetaspacePrefix, splits: Bool)

    /// The pieces that get a Metaspace symbol in front: the text's first, all, or none.
    enum MetaspacePrefix: String, Sendable, CaseIterable {
        case first, always, never
    }

    /// Splits or changes `pieces`; `startsText` says whether the first of them begins the text.
    func apply(to pieces: inout Pieces, startsText: Bool) {
        switch self {
        case .split(let pattern, let behavior, let inverted):
            pieces.split(at: pattern, behavior, inverted: inverted)
        case .prefixSpace:
            pieces.map { piece, _ in piece.first == 0x20 ? Array(piece) : [0x20] + piece }
        case .metaspace(let symbol, let prefix, let splits):
            pieces.map { piece, isFirst in
                let text = SplitPattern.literal([0x20]).replacing(in: Array(piece), with: symbol)
                let isWanted = prefix == .always || (prefix == .first && isFirst && startsText)
                return isWanted && !text.starts(with: symbol) ? symbol + text : text
            }
            if splits { pieces.split(at: .literal(symbol), .mergedWithNext) }
        }
    }
}

extension PreTokenizer {
    private static let known = [
        "Sequence", "ByteLevel", "Split", "Digits", "Metaspace", "WhitespaceSplit", "Whitespace",
        "Punctuation",
    ]

    /// Reads the steps of a `pre_tokenizer` setting, in order; `mapsBytes` says whether the last is
    /// ByteLevel, which makes the model work on bytes.
    static func steps(
        _ settings: SettingsReader
    ) throws -> (steps: [PreTokenizer], mapsBytes: Bool) {
        let type = try settings.member("type")
        switch try type.string() {
        case "Sequence": return try sequence(settings.member("pretokenizers"))
        case "ByteLevel":
            let prefix = try settings.bool("add_prefix_space", or: true)
            let splits = try settings.bool("use_regex", or: true)
            return (
                (prefix ? [.prefixSpace] : []) + (splits ? [isolated(.words(.gpt2))] : []), true
            )
        case "Split":
            let behavior = try settings.member("behavior").choice(SplitBehavior.self)
            let inverted = try settings.bool("invert", or: false)
            let pattern = try SplitPattern(settings.member("pattern"))
            return ([.split(pattern, behavior, inverted: inverted)], false)
        case "Digits":
            let single = try settings.bool("individual_digits", or: false)
            return (
                [.split(.scalars(.number), single ? .isolated : .contiguous, inverted: false)],
                false
            )
        case "Metaspace": return ([try metaspace(settings)], false)
        case "WhitespaceSplit":
            return ([.split(.scalars(.space), .removed, inverted: false)], false)
        case "Whitespace":
            guard let words = SplitPattern(regex: #"\w+|[^\w\s]+"#) else { return ([], false) }
            return ([.split(words, .removed, inverted: true)], false)
        case "Punctuation":
            let behavior = try settings["behavior"]?.choice(SplitBehavior.self) ?? .isolated
            return ([.split(.scalars(.punctuation), behavior, inverted: false)], false)
        default: throw type.unsupported(known: known)
        }
    }

    private static func isolated(_ pattern: SplitPattern) -> PreTokenizer {
        .split(pattern, .isolated, inverted: false)
    }

    private static func sequence(
        _ settings: SettingsReader
    ) throws -> (steps: [PreTokenizer], mapsBytes: Bool) {
        var (all, mapsBytes): ([PreTokenizer], Bool) = ([], false)
        for element in try settings.elements() {
            guard !mapsBytes else { throw element.malformed("nothing after ByteLevel") }
            let (steps, maps) = try steps(element)
            all += steps
            mapsBytes = maps
        }
        return (all, mapsBytes)
    }

    private static func metaspace(_ settings: SettingsReader) throws -> PreTokenizer {
        var prefix = try settings["prepend_scheme"]?.choice(MetaspacePrefix.self) ?? .always
        // The older form of the same setting.
        if try settings["add_prefix_space"]?.bool() == false { prefix = .never }
        return .metaspace(
            replacement: try settings.member("replacement").bytes(),
            prefix: prefix,
            splits: try settings.bool("split", or: true)
        )
    }
}

extension SettingsReader {
    /// Returns the one of `choices` that the setting names.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ choices: Choice.Type
    ) throws -> Choice where Choice.RawValue == String {
        guard let choice = Choice(rawValue: try string()) else {
            throw unsupported(known: choices.allCases.map(\.rawValue))
        }
        return choice
    }
}
