import Foundation
import TestSupport

/// What the program printed, and the code that it exited with.
struct Printed: Sendable {
    let status: Int32
    let output: String
    let errors: String

    /// All that was printed, with the code last, for a snapshot.
    var text: String {
        var parts = output.isEmpty ? [] : [output]
        if !errors.isEmpty { parts.append("errors:\n" + errors) }
        return (parts + ["exit code \(status)\n"]).joined(separator: "\n")
    }
}

/// A folder with a document that makes four preference pairs and rejects two, by a scripted model.
final class Workshop: Sendable {
    let folder: TemporaryFolder
    /// The program that was built beside these tests.
    static let program = URL(filePath: CommandLine.arguments[0])
        .deletingLastPathComponent().appending(path: "synthgen")
    private static let starting = NSLock()

    init() throws {
        folder = try TemporaryFolder()
        try write(
            "topics.jsonl",
            (0..<6).map { #"{"prompt": "Why is \#($0) so?", "task": "open_qa"}"# + "\n" }.joined())
        try write(
            "writer.model.json",
            """
            {"replies": [
              "Because {{ question | length }} letters and {{ uniform() }} more.",
              "It was always so, says number {{ uniform() }}.",
              "Nobody knows, and {{ uniform() }} is a guess, as good as any other."]}
            """)
        try write(
            "document.json",
            """
            {"schemaVersion": 1, "name": "questions", "seed": 7,
             "models": {"writer": {"source": "writer.model.json"}},
             "stages": {
              "topics": {"type": "read", "dataset": "topics.jsonl"},
              "answers": {"type": "generate", "input": "topics", "model": "writer",
                          "samples": 3, "into": "response"},
              "scored": {"type": "score", "input": "answers", "model": "writer"},
              "pairs": {"type": "pair", "input": "scored", "margin": 1.5},
              "out": {"type": "write", "input": "pairs", "dataset": "out"}}}
            """)
    }

    /// A workshop whose document has run.
    static func finished() async throws -> Workshop {
        let workshop = try Workshop()
        _ = try await workshop.run("run", "document.json", "--no-cache")
        return workshop
    }

    func write(_ name: String, _ text: String) throws { try folder.write(name, text) }

    /// Makes a named pipe.
    func makePipe(_ name: String) throws -> Bool {
        mkfifo(folder.appending(path: name).path, 0o600) == 0
    }

    func read(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    /// Replaces the bytes of a file from an offset on.
    func damage(_ name: String, at offset: UInt64) throws {
        let file = try FileHandle(forWritingTo: folder.appending(path: name))
        defer { try? file.close() }
        try file.seek(toOffset: offset)
        try file.write(contentsOf: Data("damaged".utf8))
    }

    /// Runs the program that was built beside these tests, in the folder.
    func run(_ arguments: String...) async throws -> Printed { try await run(arguments) }

    /// Runs the program that was built beside these tests, in the folder.
    /// - Parameters:
    ///   - redirection: What a shell does with the streams, such as `> /dev/full`.
    ///   - environment: Variables besides those of the tests.
    func run(
        _ arguments: [String], _ redirection: String = "", environment: [String: String] = [:]
    ) async throws -> Printed {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments =
            ["-c", "exec \"$0\" \"$@\" \(redirection)", Self.program.path] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.currentDirectoryURL = folder.url
        let name = UUID().uuidString
        let output = try folder.write(name + ".output", "")
        let errors = try folder.write(name + ".errors", "")
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        let status = try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try Self.launch(process) } catch {
                continuation.resume(throwing: error)
            }
        }
        return Printed(
            status: status, output: try steady(output), errors: try steady(errors))
    }

    /// Starts a process, while no other is started: Foundation's `Process` is not made for many starts
    /// at once.
    static func launch(_ process: Process) throws { try starting.withLock { try process.run() } }

    /// Starts the program in the folder; what it prints is dropped.
    func start(_ arguments: String...) throws -> Process {
        let process = Process()
        process.executableURL = Self.program
        process.arguments = arguments
        process.currentDirectoryURL = folder.url
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try Self.launch(process)
        return process
    }

    /// Runs the program in the folder on a terminal of Python's; returns all that it shows.
    func runOnTerminal(_ arguments: String...) async throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments =
            ["-c", "import pty, sys; pty.spawn(sys.argv[1:])", Self.program.path] + arguments
        process.currentDirectoryURL = folder.url
        process.environment = ProcessInfo.processInfo.environment.merging(["TERM": "xterm"]) { $1 }
        let output = try folder.write("terminal.output", "")
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        try Self.launch(process)
        await onOwnThread { process.waitUntilExit() }
        return try String(contentsOf: output, encoding: .utf8)
    }

    /// The text of a file without what differs from run to run: folder, times, compressed sizes and
    /// their hashes.
    private func steady(_ file: URL) throws -> String {
        try String(contentsOf: file, encoding: .utf8)
            .replacing(folder.path, with: "WORK")
            .replacing(/[0-9.]+ s;/, with: "0.0 s;")
            .replacing(/\s+[0-9,]+ bytes/, with: "  N bytes")
            .replacing(/\b[0-9a-f]{16}\b/, with: "HASH")
            .replacing(/sha256:[0-9a-f]{64}/, with: "sha256:DIGEST")
            .replacing(/\n *seconds[^\n]*/, with: "")
            // Lines about work that lasts, which come on a busy machine only.
            .split(separator: "\n", omittingEmptySubsequences: false)
            .filter { $0.wholeMatch(of: /\w+[^\n]*: [^\n]*\b[0-9]+ s(?: left)?/) == nil }
            .joined(separator: "\n")
    }
}

/// Waits on a thread of its own: tasks that only wait would hold up other tests.
func onOwnThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: body()) }
    }
}
