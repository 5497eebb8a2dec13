import Formatting
import JSON

/// What a training did to examples that were held out: figures before the first step and at the end.
struct HeldOutTable: Equatable {
    /// A figure by its name in the log without "heldout_".
    struct Row: Equatable {
        let name: String
        let before: Double
        let after: Double
    }

    let examples: Int
    let rows: [Row]

    /// The first and the last of a step's evaluations.
    init(_ evaluations: [Int: JSONObject], examples: Int) {
        self.examples = examples
        let first = evaluations.min { $0.key < $1.key }?.value ?? [:]
        let last = evaluations.max { $0.key < $1.key }?.value ?? [:]
        rows = first.pairs.compactMap { name, value in
            guard name.hasPrefix("heldout_"), let before = value.double,
                let after = last[name]?.double
            else { return nil }
            return Row(name: String(name.dropFirst(8)), before: before, after: after)
        }
    }

    /// The table for people.
    func text(_ label: String) -> String {
        let width = max(8, rows.map(\.name.count).max() ?? 0)
        let head =
            "\(label): \(Format.count(examples)) held-out "
            + (examples == 1 ? "example" : "examples") + ", before and after"
        let lines = rows.map { row in
            "  " + Self.name(row.name).padding(toLength: width, withPad: " ", startingAt: 0) + " "
                + Self.aligned(row.before, row.name) + " -> " + Self.aligned(row.after, row.name)
        }
        return ([head] + lines).joined(separator: "\n")
    }

    /// "chosen log ratio" for "chosen_log_ratio".
    static func name(_ name: String) -> String { name.replacing("_", with: " ") }

    /// A figure as people read it: a share as percent.
    static func value(_ value: Double, _ name: String) -> String {
        name == "accuracy" ? Format.percent(value) : value.fixed(4)
    }

    private static func aligned(_ value: Double, _ name: String) -> String {
        let text = self.value(value, name)
        return String(repeating: " ", count: max(0, 10 - text.count)) + text
    }
}
