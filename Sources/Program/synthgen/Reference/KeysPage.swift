import Chat
import Dataflow
import Jinja
import Stages

/// The reference of a document's keys as a page of Markdown: `docs/keys.md`.
struct KeysPage {
    private let registry = StageRegistry.builtIn(models: LanguageModelRegistry())

    /// The page, with a line feed at its end.
    var text: String {
        (opening + document + stages + templates).joined(separator: "\n") + "\n"
    }

    private var opening: [String] {
        [
            "# The keys of a document", "",
            "`synthgen schema --markdown` writes this page; `synthgen help stage pair` shows one "
                + "kind in a terminal,",
            "`synthgen help jinja` what templates can use. [stages.md](stages.md) says what the "
                + "kinds do in detail.",
            "",
        ]
    }

    private var document: [String] {
        ["## The document", ""] + table(registry.documentKeyReferences)
            + ["", "## A model", "", "An entry of `models`.", ""]
            + table(registry.modelKeyReferences)
    }

    // MARK: Stages

    private var stages: [String] {
        ["", "## Stages", "", "An entry of `stages` has a `type`, one of these, and its keys."]
            + registry.kinds.flatMap(section)
            + ["", "### `\(StageHelp.inclusion.name)`", "", StageHelp.inclusion.summary, ""]
            + table(StageHelp.inclusion.keys)
    }

    private func section(of kind: StageKind) -> [String] {
        let fields = StageFields.builtIn[kind.name] ?? StageFields()
        return ["", "### `\(kind.name)`", "", kind.summary, ""] + table(kind.keyReferences)
            + list("It needs:", fields.needs, in: kind) + list("It sets:", fields.sets, in: kind)
    }

    private func list(
        _ head: String, _ fields: [StageFields.Field], in kind: StageKind
    ) -> [String] {
        guard !fields.isEmpty else { return [] }
        return ["", head, ""]
            + fields.map { field in
                let name = FieldName(of: field, in: kind)
                let standard = name.standard.map { " (`\($0)` by default)" } ?? ""
                return "- " + (name.written.map { "`\($0)`\(standard): " } ?? "") + field.summary
            }
    }

    // MARK: Templates

    private var templates: [String] {
        [
            "", "## Templates and expressions", "",
            "Prompts are Jinja templates; `where`, `when` and the values of `set` are expressions. "
                + "Both see the record's fields; null is `none` there.",
            "",
        ]
            + entries("Functions", TemplateReference.functions)
            + ["### Functions of prompts", ""]
            + lines(PromptFunctions.reference)
            + [""] + entries("Filters: `value | filter`", TemplateReference.filters)
            + entries("Tests: `value is test`", TemplateReference.tests)
            + entries("Methods of texts", TemplateReference.textMethods)
            + entries("Methods of objects and lists", TemplateReference.collectionMethods)
            .dropLast()
    }

    private func entries(_ title: String, _ entries: [TemplateReference.Entry]) -> [String] {
        ["### \(title)", ""] + lines(entries.map { ($0.form, $0.summary) }) + [""]
    }

    private func lines(_ entries: [(form: String, summary: String)]) -> [String] {
        ["| | |", "|---|---|"] + entries.map { "| `\($0.form)` | \(cell($0.summary)) |" }
    }

    private func table(_ keys: [KeyReference]) -> [String] {
        ["| key | value | if not given | |", "|---|---|---|---|"]
            + keys.map { key in
                let standard =
                    key.isRequired ? "required" : key.standard.map { "`\($0.text)`" } ?? ""
                return "| `\(key.path)` | \(cell(key.form)) | \(cell(standard)) | "
                    + "\(cell(key.summary)) |"
            }
    }

    /// A text as a cell of a table: Markdown takes a bar for the end of the cell, and `<into>` for a
    /// tag.
    private func cell(_ text: String) -> String {
        text.replacing("|", with: "\\|").replacing("<", with: "&lt;")
    }
}

/// A field's name as the reference shows it.
struct FieldName {
    /// The name, `<into>` included; nil for fields that only a summary describes.
    let written: String?
    /// The name where settings have their defaults, if it differs.
    let standard: String?

    init(of field: StageFields.Field, in kind: StageKind) {
        written = field.name.isEmpty ? nil : field.name
        let name = field.standardName(in: kind)
        standard = name == field.name ? nil : name
    }
}
