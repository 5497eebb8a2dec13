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
    let reading: RewardHead.Reading
    let json: Bool
    let options: ModelOptions

    func run() async throws {
        try Output.check(output)
        let rows = try readRows()
        guard !rows.isEmpty else {
            throw ProgramError.unreadable(
                path: datasets.joined(separator: ", "),
                problem: "no rows\n  help: rows with a prompt, a response and labels are fitted to")
        }
        let model = try await ModelLoader(options: options).load(model)
        let answers = try await states(of: rows, by: model)
        let fit = RewardFit(answers, weights: Reward.cardWeights)
        let head = RewardHead(
            weight: fit.regression.weights.flatMap { $0.map { Float($0) } },
            bias: fit.regression.bias.map { Float($0) }, reading: reading, account: fit.account)
        try head.write(to: output)
        let account = RidgeAccount(fit: fit, output: output)
        tell(json ? account.json.pretty() : account.text, besides: output)
    }

    private struct Row {
        let prompt: JSON
        let response: String
        let labels: [Double]
        let kind: String
        let section: String
        let source: String

        var messages: [ChatMessage] {
            let asked =
                prompt.array?.compactMap(ChatMessage.init)
                ?? [ChatMessage(role: "user", content: prompt.string ?? "")]
            return asked + [ChatMessage(role: "assistant", content: response)]
        }
    }

    /// The rows of all datasets. All answers to a prompt count as of the dataset that has it first,
    /// so that none is known when that source is left out.
    private func readRows() throws -> [Row] {
        var sources: [String: String] = [:]
        let stems = datasets.map { URL(filePath: $0).deletingPathExtension().lastPathComponent }
        return try zip(datasets, stems).flatMap { path, stem in
            // Datasets of one name in several folders are several sources.
            let name = stems.count { $0 == stem } == 1 ? stem : path
            return try readRows(URL(filePath: path)) { prompt in
                let known = sources[prompt] ?? name
                sources[prompt] = known
                return known
            }
        }
    }

    private func readRows(_ url: URL, source: (String) -> String) throws -> [Row] {
        let reader = try RecordReader(url: url)
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
                    kind: record["kind"]?.string ?? "",
                    section: record["section"]?.string ?? record["task"]?.string ?? "",
                    source: source(prompt.text)))
        }
        return rows
    }

    private func states(of rows: [Row], by model: LocalModel) async throws -> [LabelledAnswer] {
        let activity = Activity("reading answers")
        defer { activity.end() }
        return try await mapConcurrently(
            Array(rows.enumerated()), limit: 2 * options.maxBatch,
            onResult: { activity.update(completed: $0, total: rows.count) }
        ) { index, row in
            let state =
                try await model.turnStates(row.messages, for: reading, priority: index).last ?? []
            return LabelledAnswer(
                prompt: row.prompt.text, features: state, labels: row.labels,
                length: row.response.unicodeScalars.count, kind: row.kind, section: row.section,
                source: row.source)
        }
    }
}
