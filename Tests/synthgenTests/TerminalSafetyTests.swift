import Foundation
import JSON
import TestSupport
import Testing

/// Names, records and answers from outside never command a terminal.
@Suite struct `What comes from outside` {
    private static let evil = "\u{1B}]0;title\u{07}\u{1B}[31mred\u{9B}2J\u{202E}"

    private func isSafe(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy {
            $0 == "\n" || $0 == "\t" || !($0.properties.generalCategory == .control)
        }
            && !text.unicodeScalars.contains("\u{202E}")
    }

    @Test func `is printed without its control characters by every command`() async throws {
        let workshop = try Workshop()
        let evil = JSON.string(Self.evil)
        try workshop.write(
            "topics.jsonl",
            String(decoding: JSON.object(["prompt": evil, "task": evil]).encoded(), as: UTF8.self))
        try workshop.write(
            "document.json",
            """
            {"schemaVersion": 1, "name": "evil", "models": {"writer": {"source": "writer.model.json"}},
             "stages": {
              "topics": {"type": "read", "dataset": "topics.jsonl"},
              "answers": {"type": "generate", "input": "topics", "model": "writer", "into": "response"},
              "scored": {"type": "score", "input": "answers", "model": "writer"},
              "out": {"type": "write", "input": "scored", "dataset": "out"}}}
            """)
        try workshop.write("writer.model.json", #"{"replies": ["{{ question }} \\u001b[2J"]}"#)
        try workshop.write(
            "broken.json",
            "{\"schemaVersion\": 1, \"stages\": {\"a\\u001b[2Jb\": {\"type\": \"x\\u009b2J\"}}}")
        let run = try await workshop.run("run", "document.json", "--no-cache")
        #expect(run.status == 0, "\(run.errors)")
        let record = try await workshop.run("show", "out", "--json").output
        let id = String(try #require(record.firstMatch(of: /"id":"([0-9a-f]{12})/)?.1))
        // Printed JSON is the same JSON.
        let shown = try JSON(parsing: Array(record.utf8))
        #expect(shown["prompt"] == evil)
        for command in [
            ["show", "out"], ["show", "out", "--json"], ["why", "out", id],
            ["why", "out", id, "--json"], ["stats", "out", "--by", "task"],
            ["stats", "out", "--json", "--by", "task"], ["overlap", "out", "out"],
            ["overlap", "out", "out", "--by", Self.evil], ["validate", "broken.json"],
            ["validate", Self.evil], ["run", Self.evil], ["show", Self.evil], [Self.evil],
            ["report", "out", "--output", "a\u{1B}[2Jb.html", "--open", "never"],
            ["check", "out"], ["models", "info", Self.evil],
        ] {
            let printed = try await workshop.run(command)
            #expect(
                isSafe(printed.output),
                "\(command.map(\.debugDescription)): \(printed.output.debugDescription)")
            #expect(
                isSafe(printed.errors),
                "\(command.map(\.debugDescription)): \(printed.errors.debugDescription)")
        }
    }

    /// One file writes to the terminal, and one draws on it.
    @Test func `is written by one file`() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")
        let files = try FileManager.default.subpathsOfDirectory(atPath: sources.path)
            .filter { $0.hasSuffix(".swift") }
        let writers = try files.filter { file in
            let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
            let isProgram = file.hasPrefix("Program/synthgen/")
            return text.split(separator: "\n").map { $0.drop(while: \.isWhitespace) }.contains {
                line in
                // In the program itself `print` is that of Output.swift; `sys.` is in Python's.
                line.hasPrefix("print(") && !isProgram && !line.contains("sys.")
                    || !line.hasPrefix("//")
                        && [
                            "FileHandle.standardOutput", "FileHandle.standardError", "Swift.print(",
                            "fputs(", "Glibc.write(STDERR", "STDOUT_FILENO,",
                        ]
                        .contains { line.contains($0) }
            }
        }
        #expect(
            writers.sorted() == [
                "Foundations/Terminal/TerminalWindow.swift", "Program/synthgen/Output.swift",
            ], "print through Output.swift, which escapes control characters")
    }
}
