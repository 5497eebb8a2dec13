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
    private let declaration: StageDeclaration
    private let models: [ModelDeclaration]

    /// - Parameter models: The models that the stage may name.
    init(declaration: StageDeclaration, models: [ModelDeclaration]) {
        self.declaration = declaration
        self.models = models
    }

    /// Reports settings that are missing, unknown or given twice, and values of wrong types.
    mutating func check(against kind: StageKind) {
        let known = kind.allSettings
        let found = declaration.values.keys
        for setting in known where setting.isRequired && !isGiven(setting) {
            let needed = known.filter(\.isRequired).map(\.name).joined(separator: ", ")
            problems.append(
                declaration.problem(
                    "stage.missingKey", "\"\(setting.name)\" is missing",
                    details: [
                        "A stage of type \"\(kind.name)\" needs: \(needed). "
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
                        help: suggestion(for: name, among: known.map(\.name) + extra)))
                continue
            }
            check(value, is: setting.type, path: path + name)
        }
    }

    private mutating func check(_ value: JSON, is type: SettingType, path: String) {
        guard type.accepts(value) else {
            let shown = value.text.count > 60 ? value.text.prefix(60) + "…" : value.text[...]
            problems.append(
                declaration.problem(
                    "stage.wrongType", key: path,
                    "\"\(path)\" must be \(type.expectation), found \(shown)"))
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
        case (.model, .string(let name)) where !models.contains(where: { $0.name == name }):
            problems.append(
                declaration.problem(
                    "stage.unknownModel", key: path, "no model named '\(name)'",
                    details: [
                        "Models of this document: \(models.map(\.name).joined(separator: ", "))."
                    ],
                    help: suggestion(for: name, among: models.map(\.name))))
        case (.file, .string(let name)): checkFile(name, path: path)
        case (.template(let isQuestion), .string(let text))
        where SettingText.looksLikePath(text, wordIsPath: isQuestion):
            checkFile(text, path: path, else: "write the text itself, or check the path")
        case (.named(.template(let isQuestion)), .object(let object)):
            for (name, value) in object.pairs {
                check(value, is: .template(isQuestion: isQuestion), path: "\(path)/\(name)")
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
