import Dataflow
import Foundation
import JSON
import Stages
import TestSupport
import Testing

@Suite struct `An exec stage` {
    /// Answers every line with the number doubled.
    static let double = """
        import json, sys
        for line in sys.stdin:
            asked = json.loads(line)
            n = asked["record"]["n"]
            print(json.dumps({"id": asked["id"], "record": {"double": 2 * n}}), flush=True)
        """

    static func records(_ count: Int) -> String {
        (0..<count).map { #"{"n": \#($0), "m": 7}"# }.joined(separator: ", ")
    }

    static func document(_ count: Int, _ settings: String, script: String = "stage.py") -> String {
        """
        "in": {"type": "read", "records": [\(records(count))]},
        "ask": {"type": "exec", "input": "in", "program": ["python3", "\(script)"]\(settings)},
        "out": {"type": "write", "input": "ask", "dataset": "out"}
        """
    }

    /// Runs a Python program over some records.
    static func run(
        _ program: String, count: Int = 20, _ settings: String = ""
    ) async throws -> (accepted: [JSONObject], rejected: [JSONObject]) {
        try await runSteadily(document(count, settings), files: ["stage.py": program])
    }

    @Test(arguments: ["", #", "workers": 3"#, #", "workers": 2, "inFlight": 8"#])
    func `gives the same records whatever the number of programs`(settings: String) async throws {
        let found = try await Self.run(Self.double, settings)
        #expect(found.accepted.map { $0["double"]?.integer } == (0..<20).map { 2 * $0 })
        #expect(found.accepted.allSatisfy { $0["m"] == 7 })
    }

    @Test func `takes answers in any order`() async throws {
        let found = try await Self.run(
            """
            import json, os
            rest = b""
            while more := os.read(0, 65536):
                *lines, rest = (rest + more).split(b"\\n")
                for line in reversed(lines):
                    asked = json.loads(line)
                    reply = {"id": asked["id"], "record": {"n": asked["record"]["n"] + 1}}
                    print(json.dumps(reply), flush=True)
            """, #", "inFlight": 8"#)
        #expect(found.accepted.map { $0["n"]?.integer } == (1...20).map { $0 })
    }

    @Test func `may make several records, reject one or make none`() async throws {
        let found = try await Self.run(
            """
            import json, sys
            for line in sys.stdin:
                asked = json.loads(line)
                n = asked["record"]["n"]
                reply = {"id": asked["id"]}
                if n == 0: reply["reject"] = "nothing in it"
                elif n == 1: reply["records"] = []
                else: reply["records"] = [{"part": part} for part in range(n)]
                print(json.dumps(reply), flush=True)
            """, count: 4, #", "makes": ["part"]"#)
        #expect(found.accepted.map { $0["part"]?.integer } == [0, 1, 0, 1, 2])
        #expect(found.rejected.map { $0["reason"] } == ["nothing in it", "no records made"])
    }

    @Test func `sends only the fields it is told to`() async throws {
        let found = try await Self.run(
            """
            import json, sys
            for line in sys.stdin:
                asked = json.loads(line)
                print(json.dumps({"id": asked["id"], "record": {"seen": sorted(asked["record"])}}), flush=True)
            """, count: 2, #", "fields": ["n"]"#)
        #expect(found.accepted.map { $0["seen"] } == [["n"], ["n"]])
    }

    /// Dies, hangs or reports an error at some records the first time it is asked about them.
    static func failsOnce(_ failure: String) -> String {
        """
        import json, os, sys, time
        for line in sys.stdin:
            asked = json.loads(line)
            n = asked["record"]["n"]
            mark = "mark-%d" % n
            if n % 7 == 3 and not os.path.exists(mark):
                open(mark, "w").close()
                \(failure)
            print(json.dumps({"id": asked["id"], "record": {"double": 2 * n}}), flush=True)
        """
    }

    @Test(
        arguments: [
            "sys.exit(3)", "os.kill(os.getpid(), 9)", "time.sleep(1000)",
            #"print(json.dumps({"id": asked["id"], "error": "busy"}), flush=True); continue"#,
            #"print("x" * 100000, flush=True)"#,
        ], ["", #", "inFlight": 5, "workers": 2"#])
    func `is started anew and asked again when the program fails`(
        failure: String, settings: String
    ) async throws {
        let found = try await Self.run(
            Self.failsOnce(failure), #", "maxSeconds": 6, "maxReplyBytes": 1000"# + settings)
        #expect(found.accepted.map { $0["double"]?.integer } == (0..<20).map { 2 * $0 })
    }

    static let diesAtThree = """
        import json, sys
        for line in sys.stdin:
            asked = json.loads(line)
            if asked["record"]["n"] == 3:
                print("cannot bear three", file=sys.stderr, flush=True)
                sys.exit(4)
            print(json.dumps({"id": asked["id"], "record": {"ok": True}}), flush=True)
        """

    /// The error with which a run of the program ends.
    static func failure(_ program: String, _ settings: String = "") async throws -> String {
        let error = await #expect(throws: RunError.self) {
            try await runFive(program, settings)
        }
        return error.map { "\($0)" } ?? ""
    }

    private static func runFive(_ program: String, _ settings: String) async throws {
        _ = try await StagesTests.run(
            "[\(records(5))]",
            #""ask": {"type": "exec", "input": "in", "program": ["python3", "stage.py"]\#(settings)}"#,
            last: "ask", files: ["stage.py": program])
    }

    @Test func `that dies again and again stops the run if it is told to, with what it said`()
        async throws
    {
        let message = try await Self.failure(
            Self.diesAtThree, #", "retries": 1, "onError": "stop""#)
        #expect(message.contains("stage 'ask' failed at record"))
        #expect(message.contains("'python3 stage.py' ended (exit status 4) without an answer"))
        #expect(message.contains("asked 2 times"))
        #expect(message.contains("It said: cannot bear three"))
    }

    @Test(arguments: ["", #", "inFlight": 3"#, #", "failed": "reject""#])
    func `that dies of a record rejects that one, and it alone`(settings: String) async throws {
        let found = try await Self.run(Self.diesAtThree, count: 6, settings)
        #expect(found.accepted.map { $0["n"]?.integer } == [0, 1, 2, 4, 5])
        #expect(found.rejected.map { $0["reason"] } == ["program ended"])
        let detail = found.rejected.first?["detail"]
        #expect(detail?["error"]?.string?.contains("ended (exit status 4) without") == true)
        #expect(detail?["source"]?.string?.hasPrefix("test.json:") == true)
    }

    @Test func `that dies of the first record goes on with the second`() async throws {
        let found = try await Self.run(
            Self.diesAtThree.replacing("== 3", with: "== 0"), count: 3, "")
        #expect(found.accepted.map { $0["n"]?.integer } == [1, 2])
    }

    @Test func `that never answers anything stops the run at the twentieth record`() async throws {
        let error = await #expect(throws: RunError.self) {
            try await Self.run("import sys; sys.exit(1)", count: 22, #", "retries": 0"#)
        }
        guard case .stageFailed("ask", _, _, _ as StageError) = error else {
            Issue.record("found \(String(describing: error))")
            return
        }
        #expect("\(error.map { "\($0)" } ?? "")".contains("exit status 1"))
    }

    @Test(arguments: [
        ("Loading the model...", "Loading the model..."), ("{}", "{}"),
        (#"{"id": "?", "record": {}}"#, "?"),
        (#"{"id": "ID", "record": 3}"#, "3"),
        (#"{"id": "ID", "record": {}, "reject": "x"}"#, "reject"),
    ])
    func `that speaks nonsense stops the run with one clear error`(
        line: String, shown: String
    ) async throws {
        let message = try await Self.failure(
            """
            import json, sys
            for line in sys.stdin:
                print(\(JSON.string(line).text).replace("ID", json.loads(line)["id"]), flush=True)
            """)
        #expect(message.contains("stage 'ask' failed at record"))
        #expect(
            message.contains("'python3 stage.py' wrote a line that answers nothing it was asked"))
        #expect(message.contains(shown))
    }

    @Test func `holds the program to the fields that it declares`() async throws {
        let message = try await Self.failure(Self.double, #", "makes": ["dubble"]"#)
        #expect(message.contains("set the field 'double'"))
    }

    @Test func `asks anew when the program's text or version has changed, and not otherwise`()
        async throws
    {
        let folder = try TemporaryFolder()
        func run(_ settings: String, _ comment: String) async throws -> Int {
            let counted = """
                import json, sys
                open("asked", "a").close()
                for line in sys.stdin:
                    asked = json.loads(line)
                    with open("asked", "a") as file: file.write("x")
                    print(json.dumps({"id": asked["id"], "record": {"a": 1}}), flush=True)
                # \(comment)
                """
            try folder.write("stage.py", counted)
            let document = try folder.write(
                "test.json", #"{"schemaVersion": 1, "stages": {\#(Self.document(5, settings))}}"#)
            let log = folder.appending(path: "asked")
            try? FileManager.default.removeItem(at: log)
            try await runScripted(document, into: folder.appending(path: "out"))
            return (try? Data(contentsOf: log).count) ?? 0
        }
        #expect(try await run("", "one") == 5)
        #expect(try await run("", "one") == 0)
        #expect(try await run("", "two") == 5)
        #expect(try await run(#", "version": "1""#, "two") == 5)
        #expect(try await run(#", "version": "1""#, "three") == 0)
        #expect(try await run(#", "version": "2""#, "three") == 5)
    }

    @Test func `ends what the program has started with it`() async throws {
        let folder = try TemporaryFolder()
        let program = """
            import json, os, subprocess, sys
            child = subprocess.Popen(["sleep", "1000"])
            with open("\(folder.path)/child", "w") as file: file.write(str(child.pid))
            for line in sys.stdin:
                print(json.dumps({"id": json.loads(line)["id"], "record": {}}), flush=True)
            """
        _ = try await StagesTests.run(
            "[\(Self.records(3))]",
            #""ask": {"type": "exec", "input": "in", "program": ["python3", "stage.py"]}"#,
            last: "ask", files: ["stage.py": program])
        let child = try String(contentsOf: folder.appending(path: "child"), encoding: .utf8)
        let process = try #require(pid_t(child))
        // Its group was killed before the run ended; its parent then is whoever adopts orphans.
        let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        #expect(state == nil || state?.contains(") Z ") == true)
    }

    @Test func `that cannot be found or told from other versions is refused before the run`() throws
    {
        func found(_ program: String, _ more: String = "") throws -> [Problem] {
            try problems(
                """
                "in": {"type": "read", "records": [{"n": 1}]},
                "ask": {"type": "exec", "input": "in", "makes": ["score"],
                  "program": \(program)\(more)},
                "good": {"type": "filter", "input": "ask", "where": "scor > 1"},
                "out": {"type": "write", "input": "good", "dataset": "out"}
                """)
        }
        let gone = try found(#"["./rate", "--fast"]"#)
        #expect(gone.first?.code == "exec.noProgram")
        #expect(gone.first?.line == 4)
        #expect(try found(#"["no-such-program-here"]"#).first?.message.contains("PATH") == true)
        #expect(try found("[]").first?.code == "exec.noProgram")
        #expect(try found(#"["cat"]"#).first?.code == "exec.version")
        let unknown = try found(#"["cat"], "version": "1""#)
        #expect(unknown.map(\.code) == ["fields.unknown"])
        #expect(unknown.first?.help == "did you mean 'score'?")
    }
}
