import ArgumentParser
import Dataflow
import Foundation

/// The program: its commands, and what the process says and returns when one ends.
@main
struct Synthgen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "synthgen",
        abstract: "Turns topics into alignment data on the machine you have.",
        discussion: """
            A JSON document describes a graph of stages; `run` executes it with models that run in \
            this process and fills a folder with records that trainers read.

              synthgen run Pipelines/preference.json    topics in, preference triplets out
              synthgen stats Datasets/preference        what came of it, stage by stage
              synthgen report Datasets/preference       the same as a page to look at
            """,
        version: "0.1.0",
        subcommands: [
            RunCommand.self, PlanCommand.self, ValidateCommand.self, StatsCommand.self,
            ReportCommand.self, ShowCommand.self, WhyCommand.self, VerifyCommand.self,
            OverlapCommand.self, ExportCommand.self, ModelsCommand.self, TrainCommand.self,
            EvaluateCommand.self, CompleteCommand.self, ScoreCommand.self,
            TokenizeCommand.self, BenchCommand.self, DoctorCommand.self, SchemaCommand.self,
        ])

    /// Exit codes: 0 done, 1 failed, 2 wrong use, 3 stopped at a limit, 130 interrupted with state kept.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            Foundation.exit(report(error))
        }
    }

    /// Says what went wrong and returns the code to exit with.
    private static func report(_ error: any Error) -> Int32 {
        if error is RunInterrupted || error is CancellationError {
            printError("interrupted; run the same command again to go on")
            return 130
        }
        if error is LimitReached {
            printError("\(error)")
            return 3
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

/// Prints a line to standard error.
func printError(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
}

/// Prints a line to standard output now, so that a pipe's reader sees it at once.
func printLine(_ bytes: [UInt8]) {
    FileHandle.standardOutput.write(Data(bytes + [0x0A]))
}
