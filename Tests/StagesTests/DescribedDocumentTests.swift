import Foundation
import TestSupport
import Testing

@Suite struct `A document with comments and descriptions` {
    private static let plain = """
        {"schemaVersion": 1, "name": "same", "seed": 3,
         "models": {"m": {"source": "x"}},
         "stages": {
          "in": {"type": "read", "records": [{"prompt": "Why?"}, {"prompt": "How?"}]},
          "ask": {"type": "generate", "input": "in", "model": "m", "samples": 3, "into": "response"},
          "out": {"type": "write", "input": "ask", "dataset": "out"}}}
        """

    private static let told = """
        // The same document, told at length.
        {"schemaVersion": 1, "name": "same", "seed": 3, "description": "Asks.",
         "parameters": {"samples": 3}, /* a default */
         "models": {"m": {"source": "x", "description": "Anything.",},},
         "stages": {
          "in": {"type": "read", "description": "Two questions.",
            "records": [{"prompt": "Why?"}, /* and */ {"prompt": "How?"},]},
          // Three answers each.
          "ask": {"type": "generate", "description": "Answers.", "input": "in", "model": "m",
            "samples": "${samples}", "into": "response"},
          "out": {"type": "write", "input": "ask", "dataset": "out", "description": "The end."},
         },
        }
        """

    @Test func `gives the bytes of one without, and asks nothing again`() async throws {
        let folder = try TemporaryFolder()
        let plain = try folder.write("plain.json", Self.plain)
        let told = try folder.write("told.jsonc", Self.told)
        let (one, other) = (folder.appending(path: "one"), folder.appending(path: "other"))
        try await runScripted(plain, into: one)
        try await runScripted(told, into: other)
        #expect(try !shardBytes(one).isEmpty)
        #expect(try shardBytes(one) == shardBytes(other))
        let calls = CallCounter()
        try await runScripted(told, into: one, calls: calls)
        #expect(calls.count == 0)
        #expect(try shardBytes(one) == shardBytes(other))
    }
}
