import Files
import Formatting
public import Foundation
import JSON

/// The input of a kind's check of a declaration, and its list of reported problems.
public struct StagePreparation: Sendable {
    /// The declaration.
    public let declaration: StageDeclaration
    /// The values that the declaration gives to the kind's settings.
    public let values: SettingValues
    /// The records at the first input.
    public let input: IncomingRecords
    /// The records at the second input, `"with"`.
    public let side: IncomingRecords
    /// Values of the command line that replace those of the document.
    public let overrides: RunOverrides
    private(set) var problems: [Problem] = []
    /// What is not a mistake, but may not be what the user expects.
    private(set) var warnings: [Problem] = []

    /// Whether no problem has been reported.
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

    /// The fields of the records at the first input.
    public var fields: FieldSet { input.fields }

    /// Reports a problem at the line of `key`.
    public mutating func report(
        _ code: String, key: String? = nil, _ message: String, details: [String] = [],
        help: String? = nil
    ) {
        problems.append(
            declaration.problem(code, key: key, message, details: details, help: help))
    }

    /// Warns at the line of a setting: the document is valid, and the user should know.
    public mutating func warn(
        _ code: String, at setting: any StageSetting, _ message: String, details: [String] = [],
        help: String? = nil
    ) {
        warnings.append(
            declaration.problem(
                code, key: name(of: setting), message, details: details, help: help))
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

    /// Returns whether the declaration gives a setting a value.
    public func gives(_ setting: any StageSetting) -> Bool { values.gives(setting) }

    /// Returns the key that the document uses for a setting: its name, or its former one.
    public func name(of setting: any StageSetting) -> String {
        guard let formerName = setting.formerName, declaration.values[formerName] != nil else {
            return setting.name
        }
        return formerName
    }

    /// Returns the absolute location of a path in a setting.
    public func resolve(_ path: String, in setting: any StageSetting) -> URL {
        declaration.resolve(path, in: name(of: setting))
    }

    /// Returns the absolute location of a setting's path.
    public func url(_ setting: Setting<String>) -> URL {
        resolve(values[setting], in: setting)
    }

    /// Returns the absolute location of a setting's path; nil if the document does not give it.
    public func url(_ setting: Setting<String?>) -> URL? {
        values[setting].map { resolve($0, in: setting) }
    }

    /// Returns the absolute locations of a setting's paths; file patterns are not expanded.
    public func urls(_ setting: Setting<[String]?>) -> [URL] {
        (values[setting] ?? []).map { resolve($0, in: setting) }
    }

    /// Reports every field in `used` that no earlier stage makes, at the line of a setting.
    public mutating func require(
        _ used: some Sequence<String>, for setting: any StageSetting, among fields: FieldSet? = nil
    ) {
        require(used, for: name(of: setting), among: fields)
    }

    /// Reports every field in `used` that is not in `fields`, by default the fields of the first
    /// input.
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

    /// Reports every member in `used` that the object in a field is known not to have; of an open
    /// form only what looks like one of its members.
    public mutating func require(
        members used: [String: Set<String>], for key: String, among fields: FieldSet? = nil
    ) {
        let fields = fields ?? input.fields
        for (field, members) in used.sorted(by: { $0.key < $1.key }) {
            guard let form = fields.form(of: field) else { continue }
            for name in members.sorted() where !form.members.contains(name) {
                // `reward.items()` is a method of the object.
                guard !Self.objectMethods.contains(name) else { continue }
                let near = nearestName(to: name, in: form.members)
                guard !form.isOpen || near != nil else { continue }
                report(
                    "fields.unknownMember", key: key, "\"\(key)\" uses '\(field).\(name)'",
                    details: [
                        "'\(field)' has: " + form.members.sorted().joined(separator: ", ") + "."
                    ],
                    help: near.map { "did you mean '\(field).\($0)'?" } ?? "take one of these")
            }
        }
    }

    private static let objectMethods: Set<String> = ["get", "items", "keys", "values", "copy"]

    /// Returns the text that a value of a setting is or names; of a string, that of the file that
    /// is there, else the string. Reports a file that cannot be read and returns nil.
    public mutating func text(_ value: TextSource, at key: String) -> SettingText? {
        switch value {
        case .text(let text): return SettingText(text: text, name: key, isFile: false)
        case .file(let path): return content(of: path, at: key)
        case .either(let string):
            let url = declaration.resolve(string, in: key)
            guard SettingText.namesFile(string, at: url) else {
                return SettingText(text: string, name: key, isFile: false)
            }
            return content(of: string, at: key)
        }
    }

    private mutating func content(of path: String, at key: String) -> SettingText? {
        let url = declaration.resolve(path, in: key)
        do throws(FileFailure) {
            let text = try FileReading.text(of: url)
            return SettingText(text: text, name: path, isFile: true)
        } catch {
            report(
                "template.unreadable", key: key,
                "cannot read '\(path)' as UTF-8 text"
                    + (error.kind == nil ? "" : ": \(error.reason)"))
            return nil
        }
    }
}
