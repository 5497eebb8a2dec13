import Formatting
public import Foundation
import JSON

/// What a kind looks at while it checks a declaration, and where it reports what it finds.
public struct StagePreparation: Sendable {
    /// The declaration.
    public let declaration: StageDeclaration
    /// The values that the declaration gives to the kind's settings.
    public let values: SettingValues
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
        declaration: StageDeclaration, values: SettingValues, input: IncomingRecords,
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

    /// Reports a problem at the line of a setting.
    public mutating func report(
        _ code: String, at setting: any StageSetting, _ message: String, details: [String] = [],
        help: String? = nil
    ) {
        report(code, key: name(of: setting), message, details: details, help: help)
    }

    /// The value that the declaration gives a setting, or the setting's default.
    public subscript<Value>(setting: Setting<Value>) -> Value { values[setting] }

    /// Whether the declaration gives a setting a value.
    public func gives(_ setting: any StageSetting) -> Bool { values.gives(setting) }

    /// What the document calls a setting: its name, or its former one.
    public func name(of setting: any StageSetting) -> String {
        guard let formerName = setting.formerName, declaration.values[formerName] != nil else {
            return setting.name
        }
        return formerName
    }

    /// The absolute location of a path that stands in a setting.
    public func resolve(_ path: String, in setting: any StageSetting) -> URL {
        declaration.resolve(path, in: name(of: setting))
    }

    /// The absolute location of the path that a setting gives.
    public func url(_ setting: Setting<String>) -> URL {
        resolve(values[setting], in: setting)
    }

    /// The absolute location of the path that a setting gives; nil if the document does not give it.
    public func url(_ setting: Setting<String?>) -> URL? {
        values[setting].map { resolve($0, in: setting) }
    }

    /// The absolute locations of the paths that a setting gives, patterns as they are.
    public func urls(_ setting: Setting<[String]?>) -> [URL] {
        (values[setting] ?? []).map { resolve($0, in: setting) }
    }

    /// Reports every name in `used` that no earlier stage makes, at the line of a setting.
    public mutating func require(
        _ used: some Sequence<String>, for setting: any StageSetting, among fields: FieldSet? = nil
    ) {
        require(used, for: name(of: setting), among: fields)
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
