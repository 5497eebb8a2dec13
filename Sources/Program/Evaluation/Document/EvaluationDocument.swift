public import Dataflow
import Formatting
public import Foundation
import Hashing
public import JSON

/// An evaluation as a document says it: rows, what is asked about them, and how answers count.
public struct EvaluationDocument: Sendable {
    /// The version of the document's form.
    public static let schemaVersion = 1

    /// The evaluation's name.
    public let name: String
    /// What it is for.
    public let description: String?
    /// The form of the rows.
    public let form: FormName
    /// The rows' file, as the document says it.
    public let dataset: String
    /// The rows' file.
    public let url: URL
    /// The most rows that are taken, from the first on; nil for all.
    public var limit: Int?
    /// Decides samples and intervals.
    public let seed: UInt64
    /// Who has to be there beside the model that is evaluated.
    public var needs: EvaluationNeeds { task.needs }
    /// Whether the model is given conversations, for which it needs a chat template.
    public var readsConversations: Bool { task.readsConversations }

    let task: any EvaluationForm
    /// Digest of the settings that decide what is asked and how it counts.
    let digest: String

    /// Reads a document.
    /// - Throws: `InvalidDocument` with all of its problems.
    public init(path: String) throws(InvalidDocument) {
        try self.init(DocumentSource.read(path))
    }

    /// Reads a document.
    /// - Throws: `InvalidDocument` with all of its problems.
    package init(_ source: DocumentSource) throws(InvalidDocument) {
        var check = SettingsCheck(source)
        guard let object = source.value.object else {
            check.report(
                "document.type", at: "",
                "an evaluation must be an object, found \(source.value.kind)")
            throw InvalidDocument(check.problems)
        }
        guard let form = object[Self.formKey.name]?.string.flatMap(FormName.init) else {
            Self.reportForm(object, &check)
            throw InvalidDocument(check.problems)
        }
        let values = check.values(
            of: object, as: Self.kind(of: form), at: "", subject: "",
            form: "An evaluation of form \"\(form.rawValue)\"")
        guard check.problems.isEmpty else { throw InvalidDocument(check.problems) }
        var formCheck = FormCheck()
        task = form.type.init(values, &formCheck)
        for problem in formCheck.problems {
            check.report(
                "evaluation.\(problem.key)", at: "/\(problem.key)", problem.message,
                help: problem.help)
        }
        guard check.problems.isEmpty else { throw InvalidDocument(check.problems) }
        name =
            values[Self.nameKey] ?? source.url.deletingPathExtension().lastPathComponent
        description = object["description"]?.string
        self.form = form
        dataset = values[Self.datasetKey]
        url = source.resolve(dataset)
        limit = values[Self.limitKey]
        seed = UInt64(values[Self.seedKey])
        digest = Self.digest(of: object)
    }

    /// Whether a document is of an evaluation: it has a form, and neither stages nor steps.
    package static func isEvaluation(_ source: DocumentSource) -> Bool {
        source.value["form"] != nil && source.value["stages"] == nil
            && source.value["steps"] == nil
    }

    private static func reportForm(_ object: JSONObject, _ check: inout SettingsCheck) {
        let names = FormName.allCases.map(\.rawValue)
        let found = object[formKey.name]
        check.report(
            "evaluation.unknownForm", at: found == nil ? "" : "/form",
            found.map { "no form of evaluation named \($0.text)" } ?? "\"form\" is missing",
            details: ["Forms are \(names.joined(separator: ", "))."],
            help: found?.string.map { suggestion(for: $0, among: names) })
    }

    /// Leaves out what changes neither a question nor how its answer counts.
    private static func digest(of object: JSONObject) -> String {
        let silent = ["$schema", nameKey.name, "description", datasetKey.name, limitKey.name]
        let pairs = object.pairs.filter { !silent.contains($0.0) }.sorted { $0.0 < $1.0 }
        return SHA256.digest(JSON.object(JSONObject(pairs)).encoded()).hexadecimal
    }

    // MARK: Keys

    private static let version = Setting.required(
        "schemaVersion", .integer(1...1), "The version of the document's form.")
    private static let nameKey = Setting.optional(
        "name", .text, "The evaluation's name; the file's, if not given.")
    private static let formKey = Setting.required(
        "form", .choice(FormName.self), "The form of the rows, and so what is measured.")
    private static let datasetKey = Setting.required(
        "dataset", .file, "The rows: a .jsonl, .json or .parquet file, or a dataset's folder.")
    private static let limitKey = Setting.optional(
        "limit", .integer(1...), "Take no more rows than this, from the first on.")
    private static let seedKey = Setting(
        "seed", .integer(0...), default: 340,
        "The number from which samples and bootstrap intervals derive.")

    private static func kind(of form: FormName) -> StageKind {
        StageKind(
            name: form.rawValue, summary: form.type.summary + " Rows: " + form.type.columns,
            settings: [
                Setting.optional("$schema", .text, "The schema's path, for editors."), version,
                nameKey, formKey, datasetKey,
            ] + form.type.settings + [limitKey, seedKey], takesInput: false, looksIntoRecords: false
        ) { _ in nil }
    }

    // MARK: Schema

    /// The JSON Schema of evaluation documents, for completion and checks in editors.
    public static var schema: JSON {
        let forms = FormName.allCases.map { form -> JSON in
            var schema = SettingsCheck.schema(of: kind(of: form), hasType: false).object ?? [:]
            var properties = schema["properties"]?.object ?? [:]
            properties[formKey.name] = [
                "description": .string(formKey.summary), "const": .string(form.rawValue),
            ]
            schema["properties"] = .object(properties)
            return .object(schema)
        }
        return [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "synthgen evaluation", "oneOf": .array(forms),
        ]
    }
}
