import Dataflow
import Formatting
import Foundation
import JSON

/// One stage of a preview as text: its counts, then what it asked, was answered, made and rejected,
/// each with the number of the source record.
struct PreviewStageText {
    let stage: Preview.Stage
    /// Whether a source record did not come to its end: what other stages made of it is not known.
    let isCut: Bool

    func add(to page: inout TextPage) {
        page.add(headline)
        var writer = Writer(page: page)
        let calls = Dictionary(
            stage.calls.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        for record in stage.records {
            writer.begin(record.source)
            if let key = record.call, let call = calls[key] { writer.add(call) }
            writer.add(record)
        }
        let told = Set(stage.records.compactMap(\.call))
        for call in stage.calls where !told.contains(call.key) {
            writer.begin(call.source)
            writer.add(call)
        }
        page = writer.page
    }

    private var headline: String {
        let models =
            stage.models.isEmpty
            ? ""
            : ", model\(stage.models.count == 1 ? "" : "s") "
                + stage.models.joined(separator: ", ")
        let requirement =
            stage.hasRequirement ? "; a run first checks what it requires" : ""
        return "\(stage.name)  \(stage.type)\(models): \(counts)\(requirement)"
    }

    /// What became of the records that came to the stage.
    var counts: String {
        let counts = stage.counts
        var parts: [String] = []
        if stage.type == "write", stage.waitsFor == nil {
            parts.append("\(Format.count(counts.created)) arrived")
        } else if counts.created > 0 {
            parts.append("\(Format.count(counts.passed)) passed")
            if counts.rejected > 0 { parts.append("\(Format.count(counts.rejected)) rejected") }
        }
        let withheld = stage.calls.count { !$0.isAnswered }
        if withheld > 0 { parts.append("stops here: \(Format.count(withheld)) to ask") }
        if let waited = stage.waitsFor {
            let also = parts.isEmpty ? "" : "also "
            parts.append("\(also)waits for the answers of '\(waited)'")
        }
        guard parts.isEmpty else { return parts.joined(separator: ", ") }
        return isCut ? "on the way to a stage that needs an answer" : "nothing came here"
    }
}

/// Writes one stage's records and calls, and leaves out what it has just written.
private struct Writer {
    var page: TextPage
    private var source: Int?
    private var isBegun = false
    /// The lead of the next part: the source record's number, once.
    private var lead = Self.indent
    private var lastQuestion: JSON?
    private var lastCall: CallKey?
    private var lastAnswer: String?

    private static let indent = "     "

    init(page: TextPage) { self.page = page }

    /// Begins what belongs to a source record; nil stands for several.
    mutating func begin(_ source: Int?) {
        guard !isBegun || source != self.source else { return }
        isBegun = true
        self.source = source
        let number = source.map { "\($0 + 1)" } ?? "*"
        lead = "  " + number + String(repeating: " ", count: max(1, 3 - number.count))
        lastQuestion = nil
        lastCall = nil
        lastAnswer = nil
    }

    /// Adds a call: its question unless that was just shown, and its answer.
    mutating func add(_ call: Preview.Call) {
        guard call.key != lastCall else { return }
        lastCall = call.key
        let content = call.content
        if content["rewards"] != nil {
            // What is scored is a conversation that earlier stages have shown.
            add(page.firstLine(of: content["messages"]?.array?.last?["content"]?.string ?? ""))
        } else {
            addQuestion(content)
        }
        if let text = content["text"]?.string, call.isAnswered {
            lastAnswer = text.trimmingCharacters(in: .whitespacesAndNewlines)
            add(text, after: "→ ")
            if content["truncated"] == true { add("(cut off at the limit of tokens)") }
            if let shares = content["choiceProbabilities"]?.array, !shares.isEmpty {
                let numbers = shares.map { ($0.double ?? 0).fixed(3) }
                add("(probabilities of the choices: \(numbers.joined(separator: ", ")))")
            }
        }
    }

    private mutating func addQuestion(_ content: JSON) {
        let question = content["rendered"] ?? content["messages"] ?? content["text"]
        guard let question, question != lastQuestion else { return }
        lastQuestion = question
        if let rendered = content["rendered"]?.string {
            let tokens = Format.count(content["promptTokens"]?.integer ?? 0)
            add("to model \(content["model"]?.string ?? ""), \(tokens) tokens:")
            add(rendered)
            if content["spellsControlTokens"] == true {
                add("(a message spells special tokens; the model reads those as plain text)")
            }
        } else if let messages = question.array {
            for message in messages {
                add(
                    message["content"]?.string ?? "",
                    after: "[\(message["role"]?.string ?? "")] ")
            }
        } else if let text = question.string, content["model"] != nil {
            add(text)
        }
        if let constraint = content["constraint"] {
            add("(the answer must fit \(constraint.text))")
        }
    }

    /// Adds the fields that a stage made, but for the answer itself, and why it rejected a record.
    mutating func add(_ record: Preview.Record) {
        for (name, value) in record.made.pairs {
            if let last = lastAnswer, value.string == last { continue }
            let field = RecordField(name: name, value: value)
            guard page.isFull || !field.isMinor else {
                page.noteShortened()
                continue
            }
            add(field.text)
        }
        if let reason = record.reason {
            let found = record.detail["error"] ?? record.detail
            let detail = found.isNull ? "" : ": \(found.string ?? found.text)"
            add("rejected: \(reason)\(detail)")
        }
    }

    /// Adds a part below the source record's number; `mark` begins its first line.
    private mutating func add(_ text: String, after mark: String = "") {
        page.add(text, lead: lead + mark)
        lead = Self.indent
    }
}
