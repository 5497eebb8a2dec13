import JSON

/// A JSON value with its location in a tokenizer file, which errors name.
struct SettingsReader {
    let value: JSON
    let source: String
    let location: String

    init(_ value: JSON, source: String, location: String = "") {
        self.value = value
        self.source = source
        self.location = location
    }

    /// The member `key`, or nil if it is missing or null.
    subscript(key: String) -> SettingsReader? {
        guard let member = value[key], !member.isNull else { return nil }
        return SettingsReader(member, source: source, location: inner(key))
    }

    /// Returns the member `key`; throws if it is missing or null.
    func member(_ key: String) throws -> SettingsReader {
        if let member = self[key] { return member }
        throw TokenizerError.malformed(
            source: source,
            location: inner(key),
            found: value.object == nil ? value.kind : "nothing",
            expected: "a value"
        )
    }

    func string() throws -> String {
        guard let string = value.string else { throw malformed("a string") }
        return string
    }

    func bytes() throws -> [UInt8] { Array(try string().utf8) }

    func bool() throws -> Bool {
        guard let bool = value.bool else { throw malformed("true or false") }
        return bool
    }

    func integer() throws -> Int {
        guard let integer = value.integer else { throw malformed("a whole number") }
        return integer
    }

    /// Reads a token id: not negative, and below ``Vocabulary/idLimit``.
    func tokenID() throws -> Int32 {
        let id = try integer()
        guard 0..<Vocabulary.idLimit ~= id else {
            throw malformed("a token id below \(Vocabulary.idLimit)")
        }
        return Int32(id)
    }

    func elements() throws -> [SettingsReader] {
        guard let array = value.array else { throw malformed("an array") }
        return array.enumerated().map {
            SettingsReader($1, source: source, location: inner(String($0)))
        }
    }

    /// Reads the boolean at `key`, or returns `standard` if the setting is missing.
    func bool(_ key: String, or standard: Bool) throws -> Bool {
        try self[key]?.bool() ?? standard
    }

    func malformed(_ expected: String) -> TokenizerError {
        .malformed(source: source, location: location, found: found, expected: expected)
    }

    func unsupported(known: [String]) -> TokenizerError {
        .unsupported(source: source, location: location, found: value.string ?? found, known: known)
    }

    private var found: String {
        switch value {
        case .string(let text): "the text \"\(text.prefix(60))\""
        case .integer(let number): "the number \(number)"
        default: value.kind
        }
    }

    private func inner(_ key: String) -> String { location.isEmpty ? key : "\(location).\(key)" }
}
