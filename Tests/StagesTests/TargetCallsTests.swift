import Dataflow
import Foundation
import TestSupport
import Testing

@Suite struct `A run for a target of pairs` {
    /// Sixty prompts, each of which takes three answers and three scores.
    private static let callsOfOne = 6

    private func document(in folder: TemporaryFolder) throws -> URL {
        let records = (0..<60).map { #"{"prompt": "Why is \#($0) so?"}"# }
        return try folder.write(
            "test.json",
            """
            {"schemaVersion": 1, "models": {"m": {"source": "x"}}, "stages": {
              "in": {"type": "read", "records": [\(records.joined(separator: ", "))]},
              "ask": {"type": "generate", "input": "in", "model": "m", "into": "response",
                "samples": 3, "truncated": "keep"},
              "rated": {"type": "score", "input": "ask", "model": "m"},
              "pairs": {"type": "pair", "input": "rated", "margin": 1},
              "once": {"type": "deduplicate", "input": "pairs", "field": "prompt"},
              "out": {"type": "write", "input": "once", "dataset": "out", "target": 1}}}
            """)
    }

    @Test(arguments: [1, 10])
    func `makes the same bytes at any window, with few calls in vain`(target: Int) async throws {
        let folder = try TemporaryFolder()
        let document = try document(in: folder)
        let expected = folder.appending(path: "1")
        let fewest = CallCounter()
        let summary = try await runScripted(
            document, into: expected, target: target, window: 1, calls: fewest)
        #expect(summary.accepted == target)
        #expect(fewest.count == Self.callsOfOne * summary.sourceRecords)
        let bytes = try shardBytes(expected)
        for window in [2, 8, 32, 500] {
            let output = folder.appending(path: "\(window)")
            let calls = CallCounter()
            try await runScripted(
                document, into: output, target: target, window: window, calls: calls)
            #expect(try shardBytes(output) == bytes, "window \(window)")
            let opened = target - 1 + 2 * summary.sourceRecords
            #expect(calls.count <= Self.callsOfOne * opened, "window \(window)")
            // Without a bound by the target, sixty source records would be opened.
            #expect(calls.count < Self.callsOfOne * 60)
        }
    }
}
