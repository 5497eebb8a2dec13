import Formatting
import JSON

/// A record's field as a quick look shows it: on few lines, with rounded numbers.
struct RecordField {
    let name: String
    let value: JSON

    /// Fields that stages add for those who trace a record; a short look leaves them out.
    private static let bookkeeping: Set<String> = [
        "generation", "rewardTurns", "rewardModel", "parents", "pipeline", "chosen_model",
        "rejected_model",
    ]

    /// Whether a short look leaves the field out: bookkeeping, and what is empty.
    var isMinor: Bool {
        switch value {
        case .null, "", []: true
        default: Self.bookkeeping.contains(name)
        }
    }

    /// The name and the value.
    var text: String {
        if let turns = value.array, !turns.isEmpty, turns.allSatisfy({ $0["role"] != nil }) {
            return name + ":"
                + turns.map { turn in
                    let content = (turn["content"]?.string ?? "").replacing("\n", with: "\n    ")
                    return "\n  [\(turn["role"]?.string ?? "")] \(content)"
                }.joined()
        }
        return "\(name): \(Self.text(value))"
    }

    private static func text(_ value: JSON) -> String {
        switch value {
        case .string(let text): text
        case .double(let number): rounded(number)
        case .array(let values): "[" + values.map(text).joined(separator: ", ") + "]"
        case .object(let object):
            object.pairs.map { "\($0) \(text($1))" }.joined(separator: ", ")
        default: value.text
        }
    }

    private static func rounded(_ number: Double) -> String {
        var text = number.fixed(3)
        while text.contains("."), text.last == "0" || text.last == "." { text.removeLast() }
        return text
    }
}
