import Dataflow
import Foundation
import JSON
import TestSupport
import Testing

@testable import Stages

/// `split`, `overlap` and `deduplicate` compare values in one way.
@Suite struct `Compared values` {
    /// Values that are one prompt, in groups.
    private static let groups: [[JSON]] = [
        [
            "Hello  there", "hello there\n",
            [["role": "user", "content": "Hello there"]],
            [["content": "hello there", "role": "user"]],
            [
                ["role": "system", "content": "Be brief."],
                ["role": "user", "content": "Hello\r\nthere"],
            ],
            [
                ["role": "system", "content": "Be long."],
                ["role": "user", "content": "hello there"],
            ],
            [
                ["role": "user", "content": "Hello there", "id": 1],
                ["role": "assistant", "content": "Hi"],
            ],
        ],
        [
            [
                ["role": "user", "content": "a"], ["role": "assistant", "content": "b"],
                ["role": "user", "content": "c"],
            ],
            [
                ["role": "system", "content": "x"], ["role": "user", "content": "a"],
                ["role": "assistant", "content": "other"], ["role": "user", "content": "C"],
            ],
        ],
        [["a": 1, "b": ["x": 2, "y": 3]], ["b": ["y": 3, "x": 2], "a": 1]],
        [[["role": "system", "content": "only"]], [["content": "only", "role": "system"]]],
        [12], ["Hello here"],
    ]

    @Test func `are equal by what the user says`() {
        let keys = Self.groups.map { group in
            Set(group.map { ComparedTurns.user.text(of: $0).foldedForComparison })
        }
        for key in keys { #expect(key.count == 1, "\(key)") }
        #expect(Set(keys).count == Self.groups.count)
    }

    @Test func `are equal by all turns if asked for`() {
        func text(_ index: Int) -> String {
            ComparedTurns.all.text(of: Self.groups[0][index]).foldedForComparison
        }
        #expect(text(4) != text(5))
        #expect(text(2) == text(3))
        #expect(ComparedTurns.all.text(of: "a") == "a")
    }

    @Test func `go to one part, count as overlap, and are duplicates`() async throws {
        let values = Self.groups.joined().map { JSON.object(["prompt": $0]) }
        let records = String(decoding: JSON.array(Array(values)).encoded(), as: UTF8.self)
        let parts = [
            #""s": {"type": "split", "input": "in", "by": "prompt", "parts": {"a": 1, "b": 1}}"#
        ][0]
        let folder = try TemporaryFolder()
        var counts: [Int] = []
        for part in ["a", "b"] {
            let found = try await run(records, parts, last: "s.\(part)").accepted
            try folder.write(
                "\(part).jsonl",
                found.map { String(decoding: JSON.object($0).encoded(), as: UTF8.self) + "\n" }
                    .joined())
            counts.append(found.count)
        }
        #expect(counts.reduce(0, +) == values.count && !counts.contains(0))
        let (a, b) = (folder.appending(path: "a.jsonl"), folder.appending(path: "b.jsonl"))
        let prompt = try #require(ComparedField("prompt"))
        let overlap = try RecordOverlap(of: a, and: b, by: prompt)
        #expect(overlap.shared.isEmpty)
        #expect(overlap.first + overlap.second == Self.groups.count)
        let systems = values.count { "\($0["prompt"] ?? .null)".contains("system") }
        #expect(overlap.systemMessages == systems)

        let once = try await run(
            records, #""once": {"type": "deduplicate", "input": "in"}"#, last: "once")
        #expect(once.accepted.count == Self.groups.count)
        let all = try await run(
            records, #""once": {"type": "deduplicate", "input": "in", "turns": "all"}"#,
            last: "once")
        #expect(all.accepted.count > Self.groups.count)
    }
}
