import ArgumentParser
import TestSupport
import Testing

@testable import synthgen

@Suite struct `The help` {
    @Test func `of every command reads as written`() throws {
        for command in Command.all {
            try expectSnapshot(command.help + "\n", "help-\(command.name).txt")
        }
    }

    @Test func `fits a terminal of 80 columns`() {
        for command in Command.all {
            for line in command.help.split(separator: "\n") where line.count > 80 {
                Issue.record("\(command.name): \(line)")
            }
        }
    }

    @Test func `of a command is one sentence and an example`() {
        for command in Command.all {
            let abstract = command.type.configuration.abstract
            #expect(abstract.hasSuffix(".") && !abstract.contains(". "), "\(command.name)")
            #expect(
                command.type.configuration.discussion.contains("  synthgen "), "\(command.name)")
        }
    }

    @Test func `describes every option and argument`() {
        for command in Command.all {
            let lines = command.help.split(separator: "\n")
            for (line, next) in zip(lines, lines.dropFirst()) where line.hasPrefix("  -") {
                let isDescribed =
                    line.dropFirst(26).contains { $0 != " " }
                    || next.hasPrefix(String(repeating: " ", count: 26))
                #expect(isDescribed, "\(command.name): \(line)")
            }
        }
    }

    @Test func `does not list former names`() {
        let lines = Synthgen.helpMessage(columns: 80).split(separator: "\n")
        for name in ["plan", "verify"] {
            #expect(!lines.contains { $0.hasPrefix("  \(name) ") })
        }
        let help = Synthgen.helpMessage(for: RunCommand.self, columns: 80)
        #expect(help.contains("--dry-run") && !help.contains("--dry "))
    }

    @Test func `says what each exit code means`() {
        let help = Synthgen.helpMessage(columns: 200)
        for code in ["0 done", "1 failed", "2 wrong use", "3 stopped", "130 interrupted"] {
            #expect(help.contains(code))
        }
    }
}

@Suite struct `A former name` {
    @Test func `of a command stands for the new one with all of its options`() throws {
        let plan = try #require(
            try Synthgen.parseAsRoot(["plan", "d.json", "--sources", "5"]) as? PlanAlias)
        #expect(plan.command.file == "d.json" && plan.command.sources == 5)
        let verify = try #require(
            try Synthgen.parseAsRoot(["verify", "folder", "--repair"]) as? VerifyAlias)
        #expect(verify.command.folder == "folder" && verify.command.repair)
    }

    @Test func `is checked as the new one is`() {
        #expect(throws: (any Error).self) {
            try Synthgen.parseAsRoot(["plan", "d.json", "--sources", "0"])
        }
    }

    @Test func `of the dry run is a flag of run`() throws {
        #expect(try RunCommand.parse(["d.json", "--dry"]).isDry)
        #expect(try RunCommand.parse(["d.json", "--dry-run"]).isDryRun)
    }
}

/// A command that the help lists, or one below it.
private struct Command {
    /// The words of the command, with hyphens between: "evaluate-judge"; "root" for the program.
    let name: String
    let type: any ParsableCommand.Type

    var help: String { Synthgen.helpMessage(for: type, columns: 80) }

    static var all: [Command] { listed(Command(name: "root", type: Synthgen.self)) }

    private static func listed(_ command: Command) -> [Command] {
        let configuration = command.type.configuration
        let groups = configuration.groupedSubcommands.flatMap(\.subcommands)
        let below = groups + configuration.ungroupedSubcommands
        return [command]
            + below.filter { $0.configuration.shouldDisplay }.flatMap { type in
                let name = type._commandName
                return listed(
                    Command(
                        name: command.name == "root" ? name : "\(command.name)-\(name)",
                        type: type))
            }
    }
}
