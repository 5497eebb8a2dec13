import Formatting

/// How far an activity has come, in bytes or items.
public struct ActivityFigures: Sendable, Equatable {
    /// What is counted.
    public enum Unit: Sendable {
        case bytes, items
    }

    let unit: Unit
    var completed = 0
    /// All that there is; nil if that is not known.
    var total: Int?

    init(unit: Unit, completed: Int = 0, total: Int? = nil) {
        self.unit = unit
        self.completed = completed
        self.total = total
    }

    /// The line for a log: label, figures and time.
    func line(_ label: String, seconds: Double) -> String {
        "\(label): \(facts(seconds: seconds).joined(separator: ", "))"
    }

    /// The line for a terminal of `width` columns, with a bar if the total is known.
    func bar(_ label: String, seconds: Double, width: Int) -> String {
        let facts = facts(seconds: seconds).joined(separator: ", ")
        let room = width - label.count - facts.count - 5
        guard let total, total > 0, room >= 10 else {
            return String("\(label)  \(facts)".prefix(max(0, width - 1)))
        }
        return "\(label) \(barCells(completed, of: total, width: min(room, 30))) \(facts)"
    }

    private func facts(seconds: Double) -> [String] {
        let time = Format.duration(seconds)
        guard completed > 0 || total != nil else { return [time] }
        guard let total else { return [amount(completed), time] }
        var facts = ["\(amount(completed)) of \(amount(total))"]
        guard seconds > 0.5, completed > 0 else { return facts }
        let pace = Double(completed) / seconds
        facts.append("\(amount(Int(pace)))/s")
        if completed < total {
            facts.append("\(Format.duration(Double(total - completed) / pace)) left")
        }
        return facts
    }

    private func amount(_ number: Int) -> String {
        unit == .bytes ? Format.bytes(number) : Format.count(number)
    }
}

/// A bar of `width` cells, filled up to the share that is completed.
public func barCells(_ completed: Int, of total: Int, width: Int) -> String {
    let share = total > 0 ? min(1, max(0, Double(completed) / Double(total))) : 1
    let full = Int(share * Double(width))
    return String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
}
