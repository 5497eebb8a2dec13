import Datasets
import Formatting
import Foundation
import JSON

/// Checks a stage's declaration against the settings of its kind: keys are known, values have the
/// right types, models are declared and files exist.
///
/// A stage with such problems is not prepared, so a kind can rely on the form of its values.
struct KeyChecker {
    /// Problems found, in document order.
    private(set) var problems: [Problem] = []
    /// Warnings about settings under former names.
    private(set) var warnings: [Problem] = []
    /// Declared models that the stage names, even if it has problems.
    private(set) var namedModels: [ModelDeclaration] = []
    private let declaration: StageDeclaration
    private let models: [ModelDeclaration]
    /// The settings of the stage's kind.
    private var stageSettings: [any StageSetting] = []

    /// - Parameter models: The models that the stage may name.
    init(declaration: StageDeclaration, models: [ModelDeclaration]) {
        self.declaration = declaration
        self.models = models
    }

    /// Reports settings that are missing, unknown or given twice, and values of wrong types.
    mutating func check(against kind: StageKind) {
        let known = kind.allSettings
        stageSettings = known
        let form = declaration.wording?.form ?? "A stage of type \"\(kind.name)\""
        let found = declaration.values.keys
        for setting in known where setting.isRequired && !isGiven(setting) {
            let needed = known.filter(\.isRequired).map(\.name).joined(separator: ", ")
            problems.append(
                declaration.problem(
                    "stage.missingKey", "\"\(setting.name)\" is missing",
                    details: [
                        "\(form) needs: \(needed). "
                            + "Found: \(found.joined(separator: ", "))."
                    ],
                    help: "add \"\(setting.name)\": \(setting.type.expectation). "
                        + setting.summary))
        }
        checkFormerNames(of: known)
        check(declaration.values, against: known, path: "", allowing: ["type"])
    }

    private func isGiven(_ setting: any StageSetting) -> Bool {
        [setting.name, setting.formerName].contains { name in
            name.map { declaration.values[$0] != nil } ?? false
        }
    }

    /// Warns about settings under former names; reports a setting given under both names.
    private mutating func checkFormerNames(of settings: [any StageSetting]) {
        for setting in settings {
            guard let formerName = setting.formerName, declaration.values[formerName] != nil else {
                continue
            }
            let name = setting.name
            if declaration.values[name] == nil {
                warnings.append(
                    declaration.problem(
                        "stage.formerKey", key: formerName,
                        "\"\(formerName)\" is called \"\(name)\" now",
                        help: "write \"\(name)\"; the old name is understood as well"))
            } else {
                problems.append(
                    declaration.problem(
                        "stage.repeatedKey", key: formerName,
                        "\"\(name)\" is given twice, once by its former name \"\(formerName)\"",
                        help: "keep \"\(name)\" and remove \"\(formerName)\""))
            }
        }
    }

    private mutating func check(
        _ values: JSONObject, against known: [any StageSetting], path: String,
        allowing extra: [String] = []
    ) {
        for (name, value) in values.pairs where !extra.contains(name) {
            guard let setting = known.named(name) else {
                problems.append(
                    declaration.problem(
                        "stage.unknownKey", key: path + name, "unknown key \"\(name)\"",
                        help: home(of: name, value, known, path: path)
                            ?? suggestion(for: name, among: known.map(\.name) + extra)))
                continue
            }
            check(value, is: setting.type, path: path + name)
        }
    }

    /// Returns a help that names the object, or the level of the stage, which has a key; nil if no
    /// other place does, or if the key is misspelt for one of this place.
    private func home(
        of name: String, _ value: JSON, _ known: [any StageSetting], path: String
    ) -> String? {
        let written = "{\"\(name)\": \(shown(value))}"
        if path.isEmpty {
            if let outer = known.first(where: { $0.type.members.named(name) != nil }) {
                return "it belongs into \"\(outer.name)\": \(written)"
            }
            guard nearestName(to: name, in: known.map(\.name)) == nil else { return nil }
            for outer in known {
                let near = nearestName(to: name, in: outer.type.members.map(\.name))
                guard let near else { continue }
                return "did you mean \"\(outer.name)\": {\"\(near)\": \(shown(value))}?"
            }
            return nil
        }
        guard stageSettings.named(name) != nil else { return nil }
        let object = path.split(separator: "/").first ?? ""
        return "it belongs to the stage itself, beside \"\(object)\""
    }

    private func shown(_ value: JSON) -> String {
        let text = value.text
        return text.count > 60 ? text.prefix(60) + "…" : text
    }

    private mutating func check(_ value: JSON, is type: SettingType, path: String) {
        guard type.accepts(value) else {
            problems.append(
                declaration.problem(
                    "stage.wrongType", key: path,
                    "\"\(path)\" must be \(type.expectation), found \(shown(value))"))
            return
        }
        switch (type, value) {
        case (.object(let settings), .object(let object)):
            check(object, against: settings, path: path + "/")
        case (.list(let element), .array(let values)):
            for (index, value) in values.enumerated() {
                check(value, is: element, path: "\(path)/\(index)")
            }
        case (.either(let types), _):
            if let fitting = types.first(where: { $0.accepts(value) }) {
                check(value, is: fitting, path: path)
            }
        case (.model, .string(let name)): checkModel(name, path: path)
        case (.file, .string(let name)): checkFile(name, path: path)
        case (.newField, .string(let name)): checkNewField(name, path: path)
        case (.template(let isQuestion), .string(let text))
        where SettingText.looksLikePath(text, wordIsPath: isQuestion):
            checkFile(
                text, path: path,
                else: "check the path, or write the text itself as {\"text\": …}")
        case (.template, .object):
            if case .file(let name) = TextSource(value) { checkFile(name, path: path) }
        case (.named(let element), .object(let object)):
            for (name, value) in object.pairs {
                check(value, is: element, path: "\(path)/\(name)")
            }
        case (.files, .string(let name)) where !RecordPaths.isPattern(name):
            checkFile(name, path: path)
        case (.files, .array(let names)):
            for (index, name) in names.enumerated() {
                check(name, is: .files, path: "\(path)/\(index)")
            }
        default: break
        }
    }

    private mutating func checkModel(_ name: String, path: String) {
        if let model = models.first(where: { $0.name == name }) {
            namedModels.append(model)
            return
        }
        problems.append(
            declaration.problem(
                "stage.unknownModel", key: path, "no model named '\(name)'",
                details: [
                    "Models of this document: \(models.map(\.name).joined(separator: ", "))."
                ],
                help: suggestion(for: name, among: models.map(\.name))))
    }

    /// Reports a name under which a dataset could not keep a field, or expressions not find it.
    private mutating func checkNewField(_ name: String, path: String) {
        let problem: String? =
            if name.isEmpty {
                "is empty, but a field needs a name"
            } else if name == "id" {
                "names the field 'id', which is that of a record's own id"
            } else if name.contains(".") {
                "names the field '\(name)', but a dot leads into a field's value"
            } else {
                nil
            }
        guard let problem else { return }
        problems.append(
            declaration.problem(
                "stage.fieldName", key: path, "\"\(path)\" \(problem)",
                help: "choose another name, such as \"answer\""))
    }

    private mutating func checkFile(
        _ name: String, path: String, else help: String = "check the path"
    ) {
        let url = declaration.resolve(name, in: path)
        guard !FileManager.default.fileExists(atPath: url.path) else { return }
        let neighbours = try? FileManager.default.contentsOfDirectory(
            atPath: url.deletingLastPathComponent().path)
        let near = nearestName(to: url.lastPathComponent, in: neighbours ?? [])
        problems.append(
            declaration.problem(
                "stage.missingFile", key: path,
                "\"\(path)\" names a file that is not there: \(name)",
                details: [
                    declaration.givenKeys.contains(path)
                        ? "Looked for \(url.path)."
                        : "Paths are relative to the document. Looked for \(url.path)."
                ],
                help: near.map { "did you mean '\($0)', in the same folder?" }
                    ?? help))
    }
}
