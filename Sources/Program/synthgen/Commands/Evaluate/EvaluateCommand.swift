import ArgumentParser

struct EvaluateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate", abstract: "Measures judges on pairs of known order.",
        discussion: """
              synthgen evaluate judge --pairs Datasets/judge-pairs.jsonl
            """,
        subcommands: [JudgeEvaluation.self])
}
