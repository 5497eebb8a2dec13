import Testing

@testable import synthgen

@Suite struct `A mistake on the command line` {
    private func problem(_ arguments: String...) -> String? {
        CommandWords(arguments, root: Synthgen.self).problem
    }

    @Test func `in the name of a command names the near one`() {
        #expect(
            problem("rum", "d.json")
                == "error: there is no command 'rum'\n  help: did you mean 'run'?")
        #expect(
            problem("models", "lsit")
                == "error: there is no command 'models lsit'\n  help: did you mean 'list'?")
        #expect(problem("help", "statss")?.hasSuffix("did you mean 'stats'?") == true)
    }

    @Test func `that is near nothing lists the commands, without former names`() {
        let text = problem("frobnicate") ?? ""
        #expect(text.contains("choose one of: ") && text.contains("validate, watch"))
        #expect(!text.contains("plan") && !text.contains("verify"))
    }

    @Test func `is none of the words of another command`() {
        #expect(problem("run", "rum") == nil)
        #expect(problem("plan", "d.json") == nil)
        #expect(problem("help", "run") == nil)
        #expect(problem("--help") == nil)
        #expect(problem("models", "--help") == nil)
        #expect(problem() == nil)
        #expect(
            CommandWords(["evaluate", "judge", "--pairs", "x"], root: Synthgen.self).path == [
                "evaluate", "judge",
            ])
    }

    @Test func `reads like all other errors`() {
        let unknown = "Error: Unknown option '--targte'. Did you mean '--target'?\n"
        let rest =
            "Usage: synthgen run [<options>] <file>\n  See 'synthgen run --help' for more information."
        #expect(
            errorText(parserMessage: unknown + rest) == """
                error: unknown option '--targte'
                  help: did you mean '--target'?
                  usage: synthgen run [<options>] <file>
                  see `synthgen run --help`
                """)
        #expect(
            errorText(parserMessage: "Error: --target must be at least 1, found 0")
                == "error: --target must be at least 1, found 0")
        #expect(
            errorText(
                parserMessage: "Error: Missing expected argument '<file>'\nHelp:  <file>  A file.")
                == "error: missing expected argument '<file>'\n  help: <file>  A file.")
    }
}
