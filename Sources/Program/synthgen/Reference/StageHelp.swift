import Dataflow
import Stages

/// The reference of a stage kind for a terminal.
struct StageHelp {
    /// The kind's name.
    let name: String
    /// The kind's summary.
    let summary: String
    /// The keys of a stage of this kind.
    let keys: [KeyReference]
    /// A line for each field that it needs, then for each that it sets.
    let needs: [String]
    let sets: [String]

    init(_ kind: StageKind) {
        let fields = StageFields.builtIn[kind.name] ?? StageFields()
        name = kind.name
        summary = kind.summary
        keys = kind.keyReferences
        func lines(_ fields: [StageFields.Field]) -> [String] {
            fields.map { field in
                let name = FieldName(of: field, in: kind)
                let standard = name.standard.map { " ('\($0)' by default)" } ?? ""
                return (name.written.map { "\($0)\(standard): " } ?? "") + field.summary
            }
        }
        needs = lines(fields.needs)
        sets = lines(fields.sets)
    }

    /// The help of `pipeline`, which is no kind of its own.
    static let inclusion = StageHelp(
        name: "pipeline", summary: "Runs another document as one stage, or in rounds.",
        keys: StageRegistry.inclusionKeyReferences)

    private init(name: String, summary: String, keys: [KeyReference]) {
        self.name = name
        self.summary = summary
        self.keys = keys
        (needs, sets) = ([], [])
    }

    /// The text, in lines of at most 80 columns.
    var text: String {
        var lines = wrapped("\(name): \(summary)", indent: 0)
        for (head, fields) in [("It needs:", needs), ("It sets:", sets)] where !fields.isEmpty {
            lines += ["", head] + fields.flatMap { wrapped($0, indent: 2, further: 4) }
        }
        lines += ["", "Keys:"]
        for key in keys {
            let standard =
                key.isRequired ? " (required)" : key.standard.map { " (\($0.text))" } ?? ""
            lines += wrapped("\(key.path)\(standard): \(key.form)", indent: 2, further: 6)
            lines += wrapped(key.summary, indent: 6)
        }
        return lines.joined(separator: "\n")
    }
}

/// Breaks a text into lines of at most 80 columns, between words.
///
/// - Parameter further: Indentation of the lines after the first, if it differs.
func wrapped(_ text: String, indent: Int, further: Int? = nil) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
        let space = String(repeating: " ", count: lines.isEmpty ? indent : further ?? indent)
        if line.isEmpty {
            line = space + word
        } else if line.count + 1 + word.count <= 80 {
            line += " " + word
        } else {
            lines.append(line)
            line = String(repeating: " ", count: further ?? indent) + word
        }
    }
    return lines + (line.isEmpty ? [] : [line])
}
