import Formatting

/// What was done to rows that became examples, and how often.
public struct ReadingNote: Sendable, Equatable {
    /// What was done.
    public enum Kind: Int, Sendable, CaseIterable {
        /// Turns were dropped from the beginning.
        case trimmed
        /// Tokens were cut off at the end.
        case truncated
        /// The template left out a part of an answer, such as earlier thinking.
        case rewritten
        /// The template writes no end-of-turn token after an answer.
        case noEnd
        /// Prompt and answer were encoded one by one, since their tokens merge at the seam.
        case apart
        /// The row says of a turn that it is not learnt, and that was not asked for.
        case flagged
        /// A plain text spells control tokens, which are read as text.
        case controlText
    }

    /// What was done.
    public let kind: Kind
    /// The rows.
    public internal(set) var rows = 0
    /// Turns or tokens, as the kind counts.
    public internal(set) var amount = 0
    /// Targets among cut off tokens.
    public internal(set) var targets = 0

    /// A line about it.
    var text: String {
        let rows = Format.count(rows, "row")
        return switch kind {
        case .trimmed:
            "\(rows) too long: \(Format.count(amount, "turn")) dropped from the beginning"
        case .truncated:
            "\(rows) too long: \(Format.count(amount, "token")) cut off at the end, "
                + "\(Format.count(targets)) of them targets"
        case .rewritten:
            "\(rows) in which the template changes an answer; only what the model sees "
                + "is learnt"
        case .noEnd: "\(rows) in which no end-of-turn token follows an answer"
        case .apart:
            "\(rows) with prompt and answer encoded one by one, since their tokens merge at the seam"
        case .flagged:
            "\(rows) with turns marked as not to be learnt, which are learnt all the same; "
                + "\"turns\": \"chosen\" heeds the marks"
        case .controlText: "\(rows) that spell control tokens, which are read as text"
        }
    }
}

/// What reading rows came to: nothing is dropped without being counted here.
public struct ReadingSummary: Sendable, Equatable {
    /// Rows that were rejected for one reason.
    public struct Rejected: Sendable, Equatable {
        /// The reason.
        public let reason: String
        /// The rows.
        public internal(set) var rows: Int
        /// The first row: "train.jsonl:17".
        public let first: String
        /// What was found there.
        public let detail: String
    }

    /// Rows that were looked at.
    public internal(set) var rows = 0
    /// Rows that a share left out.
    public internal(set) var notDrawn = 0
    /// Examples made, but for those that are held out.
    public internal(set) var examples = 0
    /// Examples that a share holds out.
    public internal(set) var heldOut = 0
    /// Their prompts.
    public internal(set) var heldOutPrompts = 0
    /// Their tokens; of a preference, prompt and both answers.
    public internal(set) var tokens = 0
    /// The targets among them.
    public internal(set) var targets = 0
    /// Tokens of the longest example.
    public internal(set) var longest = 0
    /// Tokens of the longest row that was too long; 0 if none was.
    public internal(set) var longestTooLong = 0
    /// The forms of the rows that became examples, with their numbers, in order of appearance.
    public internal(set) var forms: [(name: String, rows: Int)] = []
    /// Rejected rows by reason, in order of appearance.
    public internal(set) var rejected: [Rejected] = []
    /// What was done to others, in a fixed order.
    public internal(set) var notes: [ReadingNote] = []

    /// The reason of rows that have too many tokens.
    static let tooLong = "too long"

    /// Rejected rows in all.
    public var rejectedRows: Int { rejected.reduce(0) { $0 + $1.rows } }

    mutating func reject(_ rejection: RowRejection, at row: String) {
        if rejection.reason == Self.tooLong {
            let length = Int(rejection.detail.prefix { $0.isNumber }) ?? 0
            longestTooLong = max(longestTooLong, length)
        }
        if let index = rejected.firstIndex(where: { $0.reason == rejection.reason }) {
            rejected[index].rows += 1
        } else {
            rejected.append(
                Rejected(
                    reason: rejection.reason, rows: 1, first: row, detail: rejection.detail))
        }
    }

    mutating func count(form: String) {
        if let index = forms.firstIndex(where: { $0.name == form }) {
            forms[index].rows += 1
        } else {
            forms.append((form, 1))
        }
    }

    /// Counts what was done to one row.
    mutating func count<Example>(_ remarks: [MadeExample<Example>.Remark]) {
        for kind in Set(remarks.map(\.kind)) {
            let of = remarks.filter { $0.kind == kind }
            let index =
                notes.firstIndex { $0.kind == kind }
                ?? {
                    let place = notes.firstIndex { $0.kind.rawValue > kind.rawValue } ?? notes.count
                    notes.insert(ReadingNote(kind: kind), at: place)
                    return place
                }()
            notes[index].rows += 1
            notes[index].amount += of.reduce(0) { $0 + $1.amount }
            notes[index].targets += of.reduce(0) { $0 + $1.targets }
        }
    }

    /// Whether both tell the same.
    public static func == (left: ReadingSummary, right: ReadingSummary) -> Bool {
        left.text == right.text
    }

    /// The summary, a line each.
    public var text: String {
        var lines = [
            "\(Format.count(examples, "example")) of \(Format.count(rows, "row")): "
                + "\(Format.count(tokens, "token"))"
                + (targets > 0 ? ", \(Format.count(targets)) of them targets" : "")
                + "; the longest has \(Format.count(longest))"
        ]
        lines += forms.map { "  \(Format.count($0.rows, "row")): \($0.name)" }
        if notDrawn > 0 {
            lines.append("  \(Format.count(notDrawn, "row")) not drawn by the share")
        }
        if heldOut > 0 {
            lines.append(
                "  \(Format.count(heldOut, "example")) held out, of "
                    + Format.count(heldOutPrompts, "prompt"))
        }
        lines += notes.map { "  \($0.text)" }
        for reason in rejected {
            let longest =
                reason.reason == Self.tooLong
                ? "; the longest has \(Format.count(longestTooLong)) tokens" : ""
            lines.append(
                "  \(Format.count(reason.rows, "row")) rejected: \(reason.reason) (first "
                    + "\(reason.first)\(reason.detail.isEmpty ? "" : ": \(reason.detail)")\(longest))"
            )
        }
        return lines.joined(separator: "\n")
    }
}
