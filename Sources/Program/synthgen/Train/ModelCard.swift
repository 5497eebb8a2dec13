import Formatting
import Foundation
import JSON

/// The `README.md` of a trained model, as the Hugging Face Hub reads it.
///
/// Made of the training's record and its logs, without times, so that equal trainings write equal
/// cards.
struct ModelCard {
    /// What ``TrainingRecord`` says.
    let record: JSONObject
    /// The lines of each step's log.
    let logs: [[JSON]]
    /// Share of the weights whose stored value changed; nil for adapters.
    let changedShare: Double?
    /// The folder's name.
    let title: String

    /// The file's name.
    static let name = "README.md"
    /// By this line a card is known as ours.
    static let mark = "<!-- written by synthgen train -->"

    /// Whether a folder's card is of somebody else, who may have put work into it.
    static func isForeign(in folder: URL) -> Bool {
        let file = folder.appending(path: name)
        guard FileManager.default.fileExists(atPath: file.path) else { return false }
        return (try? String(contentsOf: file, encoding: .utf8))?.contains(mark) != true
    }

    var text: String {
        ([frontMatter, Self.mark, "# \(title)", opening]
            + steps.enumerated().map { section($0.offset, $0.element) }
            + [weights, repeating, licenses])
            .filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private var steps: [JSON] { record["steps"]?.array ?? [] }
    private var types: [String] { steps.compactMap { $0["type"]?.string } }
    private var isAdapter: Bool { record["adapter"] != nil }
    private var isReward: Bool { types.last == "reward" }
    private var license: String? { record["model"]?["license"]?.string }

    // MARK: Front matter

    private var frontMatter: String {
        var lines = ["---", "license: \(Self.quoted(license?.lowercased() ?? "other"))"]
        if let base = hubName { lines.append("base_model: \(Self.quoted(base))") }
        lines.append("library_name: \(isAdapter ? "peft" : "transformers")")
        lines.append("pipeline_tag: \(isReward ? "text-classification" : "text-generation")")
        let datasets = steps.flatMap(Self.sources).map(Self.datasetName).uniqued
        if !datasets.isEmpty { lines += ["datasets:"] + datasets.map { "- \(Self.quoted($0))" } }
        lines += ["tags:", "- synthgen"]
        lines += types.uniqued.map { "- \($0 == "reward" ? "reward-model" : $0)" }
        if isAdapter { lines.append("- lora") }
        return (lines + ["---"]).joined(separator: "\n")
    }

    /// The base's name on the Hub; nil for files that are not known to come from there.
    private var hubName: String? {
        if let repository = record["model"]?["repository"]?.string { return repository }
        guard let source = record["model"]?["source"]?.string, source.hasPrefix("hf:") else {
            return nil
        }
        let name = source.dropFirst(3).prefix { $0 != "@" && $0 != ":" && $0 != "+" }
        return String(name.split(separator: "/").prefix(2).joined(separator: "/"))
    }

    private static func sources(_ step: JSON) -> [String] {
        step["data"]?["sources"]?.array?.compactMap { $0["path"]?.string } ?? []
    }

    /// The last part of a path, in the letters that the Hub's names have.
    private static func datasetName(_ path: String) -> String {
        guard path != "-" else { return "standard-input" }
        let name = URL(filePath: path).lastPathComponent
        return String(
            name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "-" }
        )
    }

    // MARK: Text

    private var opening: String {
        let base = record["model"]?["name"]?.string ?? "a model"
        let what = isAdapter ? "A low-rank adapter (LoRA) of" : "A model trained from"
        var text =
            "\(what) `\(Self.code(base))` by \(types.uniqued.map { $0.uppercased() }.joined(separator: ", "))"
        text += types.count > 1 ? ", in \(types.count) steps, with synthgen." : ", with synthgen."
        if let description = record["description"]?.string { text += " \(description)" }
        return text
    }

    private func section(_ index: Int, _ step: JSON) -> String {
        let type = step["type"]?.string ?? "step"
        var parts = [steps.count == 1 ? "## Training" : "## Step \(index + 1): \(type)"]
        if let description = step["description"]?.string { parts.append(description) }
        parts.append(Self.data(step))
        parts.append(Self.settings(step))
        let lines = index < logs.count ? logs[index] : []
        parts.append(Self.figures(lines))
        parts.append(Self.heldOut(step, lines))
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private static func data(_ step: JSON) -> String {
        guard let data = step["data"] else { return "" }
        var rows: [(String, String)] = []
        for source in data["sources"]?.array ?? [] {
            var text = "`\(code(source["path"]?.string ?? ""))`"
            if let part = source["part"]?.string { text += ", part `\(code(part))`" }
            if let share = source["share"]?.double { text += ", share \(number(share))" }
            if let limit = source["limit"]?.integer { text += ", the first \(Format.count(limit))" }
            rows.append(("source", text))
        }
        for (name, key) in [
            ("rows", "rows"), ("not drawn by the share", "not_drawn"), ("examples", "examples"),
            ("tokens", "tokens"), ("of them learnt", "targets"),
        ] {
            if let value = data[key]?.integer { rows.append((name, Format.count(value))) }
        }
        for (form, count) in data["forms"]?.object?.pairs ?? [] {
            rows.append(("form: \(form)", Format.count(count.integer ?? 0)))
        }
        for (reason, count) in data["rejected"]?.object?.pairs ?? [] {
            rows.append(("rejected: \(reason)", Format.count(count.integer ?? 0)))
        }
        if let digest = data["digest"]?.string { rows.append(("digest", "`\(digest)`")) }
        if let held = step["held_out"] {
            let share = held["share"]?.double.map { " (a share of \(number($0)))" } ?? ""
            rows.append(
                ("held out", Format.count(held["examples"]?.integer ?? 0) + " examples" + share))
            if let digest = held["digest"]?.string { rows.append(("their digest", "`\(digest)`")) }
        }
        return table(("data", ""), rows)
    }

    private static func settings(_ step: JSON) -> String {
        table(
            ("setting", "value"),
            (step["settings"]?.object?.pairs ?? []).map { ("`\($0.0)`", value($0.1)) })
    }

    /// Means of the first and the last tenth of the optimizer steps: single batches differ.
    private static func figures(_ lines: [JSON]) -> String {
        let steps = lines.compactMap(\.object).filter { $0["loss"] != nil }
        guard !steps.isEmpty else { return "" }
        let count = max(1, steps.count / 10)
        func mean(_ name: String, _ part: some Collection<JSONObject>) -> Double? {
            let values = part.compactMap { $0[name]?.double }
            return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
        }
        let names = [
            "loss", "grad_norm", "margin", "accuracy", "chosen_log_ratio", "rejected_log_ratio",
            "sft_loss",
        ]
        let rows = names.compactMap { name -> String? in
            guard let first = mean(name, steps.prefix(count)),
                let last = mean(name, steps.suffix(count))
            else { return nil }
            return "| \(HeldOutTable.name(name)) | \(HeldOutTable.value(first, name)) | "
                + "\(HeldOutTable.value(last, name)) |"
        }
        let head =
            count == 1
            ? "| figure | first step | last step |"
            : "| figure | first \(count) steps | last \(count) steps |"
        return ([head, "|---|--:|--:|"] + rows).joined(separator: "\n")
    }

    private static func heldOut(_ step: JSON, _ lines: [JSON]) -> String {
        var evaluations: [Int: JSONObject] = [:]
        for case let line? in lines.map(\.object) where line["heldout_loss"] != nil {
            evaluations[line["step"]?.integer ?? 0] = line
        }
        let table = HeldOutTable(
            evaluations, examples: step["held_out"]?["examples"]?.integer ?? 0)
        guard !table.rows.isEmpty else { return "" }
        let rows = table.rows.map { row in
            "| \(HeldOutTable.name(row.name)) | \(HeldOutTable.value(row.before, row.name)) | "
                + "\(HeldOutTable.value(row.after, row.name)) |"
        }
        return (["| held out | before | after |", "|---|--:|--:|"] + rows).joined(separator: "\n")
    }

    private var weights: String {
        var text = "## Weights\n\n"
        if isAdapter {
            let adapter = record["adapter"]
            text +=
                "An adapter in PEFT's form of rank \(adapter?["rank"]?.integer ?? 0); "
                + "the base's weights are unchanged."
        } else {
            text += "Stored as \(record["type"]?.string ?? "f32"), trained in float32."
            if let changedShare {
                text +=
                    " \(Format.percent(changedShare)) of them have another stored value than "
                    + "before."
            }
        }
        return text + " The base's digest is `\(record["model"]?["digest"]?.string ?? "")`."
    }

    private var repeating: String {
        guard let command = record["command"]?.string else { return "" }
        var text = "## Doing it again\n\n" + Self.fenced(command, "sh")
        if let document = record["document"]?.string {
            text += "\n\nwith the document\n\n" + Self.fenced(document, "json")
        }
        return text + "\n\nThe same rows, seed and program give the same bytes."
    }

    private var licenses: String {
        let base = record["model"]?["name"]?.string ?? "the base"
        var lines = ["## Licence", ""]
        lines.append(
            license.map {
                "The weights are derived from `\(Self.code(base))`, which is licensed as \($0): "
                    + "its terms hold for them too."
            }
                ?? "The weights are derived from `\(Self.code(base))`, whose licence is not known "
                + "here: find out its terms before passing them on.")
        let models = steps.flatMap { step in
            (step["data"]?["sources"]?.array ?? []).flatMap { $0["models"]?.array ?? [] }
        }.map { model in
            "`\(Self.code(model["name"]?.string ?? ""))` (\(model["license"]?.string ?? "not stated"))"
        }.uniqued
        lines.append("")
        lines.append(
            "The terms of the rows count as well."
                + (models.isEmpty
                    ? "" : " They were made with " + models.joined(separator: ", ") + "."))
        return lines.joined(separator: "\n")
    }

    // MARK: Markdown

    private static func table(_ head: (String, String), _ rows: [(String, String)]) -> String {
        guard !rows.isEmpty else { return "" }
        return
            (["| \(head.0) | \(head.1) |", "|---|---|"]
            + rows.map { "| \(cell($0.0)) | \(cell($0.1)) |" }).joined(separator: "\n")
    }

    private static func value(_ value: JSON) -> String {
        if let list = value.array { return list.compactMap(\.string).joined(separator: ", ") }
        if let number = value.integer { return "\(number)" }
        if let number = value.double { return self.number(number) }
        return value.string ?? value.text
    }

    private static func number(_ value: Double) -> String { JSON.double(value).text }

    private static func cell(_ text: String) -> String {
        String(text.flatMap { $0 == "|" ? "\\|" : $0.isNewline ? " " : String($0) })
    }

    private static func code(_ text: String) -> String {
        String(text.map { $0 == "`" ? "'" : $0.isNewline ? " " : $0 })
    }

    /// Quotes a text for YAML: every JSON string is a YAML string.
    private static func quoted(_ text: String) -> String { JSON.string(text).text }

    /// A fence longer than any run of backticks in the text, so that it cannot end early.
    private static func fenced(_ text: String, _ language: String) -> String {
        var (longest, run) = (0, 0)
        for character in text {
            run = character == "`" ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: max(3, longest + 1))
        let body = text.trimmingCharacters(in: .newlines)
        return "\(fence)\(language)\n\(body)\n\(fence)"
    }
}

extension Array where Element: Hashable {
    /// The elements, each once, in the order of their first.
    fileprivate var uniqued: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
