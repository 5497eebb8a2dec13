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
        warn(code, key: name(of: setting), message, details: details, help: help)
    }

    /// Warns at the line of `key`.
    private mutating func warn(
        _ code: String, key: String?, _ message: String, details: [String] = [],
        help: String? = nil
    ) {
        warnings.append(
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
    /// input. Warns instead if rows that were not looked at may have it.
    public mutating func require(
        _ used: some Sequence<String>, for key: String, among fields: FieldSet? = nil
    ) {
        let fields = fields ?? input.fields
        for name in used.sorted() where !fields.mayContain(name) {
            let near = nearestName(to: name, in: fields.names)
            let message = "\"\(key)\" uses the field '\(name)'"
            let known = "Fields here: " + fields.names.sorted().joined(separator: ", ") + "."
            guard !fields.isSampled else {
                warn(
                    "fields.notSeen", key: key, message,
                    details: [
                        "No earlier stage makes it, and the first rows of the source do not have it. "
                            + known
                    ],
                    help: near.map { "did you mean '\($0)'?" }
                        ?? "if only some rows have it, write \"\(name) | default(...)\" where an "
                        + "expression or a template reads it")
                continue
            }
            report(
                "fields.unknown", key: key, message,
                details: ["No earlier stage makes it. " + known],
                help: near.map { "did you mean '\($0)'?" }
                    ?? "make it in an earlier stage, for example with \"into\": \"\(name)\"")
        }
    }

    /// Warns of every field in `used` that is not among those of the first input but has a name
    /// like one of them. For names whose absence is provided for, by `default` or `is defined`.
    public mutating func suggest(for used: some Sequence<String>, at key: String) {
        for name in used.sorted() where !fields.mayContain(name) {
            guard let near = nearestName(to: name, in: fields.names) else { continue }
            warn(
                "fields.notSeen", key: key, "\"\(key)\" uses the field '\(name)', if it is there",
                details: ["No earlier stage makes it."], help: "did you mean '\(near)'?")
        }
    }

    /// Reports every part in `used` that the value of a field is known not to have.
    ///
    /// Of an object that may have other members, only what looks like one of the known ones.
    public mutating func require(
        parts used: some Sequence<FieldPath>, for key: String, among fields: FieldSet? = nil
    ) {
        let fields = fields ?? input.fields
        let missing = used.compactMap { fields.form(of: $0.field).missing(on: $0) }
        var told: Set<FieldPath> = []
        for (part, form) in missing.sorted(by: { $0.part.text < $1.part.text })
        where told.insert(part).inserted {
            report(missing: part, of: form, for: key)
        }
    }

    /// Reports a field without a name that the stage makes; warns of one that expressions cannot
    /// read.
    mutating func checkNames(of made: FieldSet?) {
        let known = input.fields.names.union(side.fields.names)
        // The keys of settings are checked with their forms.
        let checked = Set(declaration.values["into"]?.string.map { [$0] } ?? [])
        for name in (made?.names ?? []).subtracting(known).subtracting(checked).sorted() {
            if name.isEmpty {
                report(
                    "fields.noName", key: nil, "a field has no name",
                    help: "name the field, such as \"answer\"")
            } else if name.contains(".") {
                warn(
                    "fields.dotted", key: nil, "the name of the field '\(name)' has a dot",
                    details: ["An expression reads '\(name)' as a member of an object."],
                    help: "write '\(name.map { $0 == "." ? "_" : String($0) }.joined())'")
            }
        }
    }

    private mutating func report(missing part: FieldPath, of form: FieldForm, for key: String) {
        guard case .member(let name) = part.steps.last else { return }
        let owner = part.parent.text
        let message = "\"\(key)\" uses '\(part.text)'"
        switch form {
        case .any: return
        case .scalar:
            report(
                "fields.unknownMember", key: key, message,
                details: ["'\(owner)' is a single value without members."],
                help: "write '\(owner)'")
        case .list:
            report(
                "fields.unknownMember", key: key, message, details: ["'\(owner)' is a list."],
                help: "name an element, such as '\(owner)[0].\(name)'")
        case .object(let members, let isOpen):
            // `reward.items` is a method of the object.
            guard !Self.objectMethods.contains(name) else { return }
            let near = nearestName(to: name, in: members.keys.sorted())
            let details = [
                "'\(owner)' has: " + members.keys.sorted().joined(separator: ", ") + "."
            ]
            if isOpen, near == nil {
                // Another name may be right; one that begins alike seldom is.
                guard
                    let alike = members.keys.sorted().first(where: { $0.hasPrefix(name.prefix(5)) }
                    ),
                    name.count >= 5
                else { return }
                warn(
                    "fields.notSeen", key: key, message, details: details,
                    help: "did you mean '\(owner).\(alike)'?")
                return
            }
            report(
                "fields.unknownMember", key: key, message, details: details,
                help: near.map { "did you mean '\(owner).\($0)'?" } ?? "take one of these")
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
