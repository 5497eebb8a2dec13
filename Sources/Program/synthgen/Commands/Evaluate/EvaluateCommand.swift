import ArgumentParser

struct EvaluateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measures models on documents of questions, and judges on pairs of known order.",
        discussion: """
              synthgen evaluate model smollm2-135m-instruct --task ifeval
              synthgen evaluate compare before.json after.json
              synthgen evaluate judge --pairs Datasets/judge-pairs.jsonl
            """,
        subcommands: [ModelEvaluation.self, ComparedEvaluation.self, JudgeEvaluation.self])
}
