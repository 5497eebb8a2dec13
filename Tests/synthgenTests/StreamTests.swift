import Foundation
import JSON
import TestSupport
import Testing

@Suite struct `Streams and files of a command` {
    private static let printing = [
        ["show", "out", "--json", "--first", "100"], ["stats", "out", "--json"], ["check", "out"],
        ["schema"], ["help"], ["validate", "document.json"],
        ["export", "out", "--format", "trl", "--output", "-"],
        ["report", "out", "--output", "-"],
    ]

    @Test(arguments: printing, ["> /dev/full", ">&-"])
    func `a standard output that cannot be written is an error`(
        arguments: [String], redirection: String
    ) async throws {
        let workshop = try await Workshop.finished()
        let printed = try await workshop.run(arguments, redirection)
        #expect(printed.status == 1)
        #expect(printed.errors.contains("standard output"))
    }

    @Test func `a closed standard output is no file that the run writes`() async throws {
        let workshop = try Workshop()
        let printed = try await workshop.run(
            ["run", "document.json", "--no-cache"], "<&- >&- 2>&-")
        #expect(printed.status == 1)
        #expect(try await workshop.run("check", "out").status == 0)
        #expect(try await workshop.run("show", "out", "--json").output.contains("chosen"))
    }

    @Test func `a closed standard error changes nothing`() async throws {
        let workshop = try await Workshop.finished()
        let printed = try await workshop.run(["show", "out", "--json"], "2> /dev/full")
        #expect(printed.status == 0)
    }

    @Test func `an export to standard output is the rows alone`() async throws {
        let workshop = try await Workshop.finished()
        _ = try await workshop.run("export", "out", "--format", "trl", "--output", "rows.jsonl")
        let printed = try await workshop.run("export", "out", "--format", "trl", "--output", "-")
        #expect(try printed.output == workshop.read("rows.jsonl"))
        #expect(printed.errors == "4 records → -\n")
        #expect(printed.status == 0)
    }

    @Test func `no command writes over the dataset's own files`() async throws {
        let workshop = try await Workshop.finished()
        for arguments in [
            ["export", "out", "--format", "jsonl", "--output", "out/journal.log"],
            ["report", "out", "--output", "out/catalog.sqlite"],
            ["report", "out", "--output", "out/README.md"],
        ] {
            let printed = try await workshop.run(arguments)
            #expect(printed.status == 1)
            #expect(printed.errors.contains("one of the dataset's own files"))
        }
        #expect(try await workshop.run("check", "out").status == 0)
    }

    @Test(.timeLimit(.minutes(10))) func `a pipe in a document is told at once`() async throws {
        let workshop = try Workshop()
        try workshop.write(
            "pipe.json", workshop.read("document.json").replacing("topics.jsonl", with: "p.jsonl"))
        #expect(try workshop.makePipe("p.jsonl"))
        let printed = try await workshop.run("validate", "pipe.json")
        #expect(printed.status == 1)
        #expect(printed.text.contains("p.jsonl: a pipe, not a file"))
    }

    @Test(.timeLimit(.minutes(10)), arguments: ["validate", "run"])
    func `a document that is a pipe or a device is refused at once`(command: String) async throws {
        let workshop = try Workshop()
        #expect(try workshop.makePipe("p.json"))
        for (path, kind) in [("p.json", "a pipe"), ("/dev/zero", "a device")] {
            let printed = try await workshop.run(command, path)
            #expect(printed.status == 1)
            #expect(printed.text.contains("a document is a file, but it is \(kind)"))
        }
        try workshop.write(
            "outer.json",
            """
            {"schemaVersion": 1, "name": "outer", "stages": {
              "in": {"type": "read", "dataset": "topics.jsonl"},
              "inner": {"type": "pipeline", "input": "in", "document": "p.json"},
              "out": {"type": "write", "input": "inner", "dataset": "made"}}}
            """)
        let printed = try await workshop.run(command, "outer.json")
        #expect(printed.status == 1)
        #expect(printed.text.contains("cannot include 'p.json': a document is a file"))
    }

    @Test(.timeLimit(.minutes(10))) func `a prompt that is a pipe or a device is refused at once`()
        async throws
    {
        let workshop = try Workshop()
        #expect(try workshop.makePipe("p.jinja"))
        for (path, kind) in [("p.jinja", "a pipe"), ("/dev/zero", "a device")] {
            try workshop.write(
                "prompt.json",
                """
                {"schemaVersion": 1, "name": "prompt", "stages": {
                  "in": {"type": "read", "dataset": "topics.jsonl"},
                  "say": {"type": "map", "input": "in", "render": {"o": {"file": "\(path)"}}},
                  "out": {"type": "write", "input": "say", "dataset": "made"}}}
                """)
            let printed = try await workshop.run("validate", "prompt.json")
            #expect(printed.status == 1)
            #expect(printed.text.contains("it is \(kind)"), "\(printed.text)")
        }
    }

    @Test func `numbers beyond 63 bits stay as they are from rows to exports`() async throws {
        let workshop = try Workshop()
        let numbers = ["10254939386542155531", "10254939386542155532", "-9223372036854775809"]
        try workshop.write("n.jsonl", numbers.map { #"{"n": \#($0), "d": 1.10}"# + "\n" }.joined())
        try workshop.write(
            "n.json",
            """
            {"schemaVersion": 1, "name": "numbers", "seed": 7, "stages": {
              "in": {"type": "read", "dataset": "n.jsonl"},
              "far": {"type": "map", "input": "in", "set": {"far": "n > 10254939386542155531"}},
              "once": {"type": "deduplicate", "input": "far", "field": "n"},
              "out": {"type": "write", "input": "once", "dataset": "numbers"}}}
            """)
        let printed = try await workshop.run("run", "n.json", "--no-cache")
        #expect(printed.status == 0, "\(printed.errors)")
        _ = try await workshop.run("export", "numbers", "--format", "jsonl", "--output", "x.jsonl")
        let rows = try workshop.read("x.jsonl").split(separator: "\n")
            .map { try JSON(parsing: String($0)) }
        #expect(rows.compactMap { $0["n"]?.text } == numbers)
        #expect(rows.compactMap { $0["far"]?.bool } == [false, true, false])
        #expect(rows.allSatisfy { $0["d"]?.text == "1.1" })
    }
}
