import Foundation

extension Normalizer {
    private static let known = [
        "Sequence", "NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents", "Nmt", "Strip",
        "Prepend", "Replace", "Precompiled",
    ]

    /// Reads the `normalizer` of a `tokenizer.json`.
    init(_ settings: SettingsReader) throws {
        let type = try settings.member("type")
        switch try type.string() {
        case "Sequence":
            self = .sequence(
                try settings.member("normalizers").elements().map { try Normalizer($0) }
            )
        case "Lowercase": self = .lowercase
        case "StripAccents": self = .stripAccents
        case "Nmt": self = .controlCharacters
        case "Strip":
            self = .strip(
                left: try settings.bool("strip_left", or: true),
                right: try settings.bool("strip_right", or: true)
            )
        case "Prepend": self = .prepend(try settings.member("prepend").bytes())
        case "Replace":
            self = .replace(
                try SplitPattern(settings.member("pattern")),
                with: try settings.member("content").bytes()
            )
        case "Precompiled":
            self = .graphemeMap(try CharacterMap(base64: settings.member("precompiled_charsmap")))
        case let name:
            guard let form = UnicodeForm(rawValue: name) else {
                throw type.unsupported(known: Self.known)
            }
            self = .unicode(form)
        }
    }
}

extension CharacterMap {
    /// Reads a map from base64 text, as in `tokenizer.json` and some GGUF files.
    init(base64 settings: SettingsReader) throws {
        guard let data = Data(base64Encoded: try settings.string()) else {
            throw settings.malformed("base64")
        }
        do {
            try self.init(Array(data))
        } catch {
            throw TokenizerError.malformed(
                source: settings.source,
                location: settings.location,
                found: error.problem,
                expected: "a double array and its replacements"
            )
        }
    }
}
