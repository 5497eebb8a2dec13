import Foundation
import Processes
import TestSupport
import Testing

struct ProgramRunTests {
    private func run(
        _ script: String, output: ([UInt8]) throws -> Void = { _ in },
        onTick: () throws -> Void = {}
    ) throws -> CompletedProgram {
        try ProgramStart(named: ["sh", "-c", script]).run(output: output, onTick: onTick)
    }

    @Test func `the output, the log and the status of a program are all handed over`() throws {
        var output: [UInt8] = []
        let ended = try run("printf out; printf err >&2; exit 3") { output += $0 }
        #expect(String(decoding: output, as: UTF8.self) == "out")
        #expect(ended == CompletedProgram(status: 3, log: "err"))
        #expect(!ended.succeeded)
    }

    @Test func `output of more than a pipe holds comes whole`() throws {
        var count = 0
        let ended = try run("head -c 1000003 /dev/zero; head -c 300000 /dev/zero >&2") {
            count += $0.count
        }
        #expect(count == 1_000_003)
        #expect(ended.log.utf8.count == 65_536)
        #expect(ended.succeeded)
    }

    @Test func `a program killed by a signal has the status that a shell gives`() throws {
        #expect(try run("kill -TERM $$").status == 143)
    }

    @Test func `a program that does not exist ends with 127`() throws {
        #expect(try ProgramStart(named: ["there-is-no-such-program"]).run().status == 127)
    }

    /// The process is its own leader, in a session of its own, and its parents have ended.
    @Test(arguments: ["setsid sleep 3600", "setsid env -i sleep 3600"])
    func `a process that has left the group and the session ends with its program`(
        leaving: String
    ) throws {
        let other = try RunningProgram(ProgramStart(named: ["sleep", "3600"]))
        defer { other.kill() }
        let folder = try TemporaryFolder()
        let file = folder.appending(path: "id")
        let script = """
            (\(leaving) </dev/null >/dev/null 2>&1 & echo $! > \(file.path)) &
            while ! [ -s \(file.path) ]; do sleep 0.01; done
            """
        #expect(try run(script).succeeded)
        let text = try String(contentsOf: file, encoding: .utf8)
        let id = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(kill(id, 0) < 0)
        #expect(errno == ESRCH)
        #expect(!other.hasEnded)
    }

    @Test func `a process that this process started itself is no program's orphan`() throws {
        let bystander = Process()
        bystander.executableURL = URL(filePath: "/bin/sleep")
        bystander.arguments = ["3600"]
        try bystander.run()
        defer { kill(bystander.processIdentifier, SIGKILL) }
        #expect(try run("true").succeeded)
        #expect(bystander.isRunning)
    }

    @Test func `a program whose child holds its streams ends with the program`() throws {
        #expect(try run("sleep 3600 & exit 0").succeeded)
    }

    @Test func `a program that closes its streams is waited for`() throws {
        #expect(try run("exec >&- 2>&-; sleep 0.2; exit 5").status == 5)
    }

    @Test func `an error of the caller kills the program and is passed on`() throws {
        struct Enough: Error {}
        #expect(throws: Enough.self) {
            _ = try run("echo begun; sleep 3600") { bytes in
                if !bytes.isEmpty { throw Enough() }
            }
        }
        #expect(throws: Enough.self) { _ = try run("sleep 3600", onTick: { throw Enough() }) }
    }

    @Test func `the environment is the one given`() throws {
        var output: [UInt8] = []
        let start = ProgramStart(
            named: ["sh", "-c", "printf \"$NAME\""],
            environment: ["PATH": "/usr/bin:/bin", "NAME": "x"])
        _ = try start.run { output += $0 }
        #expect(String(decoding: output, as: UTF8.self) == "x")
    }
}
