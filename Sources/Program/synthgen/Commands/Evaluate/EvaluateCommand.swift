import ArgumentParser

struct EvaluateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate", abstract: "Measures how well something does what it is for.",
        subcommands: [JudgeEvaluation.self])
}
