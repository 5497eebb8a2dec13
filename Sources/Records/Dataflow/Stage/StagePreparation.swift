public import Foundation
public import JSON

/// What a kind looks at while it checks a declaration, and where it reports what it finds.
public struct StagePreparation: Sendable {
    /// The declaration.
    public let declaration: StageDeclaration
    /// Its values with defaults filled in.
    public let values: JSONObject
    /// The records that come in.
    public let input: IncomingRecords
    /// The records that come in by `"with"`.
    public let side: IncomingRecords
    /// What the command line says instead of the document.
    public let overrides: RunOverrides
    private(set) var problems: [Problem] = []

    /// Whether nothing has been reported.
    public var isSound: Bool { problems.isEmpty }

    init(
        declaration: StageDeclaration, values: JSONObject, input: IncomingRecords,
        side: IncomingRecords, overrides: RunOverrides
    ) {
        self.declaration = declaration
        self.values = values
        self.input = input
        self.side = side
        self.overrides = overrides
    }

    /// The fields of the records that come in by `"input"`.
    public var fields: FieldSet { input.fields }

    /// Reports a problem at the line of `key`.
    public mutating func report(
        _ code: String, key: String? = nil, _ message: String, details: [String] = [],
        help: String? = nil
    ) {
        problems.append(
            declaration.problem(code, key: key, message, details: details, help: help))
    }

    /// The absolute location that the path in `key` names.
    public func url(_ key: String) -> URL? {
        values[key]?.string.map { declaration.resolve($0, in: key) }
    }

    /// The absolute locations that the path or the list of paths in `key` names, patterns as they are.
    public func urls(_ key: String) -> [URL] {
        let paths = values[key]?.string.map { [$0] } ?? values[key]?.array?.compactMap(\.string)
        return (paths ?? []).map { declaration.resolve($0, in: key) }
    }

    /// Reports every name in `used` that no earlier stage makes, among `fields` if given and else
    /// among those that come in by `"input"`.
    public mutating func require(
        _ used: some Sequence<String>, for key: String, among fields: FieldSet? = nil
    ) {
        let fields = fields ?? input.fields
        for name in used.sorted() where !fields.mayContain(name) {
            let near = nearestName(to: name, in: fields.names)
            report(
                "fields.unknown", key: key, "\"\(key)\" uses the field '\(name)'",
                details: [
                    "No earlier stage makes it. Fields here: "
                        + fields.names.sorted().joined(separator: ", ") + "."
                ],
                help: near.map { "did you mean '\($0)'?" }
                    ?? "make it in an earlier stage, for example with \"into\": \"\(name)\"")
        }
    }
}
