import Chat
import Formatting
import JSON
import Models
import Terminal
import Training

/// What a fit of a reward head is worth, for people and for programs.
struct RidgeAccount {
    let fit: RewardFit
    let output: String

    private var evaluation: RewardFit.Evaluation { fit.evaluation }

    var json: JSON {
        [
            "training_answers": .integer(fit.trainingAnswers),
            "held_out_answers": .integer(evaluation.answers),
            "held_out_pairs": .integer(evaluation.weightedSum.pairs),
            "penalty": .double(fit.penalty),
            "mean_squared_error": byAttribute(evaluation.squaredErrors),
            "mean_squared_error_of_the_mean": byAttribute(evaluation.baselineErrors),
            "pairwise_accuracy": .double(evaluation.weightedSum.accuracy),
            "pairwise_accuracy_by_helpfulness": .double(evaluation.helpfulness.accuracy),
            "pairwise_accuracy_by_length": .double(evaluation.length.accuracy),
            "pairwise_accuracy_by_kind_of_the_worse": .object(
                JSONObject(sorted(evaluation.byKind).map { ($0.name, .double($0.share.accuracy)) })),
            "sources_left_out": .array(
                fit.leftOut.map { left in
                    [
                        "source": .string(left.source), "pairs": .integer(left.weightedSum.pairs),
                        "pairwise_accuracy": .double(left.weightedSum.accuracy),
                        "pairwise_accuracy_by_length": .double(left.length.accuracy),
                    ]
                }),
            "sections": fit.account.json, "output": .string(output),
        ]
    }

    private func byAttribute(_ values: [Double]) -> JSON {
        .object(JSONObject(zip(Reward.attributes, values.map(JSON.double))))
    }

    var text: String {
        let errors = Reward.attributes.indices.map { index in
            [
                "  " + Reward.attributes[index], evaluation.squaredErrors[index].fixed(3),
                evaluation.baselineErrors[index].fixed(3),
            ]
        }
        let orders = [
            ["  weighted sum", evaluation.weightedSum.text],
            ["  helpfulness", evaluation.helpfulness.text],
            ["  length alone", evaluation.length.text],
        ]
        let kinds = sorted(evaluation.byKind).map { ["  " + $0.name, $0.share.text] }
        let parts = [
            [
                "fitted to \(Format.count(fit.trainingAnswers)) answers, penalty "
                    + "\(fit.penalty.fixed(1)); \(Format.count(evaluation.answers)) answers held out "
                    + "by prompt"
            ],
            Table.lines([["mean squared error", "", "always the mean"]] + errors),
            Table.lines([["held-out pairs in the right order"]] + orders),
            Table.lines([["weighted sum, by the kind of the worse answer"]] + kinds),
            leftOut, [fit.account.text], ["head → \(output)"],
        ]
        return parts.joined().joined(separator: "\n")
    }

    private var leftOut: [String] {
        guard !fit.leftOut.isEmpty else {
            return ["one source: how it does on others is not known (give a --dataset for each)"]
        }
        let lines = fit.leftOut.map { left in
            [
                "  " + left.source, left.weightedSum.text, Format.percent(left.length.accuracy),
            ]
        }
        return Table.lines([["a source that is left out", "", "length alone"]] + lines)
    }

    private func sorted(_ shares: [String: PairShare]) -> [(name: String, share: PairShare)] {
        shares.map { (name: $0.key, share: $0.value) }
            .sorted { ($1.share.accuracy, $0.name) < ($0.share.accuracy, $1.name) }
    }
}

extension PairAccount {
    /// A table of the sections.
    var text: String {
        let head = ["pairs in the right order", "prompts held out", "sources left out"]
        let rows = sections.map { section in
            ["  " + section.name, section.heldOut?.text ?? "-", section.leftOut?.text ?? "-"]
        }
        return Table.lines([head] + rows).joined(separator: "\n")
    }
}

extension PairShare {
    /// "71.2 % of 458"
    fileprivate var text: String { "\(Format.percent(accuracy)) of \(Format.count(pairs))" }
}
