import ArgumentParser
import Dataflow
import Foundation

/// The program: its commands, grouped by what they work on, and its exit codes.
@main
struct Synthgen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "synthgen",
        abstract: "Turns topics into alignment data on the machine you have.",
        discussion: """
            A JSON document describes a graph of stages; `run` executes it with models that run in \
            this process and fills a folder with records that trainers read.

              synthgen run Pipelines/preference.json
              synthgen stats Datasets/preference
              synthgen report Datasets/preference

            Exit codes: 0 done; 1 failed, or a check found something wrong; 2 wrong use of the \
            command line; 3 stopped at --max-seconds or --max-tokens; 130 interrupted. After 3 and \
            130 all finished work is kept, its records are in the folder, and the same command \
            goes on.

            `synthgen help <subcommand>` explains a command.
            """,
        version: "0.1.0",
        subcommands: [PlanAlias.self, VerifyAlias.self],
        groupedSubcommands: [
            CommandGroup(
                name: "Run",
                subcommands: [
                    RunCommand.self, PreviewCommand.self, EstimateCommand.self,
                    ValidateCommand.self, GraphCommand.self, SchemaCommand.self,
                ]),
            CommandGroup(
                name: "Datasets",
                subcommands: [
                    StatsCommand.self, ReportCommand.self, ShowCommand.self, WhyCommand.self,
                    CheckCommand.self, OverlapCommand.self, DiffCommand.self,
                    ExportCommand.self,
                ]),
            CommandGroup(
                name: "Models",
                subcommands: [
                    ModelsCommand.self, CompleteCommand.self, ScoreCommand.self,
                    TokenizeCommand.self, TrainCommand.self, EvaluateCommand.self,
                ]),
            CommandGroup(name: "Machine", subcommands: [DoctorCommand.self, BenchCommand.self]),
        ])

    /// Runs the command that the arguments name, and exits with the code that the help explains.
    static func main() async {
        StandardOutput.openClosedStreams()
        var code: Int32 = 0
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            code = report(error)
        }
        if let problem = StandardOutput.problem {
            printError("error: standard output cannot be written: \(problem)")
            if code == 0 { code = 1 }
        }
        if code != 0 { Foundation.exit(code) }
    }

    /// Prints the error and returns the exit code.
    private static func report(_ error: any Error) -> Int32 {
        if error is RunInterrupted || error is CancellationError {
            printError("interrupted; run the same command again to go on")
            return 130
        }
        if let stopped = error as? RunStopped {
            printError("\(stopped)")
            return stopped.limit == nil ? 130 : 3
        }
        switch exitCode(for: error) {
        case .success:
            print(fullMessage(for: error))
            return 0
        case .validationFailure:
            printError(fullMessage(for: error))
            return 2
        default:
            if error is ExitCode { return exitCode(for: error).rawValue }
            printError("error: \(error)")
            return 1
        }
    }
}
