import Chat
import Compute
import Concurrency
import Datasets
import Formatting
import Foundation
import JSON
import Models
import Terminal
import Training

/// Ridge regression in closed form on a model's states.
struct RidgeTraining {
    let datasets: [String]
    let model: String
    let output: String
    let json: Bool
    let options: ModelOptions

    func run() async throws {
        try Output.check(output)
        let model = try await ModelLoader(options: options).load(model)
        let rows = try datasets.flatMap(readRows)
        let answers = try await states(of: rows, by: model)
        let fit = RewardFit(answers, weights: Reward.cardWeights)
        let head = RewardHead(
            weight: fit.regression.weights.flatMap { $0.map { Float($0) } },
            bias: fit.regression.bias.map { Float($0) })
        try head.write(to: output)
        tell(json ? account(fit).pretty() : text(fit), besides: output)
    }

    private struct Row {
        let prompt: JSON
        let response: String
        let labels: [Double]
        let kind: String

        var messages: [ChatMessage] {
            let asked =
                prompt.array?.compactMap(ChatMessage.init)
                ?? [ChatMessage(role: "user", content: prompt.string ?? "")]
            return asked + [ChatMessage(role: "assistant", content: response)]
        }
    }

    private func readRows(_ path: String) throws -> [Row] {
        let reader = try RecordReader(url: URL(filePath: path))
        var rows: [Row] = []
        while let record = try reader.next() {
            let labels = Reward.attributes.compactMap { record[$0]?.double }
            guard let prompt = record["prompt"], let response = record["response"]?.string,
                labels.count == Reward.attributes.count
            else {
                throw ProgramError.unreadable(
                    path: reader.location,
                    problem: "a row needs prompt, response and the numbers "
                        + Reward.attributes.joined(separator: ", "))
            }
            rows.append(
                Row(
                    prompt: prompt, response: response, labels: labels,
                    kind: record["kind"]?.string ?? ""))
        }
        return rows
    }

    private func states(of rows: [Row], by model: LocalModel) async throws -> [LabelledAnswer] {
        let reading = Activity("reading answers")
        defer { reading.end() }
        return try await mapConcurrently(
            Array(rows.enumerated()), limit: 2 * options.maxBatch,
            onResult: { reading.update(completed: $0, total: rows.count) }
        ) { index, row in
            let state = try await model.turnStates(row.messages, priority: index).last ?? []
            return LabelledAnswer(
                prompt: row.prompt.text, features: state, labels: row.labels,
                length: row.response.unicodeScalars.count, kind: row.kind)
        }
    }

    private func account(_ fit: RewardFit) -> JSON {
        let evaluation = fit.evaluation
        func byAttribute(_ values: [Double]) -> JSON {
            .object(JSONObject(zip(Reward.attributes, values.map(JSON.double))))
        }
        return [
            "training_answers": .integer(fit.trainingAnswers),
            "held_out_answers": .integer(evaluation.answers),
            "held_out_pairs": .integer(evaluation.pairs), "penalty": .double(fit.penalty),
            "mean_squared_error": byAttribute(evaluation.squaredErrors),
            "mean_squared_error_of_the_mean": byAttribute(evaluation.baselineErrors),
            "pairwise_accuracy": .double(evaluation.pairwiseAccuracy),
            "pairwise_accuracy_by_helpfulness": .double(evaluation.helpfulnessAccuracy),
            "pairwise_accuracy_by_length": .double(evaluation.lengthAccuracy),
            "pairwise_accuracy_by_kind_of_the_worse": .object(
                JSONObject(kinds(evaluation).map { ($0.kind, .double($0.accuracy)) })),
            "output": .string(output),
        ]
    }

    private func kinds(
        _ evaluation: RewardFit.Evaluation
    ) -> [(kind: String, accuracy: Double, pairs: Int)] {
        evaluation.byKind.map { (kind: $0.key, accuracy: $0.value.accuracy, pairs: $0.value.pairs) }
            .filter { !$0.kind.isEmpty }
            .sorted { ($1.accuracy, $0.kind) < ($0.accuracy, $1.kind) }
    }

    private func text(_ fit: RewardFit) -> String {
        let evaluation = fit.evaluation
        let byKind = kinds(evaluation).map { entry in
            let name = entry.kind.padding(toLength: 12, withPad: " ", startingAt: 0)
            return "    \(name) \(Format.percent(entry.accuracy)) of \(entry.pairs)"
        }
        let errors = Reward.attributes.indices.map { index in
            let name = Reward.attributes[index].padding(toLength: 12, withPad: " ", startingAt: 0)
            return "  \(name) \(evaluation.squaredErrors[index].fixed(3))"
                + "   (always the mean: \(evaluation.baselineErrors[index].fixed(3)))"
        }
        return """
            fitted to \(fit.trainingAnswers) answers, penalty \(fit.penalty.fixed(3)); \
            \(evaluation.answers) answers held out by prompt
            mean squared error
            \(errors.joined(separator: "\n"))
            pairs in the right order, of \(evaluation.pairs)
              weighted sum \(Format.percent(evaluation.pairwiseAccuracy))
              helpfulness  \(Format.percent(evaluation.helpfulnessAccuracy))
              length alone \(Format.percent(evaluation.lengthAccuracy))
              weighted sum, by the kind of the worse answer
            \(byKind.joined(separator: "\n"))
            head → \(output)
            """
    }
}
