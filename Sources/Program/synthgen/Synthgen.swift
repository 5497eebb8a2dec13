import ArgumentParser
import Dataflow
import Foundation
import Terminal

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

            `synthgen help <subcommand>` explains a command, `synthgen help stage pair` the keys \
            of a stage, `synthgen help jinja` what templates can use. `synthgen \
            --generate-completion-script bash` (or zsh, fish) prints the completion of commands \
            and options for a shell.
            """,
        version: "0.1.0",
        subcommands: [
            PlanAlias.self, VerifyAlias.self, HelpTopicCommand.self, ManualCommand.self,
        ],
        groupedSubcommands: [
            CommandGroup(
                name: "Run",
                subcommands: [
                    InitCommand.self, RunCommand.self, WatchCommand.self, PreviewCommand.self,
                    EstimateCommand.self, ValidateCommand.self, GraphCommand.self,
                    SchemaCommand.self,
                ]),
            CommandGroup(
                name: "Datasets",
                subcommands: [
                    StatsCommand.self, ReportCommand.self, ShowCommand.self, WhyCommand.self,
                    CheckCommand.self, OverlapCommand.self, DiffCommand.self,
                    ExportCommand.self, PackageCommand.self,
                ]),
            CommandGroup(
                name: "Models",
                subcommands: [
                    ModelsCommand.self, CompleteCommand.self, ScoreCommand.self,
                    TokenizeCommand.self, TrainCommand.self, EvaluateCommand.self,
                    RoundsCommand.self,
                ]),
            CommandGroup(
                name: "Machine",
                subcommands: [DoctorCommand.self, BenchCommand.self, CacheCommand.self]),
        ])

    /// Runs the command that the arguments name, and exits with the code that the help explains.
    static func main() async {
        StandardOutput.openClosedStreams()
        let arguments = HelpTopicCommand.redirecting(Array(CommandLine.arguments.dropFirst()))
        if let problem = CommandWords(arguments, root: Self.self).problem {
            printError(problem)
            Foundation.exit(2)
        }
        let code = await execute(arguments)
        if code != 0 { Foundation.exit(code) }
    }

    /// Runs the command that the arguments name; returns the exit code.
    private static func execute(_ arguments: [String]) async -> Int32 {
        var code: Int32 = 0
        do {
            var command = try parseAsRoot(arguments)
            // Whatever a command does, it is not silent for long.
            let activity = Activity(
                String("synthgen \(arguments.joined(separator: " "))".prefix(60)))
            defer { activity.end() }
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
        return code
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
        if let stopped = error as? TrainingStopped {
            printError("\(stopped)")
            return 130
        }
        switch exitCode(for: error) {
        case .success:
            print(fullMessage(for: error))
            return 0
        case .validationFailure:
            printError(errorText(parserMessage: fullMessage(for: error)))
            return 2
        default:
            if error is ExitCode { return exitCode(for: error).rawValue }
            printError("error: \(error)")
            return 1
        }
    }
}
