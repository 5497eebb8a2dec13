import Dataflow
import Foundation
import JSON
import TestSupport
import Testing
import Text

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
            Set(group.map { ComparedTurns.user.text(of: $0).comparable })
        }
        for key in keys { #expect(key.count == 1, "\(key)") }
        #expect(Set(keys).count == Self.groups.count)
    }

    /// Texts that read the same, and of each group what it must not equal.
    @Test(arguments: [
        (["caf\u{E9}", "cafe\u{301}", "CAF\u{C9}"], "cafe"),
        (["straße", "STRASSE", "STRA\u{1E9E}E"], "strase"),
        (["Hi there", "\u{FEFF}Hi\u{200B}\u{A0}there", "hi\u{3000}the\u{AD}re\u{85}"], "hithere"),
        (["\u{FB01}n ΣΑΣ", "fin σας"], "fin σα"), (["10⁵"], "105"),
    ])
    func `are texts in one normal form`(same: [String], other: String) {
        let keys = Set(same.map { Array($0.comparable.utf8) })
        #expect(keys.count == 1)
        #expect(!keys.contains(Array(other.comparable.utf8)))
        for text in same { #expect(Array(text.comparable.comparable.utf8) == keys.first) }
    }

    @Test func `are conversations in the forms that datasets have`() {
        let forms: [JSON] = [
            "Hello there", [["role": "User", "content": "Hello there"]],
            [["role": "user", "content": [["type": "text", "text": "Hello there"]]]],
            [["from": "human", "value": "hello there"], ["from": "gpt", "value": "Hi"]],
        ]
        #expect(Set(forms.map { ComparedTurns.user.text(of: $0).comparable }).count == 1)
        let all = forms[1...2].map { ComparedTurns.all.text(of: $0).comparable }
        #expect(Set(all).count == 1)
        #expect(all[0] != ComparedTurns.all.text(of: forms[3]).comparable)
    }

    /// A dataset that was split keeps its parts: those of these texts were drawn by another program
    /// that lower-cases and folds ASCII white space.
    @Test(arguments: [
        ("Hello  there", "36"), ("hello there\n", "36"), ("What is 2 + 2?", "84"), ("a\tb", "38"),
        ("x", "38"), ("", "86"), ("  Trim me  ", "64"), ("A_B-c", "3"),
    ])
    func `that are plain ASCII keep their parts`(text: String, part: String) throws {
        let shares = (0..<100).map { PartDraw.Share(name: "\($0)", value: 1) }
        let draw = try #require(PartDraw(by: ["prompt"], shares: shares))
        #expect(draw.part(of: ["prompt": .string(text)]) == part)
        // The same by the way that other texts take.
        #expect(draw.part(of: ["prompt": .string("\u{FEFF}" + text)]) == part)
    }

    @Test func `are equal by all turns if asked for`() {
        func text(_ index: Int) -> String {
            ComparedTurns.all.text(of: Self.groups[0][index]).comparable
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
