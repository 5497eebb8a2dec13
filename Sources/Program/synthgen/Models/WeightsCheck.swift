import Chat
import Dataflow
import Formatting

/// Whether `pair` stages know what the attributes of their rewards count.
struct WeightsCheck {
    /// What models rate, by the document's names of the models, as far as it is known.
    let attributes: [String: [String]]

    /// A problem for every `pair` stage that could compare no two answers.
    func problems(in graph: Graph) -> [Problem] {
        let scorers = graph.nodes.filter { $0.declaration.type == "score" }
        return graph.nodes.filter { $0.declaration.type == "pair" }.compactMap { pair in
            let field = pair.declaration.values["by"]?.string ?? "reward"
            let models = scorers.filter {
                ($0.declaration.values["into"]?.string ?? "reward") == field
            }.flatMap(\.stage.models)
            // Another stage, or another document, may have made the rewards.
            guard let model = models.first, models.allSatisfy({ $0 == model }),
                let rated = attributes[model]
            else { return nil }
            return problem(of: pair.declaration, model, rated)
        }
    }

    private func problem(
        of pair: StageDeclaration, _ model: String, _ rated: [String]
    ) -> Problem? {
        let list = rated.joined(separator: ", ")
        guard let weights = pair.values["weights"]?.object else {
            guard rated.count > 1, rated != Reward.attributes else { return nil }
            return pair.problem(
                "pair.noWeights",
                "nothing says what the \(rated.count) attributes of '\(model)' count",
                details: ["They are \(list)."],
                help: "add \"weights\", e.g. {\"\(rated[0])\": 1}")
        }
        guard let unknown = weights.keys.first(where: { !rated.contains($0) }) else { return nil }
        return pair.problem(
            "pair.unknownAttribute", key: "weights/\(unknown)",
            "'\(model)' does not rate '\(unknown)'", details: ["It rates \(list)."],
            help: suggestion(for: unknown, among: rated))
    }
}
