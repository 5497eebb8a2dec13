import Datasets
import Foundation
import JSON

/// Checks what a document says of a stage against the keys of its kind: that they are known, that the
/// values have the right types, that models are declared and files are there.
///
/// A stage with such problems is not prepared, so that a kind can rely on the form of its values.
struct KeyChecker {
    /// What was found, in the order of the document.
    private(set) var problems: [Problem] = []
    private let declaration: StageDeclaration
    private let models: [ModelDeclaration]

    /// - Parameter models: The models that the stage may name.
    init(declaration: StageDeclaration, models: [ModelDeclaration]) {
        self.declaration = declaration
        self.models = models
    }

    /// Reports keys that are missing or unknown, and values that are not of their key's type.
    mutating func check(against kind: StageKind) {
        let known = kind.allKeys
        let found = declaration.values.keys
        for key in known where key.isRequired && declaration.values[key.name] == nil {
            let needed = known.filter(\.isRequired).map(\.name).joined(separator: ", ")
            problems.append(
                declaration.problem(
                    "stage.missingKey", "\"\(key.name)\" is missing",
                    details: [
                        "A stage of type \"\(kind.name)\" needs: \(needed). "
                            + "Found: \(found.joined(separator: ", "))."
                    ],
                    help: "add \"\(key.name)\": \(key.type.expectation). \(key.summary)"))
        }
        check(declaration.values, against: known, path: "", allowing: ["type"])
    }

    private mutating func check(
        _ values: JSONObject, against known: [StageKey], path: String, allowing extra: [String] = []
    ) {
        for (name, value) in values.pairs where !extra.contains(name) {
            guard let key = known.first(where: { $0.name == name }) else {
                problems.append(
                    declaration.problem(
                        "stage.unknownKey", key: path + name, "unknown key \"\(name)\"",
                        help: suggestion(for: name, among: known.map(\.name) + extra)))
                continue
            }
            check(value, is: key.type, path: path + name)
        }
    }

    private mutating func check(
        _ value: JSON, is type: StageKey.ValueType, path: String
    ) {
        guard type.accepts(value) else {
            let shown = value.text.count > 60 ? value.text.prefix(60) + "…" : value.text[...]
            problems.append(
                declaration.problem(
                    "stage.wrongType", key: path,
                    "\"\(path)\" must be \(type.expectation), found \(shown)"))
            return
        }
        switch (type, value) {
        case (.object(let keys), .object(let object)):
            check(object, against: keys, path: path + "/")
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
        _ name: String, path: String
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
                    ?? "check the path"))
    }
}
