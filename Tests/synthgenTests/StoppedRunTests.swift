import Datasets
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite struct `A run that stops early` {
    /// A folder with a document of so many questions, whose answers take a while.
    private func workshop(_ questions: Int, milliseconds: Int) throws -> Workshop {
        let workshop = try Workshop()
        try workshop.folder.writeQuestions(questions, answeredBy: "slow.model.json")
        try workshop.write(
            "slow.model.json",
            #"{"replies": ["Because {{ uniform() }}."], "milliseconds": \#(milliseconds)}"#)
        return workshop
    }

    private func records(_ workshop: Workshop, _ folder: String = "out") throws -> Int {
        try DatasetReader(folder: workshop.folder.appending(path: folder)).count()
    }

    private func shards(_ workshop: Workshop, _ folder: String) throws -> [String: Data] {
        let url = workshop.folder.appending(path: folder)
        let names = try FileManager.default.contentsOfDirectory(atPath: url.path)
            .filter { $0.hasSuffix(".zst") || $0 == "README.md" }
        return Dictionary(
            uniqueKeysWithValues: try names.map {
                ($0, try Data(contentsOf: url.appending(path: $0)))
            })
    }

    @Test func `at a limit leaves its records, and every command says it is not complete`()
        async throws
    {
        let workshop = try workshop(200, milliseconds: 100)
        let stopped = try await workshop.run(
            "run", "document.json", "--no-cache", "--max-batch", "2", "--max-tokens", "20")
        #expect(stopped.status == 3)
        let kept = try records(workshop)
        #expect(kept > 0 && kept < 200)
        #expect(stopped.errors.contains("stopped at --max-tokens 20: \(kept) records are in"))

        let shown = try await workshop.run("show", "out", "--first", "1000", "--json")
        #expect(shown.output.split(separator: "\n").count == kept)
        let exported = try await workshop.run(
            "export", "out", "--format", "jsonl", "--output", "rows.jsonl")
        #expect(exported.status == 0)
        #expect(try workshop.read("rows.jsonl").split(separator: "\n").count == kept)
        let stats = try await workshop.run("stats", "out")
        #expect(stats.output.hasPrefix("questions: \(kept) accepted, 0 rejected (not complete)"))
        for printed in [shown, exported, stats] {
            #expect(printed.errors.contains("out is not complete: \(kept) records"))
        }

        try workshop.write("slow.model.json", #"{"replies": ["Because {{ uniform() }}."]}"#)
        #expect(try await workshop.run("run", "document.json", "--no-cache").status == 0)
        let whole = try await workshop.run(
            "run", "document.json", "--no-cache", "--output", "whole")
        #expect(whole.status == 0)
        #expect(try shards(workshop, "out") == shards(workshop, "whole"))
    }

    @Test(.timeLimit(.minutes(10)))
    func `at its deadline drops the calls that are not answered within the grace`() async throws {
        let workshop = try workshop(4, milliseconds: 3_600_000)
        let stopped = try await workshop.run(
            "run", "document.json", "--no-cache", "--max-seconds", "1", "--grace", "0")
        #expect(stopped.status == 3)
        #expect(stopped.errors.contains("stopped at --max-seconds 1: "))
    }

    @Test(.timeLimit(.minutes(10)), arguments: [SIGINT, SIGTERM])
    func `by a signal leaves its records`(signal: Int32) async throws {
        let workshop = try workshop(4_000, milliseconds: 500)
        let process = try workshop.start("run", "document.json", "--no-cache")
        let output = workshop.folder.appending(path: "out")
        await onOwnThread {
            while process.isRunning,
                ((try? DatasetReader(folder: output).snapshot()?.accepted) ?? 0) < 3
            { Thread.sleep(forTimeInterval: 0.02) }
            kill(process.processIdentifier, signal)
            process.waitUntilExit()
        }
        #expect(process.terminationReason == .exit && process.terminationStatus == 130)
        #expect(try records(workshop) >= 3)
        #expect(try DatasetReader(folder: output).runs().map(\.status) == ["interrupted"])
    }

    @Test(.timeLimit(.minutes(10)))
    func `by SIGTERM drops the calls that are not answered within the grace`() async throws {
        let workshop = try workshop(4, milliseconds: 3_600_000)
        let process = try workshop.start("run", "document.json", "--no-cache", "--grace", "0.2")
        let output = workshop.folder.appending(path: "out")
        await onOwnThread {
            while process.isRunning, (try? DatasetReader(folder: output).snapshot()) == nil {
                Thread.sleep(forTimeInterval: 0.02)
            }
            kill(process.processIdentifier, SIGTERM)
            process.waitUntilExit()
        }
        #expect(process.terminationReason == .exit && process.terminationStatus == 130)
        #expect(try DatasetReader(folder: output).runs().map(\.status) == ["interrupted"])
    }

    @Test(.timeLimit(.minutes(10)))
    func `by one Ctrl-C has its records in its files before the last call is answered`()
        async throws
    {
        let workshop = try Workshop()
        try workshop.folder.writeQuestions(8, answeredBy: "slow.model.json")
        try workshop.write(
            "document.json",
            workshop.read("document.json").replacing(
                #""into": "response""#, with: #""into": "response", "when": "'7' in prompt""#))
        try workshop.write(
            "slow.model.json", #"{"replies": ["Because."], "milliseconds": 3600000}"#)
        let process = try workshop.start("run", "document.json", "--no-cache")
        let output = workshop.folder.appending(path: "out")
        let found = Mutex((kept: 0, isAtWork: false))
        await onOwnThread {
            func reader() -> DatasetReader? { try? DatasetReader(folder: output) }
            while process.isRunning, ((try? reader()?.snapshot()?.accepted) ?? 0) < 7 {
                Thread.sleep(forTimeInterval: 0.02)
            }
            kill(process.processIdentifier, SIGINT)
            while process.isRunning, ((try? reader()?.count()) ?? 0) < 7 {
                Thread.sleep(forTimeInterval: 0.02)
            }
            found.withLock { $0 = ((try? reader()?.count()) ?? 0, process.isRunning) }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        #expect(found.withLock { $0.kept == 7 && $0.isAtWork })
        let stats = try await workshop.run("stats", "out")
        #expect(stats.errors.contains("out is not complete: 7 records; the last run was killed"))
    }

    @Test func `short of a target out of reach leaves its records, and may be content with them`()
        async throws
    {
        let workshop = try Workshop()
        try workshop.write(
            "document.json",
            workshop.read("document.json").replacing(
                #""dataset": "out""#, with: #""dataset": "out", "target": 50, "maxDraws": 1"#))
        let short = try await workshop.run("run", "document.json", "--no-cache")
        #expect(short.status == 1)
        #expect(short.errors.contains("the target is out of reach: 4 of 50 records accepted"))
        #expect(short.errors.contains("kept: 4 of 50 records are in WORK/out"))
        #expect(try records(workshop) == 4)
        let shown = try await workshop.run("show", "out")
        #expect(shown.errors.contains("out is not complete: 4 of 50 records; the last run failed"))
        let content = try await workshop.run("run", "document.json", "--no-cache", "--target", "4")
        #expect(content.status == 0)
        #expect(try await workshop.run("show", "out").errors.isEmpty)
    }

    @Test func `without a record cannot be exported`() async throws {
        let workshop = try workshop(4, milliseconds: 3_600_000)
        _ = try await workshop.run(
            "run", "document.json", "--no-cache", "--max-seconds", "0.1", "--grace", "0")
        let exported = try await workshop.run(
            "export", "out", "--format", "jsonl", "--output", "rows.jsonl")
        #expect(exported.status == 1 && exported.errors.contains("nothing to export"))
        #expect(exported.errors.contains("not complete: 0 records"))
        #expect(throws: (any Error).self) { try workshop.read("rows.jsonl") }
    }
}

@Suite struct `A run over a folder in use` {
    private func other(_ workshop: Workshop) throws {
        try workshop.write(
            "other.json",
            """
            {"schemaVersion": 1, "name": "other",
             "stages": {"rows": {"type": "read", "records": [{"a": 1}]},
                        "end": {"type": "write", "input": "rows", "dataset": "out"}}}
            """)
    }

    private func records(_ workshop: Workshop, _ folder: String = "out") throws -> Int {
        try DatasetReader(folder: workshop.folder.appending(path: folder)).count()
    }

    @Test func `refuses another document's dataset, and moves it when asked`() async throws {
        let workshop = try await Workshop.finished()
        try other(workshop)
        for command in [["run", "other.json", "--no-cache"], ["estimate", "other.json"]] {
            let refused = try await workshop.run(command)
            #expect(refused.status == 1)
            #expect(
                refused.errors.contains("WORK/out: holds the dataset of another document"))
            #expect(refused.errors.contains("'questions' made it, this document is 'other'"))
        }
        #expect(try await workshop.run("check", "out").status == 0)
        #expect(try records(workshop) == 4)

        let replaced = try await workshop.run("run", "other.json", "--no-cache", "--replace")
        #expect(replaced.status == 0)
        #expect(try records(workshop) == 1)
        #expect(try records(workshop, "out/previous") == 4)
        #expect(try await workshop.run("check", "out").status == 0)
        // What is asked for already is not done again.
        #expect(try await workshop.run("run", "other.json", "--no-cache", "--replace").status == 0)
        #expect(throws: (any Error).self) { try records(workshop, "out/previous-2") }
    }

    @Test func `is refused before anything is changed where the sources have lost rows`()
        async throws
    {
        let workshop = try await Workshop.finished()
        let rows = try workshop.read("topics.jsonl")
        try workshop.write(
            "topics.jsonl", rows.split(separator: "\n").dropFirst(4).joined(separator: "\n"))
        let refused = try await workshop.run("run", "document.json", "--no-cache")
        #expect(refused.status == 1)
        #expect(
            refused.errors.contains(
                "out: holds 4 records of 6 source records, and the sources have only"))
        #expect(try records(workshop) == 4)
        #expect(try DatasetReader(folder: workshop.folder.appending(path: "out")).isComplete)
        let shrunk = try await workshop.run("run", "document.json", "--no-cache", "--shrink")
        #expect(shrunk.status == 0)
        #expect(try records(workshop) < 4)
    }

    @Test func `tells another document of the same name by what it does`() async throws {
        let workshop = try Workshop()
        func document(_ source: String) -> String {
            """
            {"schemaVersion": 1, "name": "doc",
             "stages": {"in": {"type": "read", \(source)},
                        "out": {"type": "write", "input": "in", "dataset": "out"}}}
            """
        }
        try workshop.write("one.json", document(#""dataset": "topics.jsonl""#))
        try workshop.write("two.json", document(#""records": [{"a": 1}]"#))
        #expect(try await workshop.run("run", "one.json", "--no-cache").status == 0)
        let refused = try await workshop.run("run", "two.json", "--no-cache")
        #expect(refused.status == 1)
        #expect(refused.errors.contains("A document with the same name 'doc'"))
        #expect(try records(workshop) == 6)
        #expect(try await workshop.run("run", "two.json", "--no-cache", "--replace").status == 0)
        #expect(try records(workshop) == 1)
        #expect(try records(workshop, "out/previous") == 6)
    }

    @Test func `says what is not remembered where the journal is missing`() async throws {
        let workshop = try await Workshop.finished()
        try FileManager.default.removeItem(
            at: workshop.folder.appending(path: "out/journal.log"))
        let checked = try await workshop.run("check", "out")
        #expect(checked.status == 0 && checked.output.contains("journal.log: missing (36 answers)"))
        let again = try await workshop.run("run", "document.json", "--no-cache")
        #expect(again.status == 0)
        #expect(again.errors.contains("36 answers are not remembered"))
        #expect(again.errors.contains("out/journal.log is missing"))
        let third = try await workshop.run("run", "document.json", "--no-cache")
        #expect(!third.errors.contains("not remembered"))
    }

    @Test func `keeps records beyond a smaller target, unless it is to shrink`() async throws {
        let workshop = try await Workshop.finished()
        let before = try workshop.read("out/README.md")
        let smaller = try await workshop.run("run", "document.json", "--no-cache", "--target", "2")
        #expect(smaller.status == 0)
        #expect(smaller.errors.contains("out has 4 records, which stay"))
        #expect(smaller.output.contains("4 records in"))
        #expect(try records(workshop) == 4)
        #expect(try workshop.read("out/README.md") == before)
        #expect(try await workshop.run("check", "out").status == 0)

        try workshop.write(
            "document.json",
            workshop.read("document.json").replacing("\"margin\": 1.5", with: "\"margin\": 1.4"))
        let changed = try await workshop.run("run", "document.json", "--no-cache", "--target", "2")
        #expect(changed.status == 1 && changed.errors.contains("--shrink"))
        #expect(try records(workshop) == 4)
        let shrunk = try await workshop.run(
            "run", "document.json", "--no-cache", "--target", "2", "--shrink")
        #expect(shrunk.status == 0)
        #expect(try records(workshop) == 2)
    }

    @Test func `leaves a README.md that no run wrote, and says so`() async throws {
        let workshop = try Workshop()
        try FileManager.default.createDirectory(
            at: workshop.folder.appending(path: "out"), withIntermediateDirectories: true)
        try workshop.write("out/README.md", "# Years of work\n")
        let printed = try await workshop.run("run", "document.json", "--no-cache")
        #expect(printed.status == 0)
        #expect(printed.errors.contains("README.md is not a dataset card of synthgen"))
        #expect(try workshop.read("out/README.md") == "# Years of work\n")
    }

    @Test func `takes no empty name for a folder`() async throws {
        let printed = try await Workshop().run("run", "document.json", "--output", "")
        #expect(printed.status == 2 && printed.errors.contains("--output must name a folder"))
    }
}

@Suite struct `What a run says at its end` {
    @Test func `warns of answers that were cut off, with the key to raise`() async throws {
        let workshop = try Workshop()
        try workshop.write(
            "document.json",
            workshop.read("document.json").replacing(
                #""samples": 3"#, with: #""samples": 3, "sampling": {"maxTokens": 7}"#))
        let printed = try await workshop.run("run", "document.json", "--no-cache")
        #expect(printed.output.contains(/rejected \d+: .*truncated answer \(answers\)/))
        #expect(
            printed.errors.contains(
                /of 18 records of 'answers' \(\d+ %\) were rejected because an answer was cut off at maxTokens 7/
            ))
        #expect(printed.errors.contains(#"raise "maxTokens" in the "sampling" of 'answers'"#))
    }

    @Test func `warns of answers that were cut off with every limit of the samplings`()
        async throws
    {
        let workshop = try Workshop()
        try workshop.write(
            "document.json",
            workshop.read("document.json").replacing(
                #""samples": 3"#,
                with: #""samples": 3, "sampling": [{"maxTokens": 7}, {"maxTokens": 5}]"#))
        let printed = try await workshop.run("run", "document.json", "--no-cache")
        #expect(printed.errors.contains("was cut off at maxTokens 5, 7\n"), "\(printed.errors)")
    }

    @Test func `counts different source records, and how often they were read`() async throws {
        let workshop = try Workshop()
        let text = try workshop.read("document.json")
        try workshop.write(
            "document.json",
            text.replacing(
                #""dataset": "out""#, with: #""dataset": "out", "target": 9"#))
        let printed = try await workshop.run("run", "document.json", "--no-cache")
        #expect(printed.output.contains("9 records in WORK/out, from 6 source records, which were"))
        #expect(printed.output.contains(/were read \d times/))
        let report = try await workshop.run("report", "out", "--json")
        #expect(report.output.contains(/"sources" ?: ?6\b/))
    }

    @Test func `counts no group among the source records`() async throws {
        let workshop = try Workshop()
        try workshop.write(
            "groups.json",
            """
            {"schemaVersion": 1, "name": "groups", "stages": {
              "rows": {"type": "read", "records": [
                {"k": "a", "n": 1}, {"k": "b", "n": 2}, {"k": "a", "n": 3}]},
              "groups": {"type": "group", "input": "rows", "by": "k", "gather": "n",
                         "into": "all", "over": "run"},
              "end": {"type": "write", "input": "groups", "dataset": "groups"}}}
            """)
        let printed = try await workshop.run("run", "groups.json", "--no-cache")
        #expect(printed.output.contains("2 records in WORK/groups, from 3 source records\n"))
    }

    @Test func `adds a pilot's tokens to those of the runs`() async throws {
        let workshop = try Workshop()
        let estimate = try await workshop.run(
            "estimate", "document.json", "--no-cache", "--sources", "6")
        #expect(estimate.status == 0)
        let before = try await workshop.run("stats", "out")
        #expect(before.output.hasPrefix("questions: 0 accepted"))
        #expect(before.errors.contains("no run has begun yet"))
        _ = try await workshop.run("run", "document.json", "--no-cache")
        let stats = try await workshop.run("stats", "out").output
        #expect(stats.contains("Cost of all 2 runs"))
        #expect(stats.contains(/tokens written +171/))
    }

    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3"),
            "needs /usr/bin/python3"))
    func `leaves a table with the run's last figures on a terminal`() async throws {
        let workshop = try Workshop()
        let printed = try await workshop.runOnTerminal("run", "document.json", "--no-cache")
        let table = printed.split(separator: "records in").first ?? ""
        let accepted = table.matches(of: /accepted (\d+)/).map { String($0.output.1) }
        #expect(accepted.last == "4", "\(printed)")
        let ends = table.matches(of: /out +write +(\d+) +(\d+)/).map { String($0.output.2) }
        #expect(ends.last == "4", "\(printed)")
    }
}
