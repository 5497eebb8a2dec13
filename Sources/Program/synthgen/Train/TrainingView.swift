import Formatting
import Synchronization
import Terminal
import Training

/// How far a training is, for people: one line, drawn over itself on a terminal.
struct TrainingFigures: Sendable, Equatable {
    /// What is trained: "sft", or "step 2 of 3 (dpo)".
    var label: String
    /// Optimizer steps done and in all.
    var step = 0
    var steps: Int
    /// Those that were done before this program began.
    var stepsBefore = 0
    var loss = 0.0
    var gradientNorm = 0.0
    /// Tokens computed in this program, and the seconds that took.
    var tokens = 0
    var seconds = 0.0
    /// Floating-point operations of these tokens.
    var operations = 0.0
    /// Operations a second that the machine can do; nil until it is measured.
    var peak: Double?
    /// Margin and accuracy of preferences.
    var details: [Detail] = []
    /// Loss of the last evaluation; nil if nothing is held out.
    var heldOutLoss: Double?

    /// A figure of the objective.
    struct Detail: Sendable, Equatable {
        let name: String
        let value: Double
    }

    init(label: String, steps: Int, stepsBefore: Int = 0) {
        (self.label, self.steps, self.stepsBefore) = (label, steps, stepsBefore)
        step = stepsBefore
    }

    /// Takes a step in.
    mutating func add(_ report: StepReport, operations: Double) {
        step = report.step
        (loss, gradientNorm) = (report.figures.loss, report.gradientNorm)
        tokens += report.figures.tokens
        seconds += report.seconds
        self.operations += operations
        details = report.figures.details.filter { ["margin", "accuracy"].contains($0.name) }
            .map { Detail(name: $0.name, value: $0.value) }
    }

    /// Where it is, a fact each.
    var facts: [String] {
        var facts = ["step \(Format.count(step)) of \(Format.count(steps))"]
        guard step > stepsBefore else { return facts }
        facts.append("loss \(loss.fixed(4))")
        for detail in details {
            facts.append(
                detail.name == "accuracy"
                    ? "accuracy \(Format.percent(detail.value))"
                    : "\(detail.name) \(detail.value.fixed(3))")
        }
        facts.append("gradient \(gradientNorm.fixed(2))")
        if let heldOutLoss { facts.append("held out \(heldOutLoss.fixed(4))") }
        guard seconds > 0 else { return facts }
        facts.append("\(Format.count(Int(Double(tokens) / seconds))) tokens/s")
        if let peak, peak > 0 {
            facts.append("MFU \(Format.percent(operations / seconds / peak))")
        }
        if step < steps {
            let left = seconds / Double(step - stepsBefore) * Double(steps - step)
            facts.append("\(Format.duration(left)) left")
        }
        return facts
    }

    /// The line for a log.
    var line: String { "\(label): \(facts.joined(separator: ", "))" }

    /// The line for a terminal, with a bar if there is room.
    func bar(width: Int) -> String {
        let text = facts.joined(separator: ", ")
        let room = width - label.count - text.count - 5
        guard room >= 10 else { return String("\(label)  \(text)".prefix(max(0, width - 1))) }
        return "\(label) \(barCells(step, of: steps, width: min(room, 24))) \(text)"
    }
}

/// Figures that the trainer sets and the terminal reads.
final class TrainingView: Sendable {
    private let figures: Mutex<TrainingFigures>

    init(_ figures: TrainingFigures) { self.figures = Mutex(figures) }

    func update(_ change: (inout TrainingFigures) -> Void) { figures.withLock { change(&$0) } }

    var value: TrainingFigures { figures.withLock { $0 } }

    /// The activity's view.
    var view: ActivityView {
        ActivityView(
            isKept: true, picture: { width, _ in [self.value.bar(width: width)] },
            line: { self.value.line })
    }
}
