import Formatting

/// Why rows cannot be learnt from.
public enum TrainingDataError: Error, Sendable, CustomStringConvertible {
    /// A dataset has parts, and none of them is for training.
    case noTrainingPart(path: String, parts: [String])
    /// Standard input is read once, and a share needs two readings.
    case shareOfStandardInput
    /// A share is to be held out, and all examples have the same prompt.
    case onePrompt(examples: Int)
    /// No row became an example.
    case nothing(sources: [String], summary: ReadingSummary)
    /// More than half of the first rows are unusable.
    case mostlyUnusable(summary: ReadingSummary)

    /// Rows among which more than half must be usable.
    static let judgedRows = 1_000

    /// What happened and what to do.
    public var description: String {
        switch self {
        case .noTrainingPart(let path, let parts):
            "\(path): none of its parts is 'train'\n  Its parts are "
                + "\(parts.joined(separator: ", ")).\n  help: say which with \"part\" (--part)"
        case .shareOfStandardInput:
            "a share of standard input cannot be drawn, for that reads the rows twice\n"
                + "  help: write the rows into a file"
        case .onePrompt(let examples):
            "nothing can be held out: all \(Format.count(examples, "example")) have the same prompt\n"
                + "  help: name rows of their own with \"heldOutDataset\" (--held-out-dataset)"
        case .nothing(let sources, let summary):
            "no row of \(sources.joined(separator: ", ")) can be learnt from\n"
                + Self.indented(summary) + "\n  help: \(Self.help(summary))"
        case .mostlyUnusable(let summary):
            "\(Format.count(summary.rejectedRows)) of the first \(Format.count(summary.rows)) rows "
                + "cannot be used\n" + Self.indented(summary) + "\n  help: \(Self.help(summary))"
        }
    }

    private static func indented(_ summary: ReadingSummary) -> String {
        let lines = summary.text.split(separator: "\n").dropFirst()
        return lines.isEmpty ? "  There are no rows." : lines.joined(separator: "\n")
    }

    private static func help(_ summary: ReadingSummary) -> String {
        let most = summary.rejected.max { $0.rows < $1.rows }
        switch most?.reason {
        case ReadingSummary.tooLong:
            return "raise the most tokens (--max-tokens), or say what becomes of longer rows "
                + "(--too-long trimPrompt or truncate)"
        case "no known columns":
            return "rows need \"messages\"; \"prompt\" with \"completion\" or \"response\"; "
                + "\"prompt\", \"chosen\" and \"rejected\"; or another form of `synthgen help train`"
        default: return "look at the first of these rows, or at examples with `train ... --show 3`"
        }
    }
}
