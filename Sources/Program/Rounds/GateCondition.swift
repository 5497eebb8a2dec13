import Dataflow
public import Evaluation
import Formatting
import JSON

/// What a figure must have become at least (or at most, where lower is better) for a round to be
/// accepted.
public struct GateCondition: Sendable, Equatable {
    /// The evaluation's name.
    public let evaluation: String
    /// The figure; nil for the evaluation's first.
    public let figure: String?
    /// The least change, or the greatest where lower is better: in points of a percentage, in units
    /// of other figures, or relative.
    public let change: Double
    /// Whether ``change`` is in percent of the value before.
    public let isRelative: Bool

    /// A condition.
    public init(evaluation: String, figure: String?, change: Double, isRelative: Bool) {
        (self.evaluation, self.figure) = (evaluation, figure)
        (self.change, self.isRelative) = (change, isRelative)
    }

    /// - Returns: nil if the check has a problem of it.
    init?(key: String, _ value: JSON, evaluations: [String], _ check: inout SettingsCheck) {
        let parts = key.split(separator: "/", maxSplits: 1).map(String.init)
        let pointer = "/accept/\(key)"
        guard let name = parts.first, evaluations.contains(name) else {
            check.report(
                "rounds.unknownEvaluation", at: pointer,
                "\"accept\": no evaluation named '\(parts.first ?? key)'",
                help: suggestion(for: parts.first ?? key, among: evaluations))
            return nil
        }
        let text = value.string ?? ""
        let isRelative = text.hasSuffix("%")
        let number = text.filter { !$0.isWhitespace && $0 != "%" }
        guard let change = Double(number), change.isFinite else {
            check.report(
                "rounds.change", at: pointer,
                "\"accept\": '\(text)' is no change of '\(key)'",
                help: "write \"+2\", \"-0.5\" or \"+3 %\"")
            return nil
        }
        self.init(
            evaluation: name, figure: parts.count > 1 ? parts[1] : nil, change: change,
            isRelative: isRelative)
    }

    /// What became of the figure; nil if one of the results does not have it.
    public func outcome(before: [EvaluationResult], after: [EvaluationResult]) -> Outcome? {
        guard let old = estimate(in: before), let new = estimate(in: after) else { return nil }
        let scale = old.figure.unit == .percent ? 100.0 : 1
        let difference = (new.value - old.value) * scale
        let bound = isRelative ? abs(old.value) * scale * change / 100 : change
        let holds = old.figure.better == .lower ? difference <= bound : difference >= bound
        return Outcome(
            name: "\(evaluation)/\(old.figure.name)", difference: difference, bound: bound,
            holds: holds)
    }

    private func estimate(in results: [EvaluationResult]) -> EvaluationResult.Estimate? {
        guard let result = results.first(where: { $0.evaluation == evaluation }) else { return nil }
        return figure.map { result.estimate($0) } ?? result.estimates.first
    }

    /// A condition that was looked at.
    public struct Outcome: Sendable, Equatable {
        /// Evaluation and figure.
        public let name: String
        /// By how much the figure has changed, in points or units.
        public let difference: Double
        /// What it was to change by.
        public let bound: Double
        /// Whether the condition holds.
        public let holds: Bool
    }
}
