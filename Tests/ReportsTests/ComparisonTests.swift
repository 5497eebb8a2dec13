import Datasets
import Foundation
import JSON
import TestSupport
import Testing

@testable import Reports

@Suite struct `A comparison of datasets` {
    /// Eight pairs, of which the second side has six as they were, one changed, and two others.
    private func folders() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let before = (0..<8).map { pair("id\($0)", prompt: "Why \($0)?", rewards: (4, 3)) }
        var after = Array(before.prefix(6))
        after.append(pair("id6", prompt: "Why 6?", chosen: "Changed.", rewards: (5, 3)))
        after += (8..<10).map { pair("id\($0)", prompt: "Why \($0)?", rewards: (4.5, 2)) }
        try write(
            before, to: folder.appending(path: "a"), entries: [entry(created: 9, rejected: 1)])
        try write(
            after, to: folder.appending(path: "b"), entries: [entry(created: 12, rejected: 3)])
        return folder
    }

    private func entry(created: Int, rejected: Int) -> LedgerEntry {
        LedgerEntry(
            position: 0, stage: "topics", id: "s",
            lineage: [LineageRow(id: "s", stage: "topics")],
            counts: [
                StageCount(
                    stage: "topics", created: created, passed: created - rejected,
                    rejected: rejected)
            ])
    }

    @Test func `counts records by id and by prompt, and finds an example of each`() throws {
        let folder = try folders()
        let found = try DatasetComparison(
            of: folder.appending(path: "a"), and: folder.appending(path: "b"))
        #expect(found.before.count == 8 && found.after.count == 9)
        #expect(found.rows.same == 6 && found.rows.changed == 1)
        #expect(found.rows.removed == 1 && found.rows.added == 2)
        #expect(!found.isSame && !found.rows.isInOrder)
        #expect(found.prompts == .init(same: 7, removed: 1, added: 2))
        #expect(found.examples.map { $0.before?["id"] } == ["id6", "id7", nil, nil])
        #expect(found.examples.map { $0.after?["id"] } == ["id6", nil, "id8", "id9"])
        #expect(found.stages.map(\.name) == ["topics"])
        #expect(found.stages[0].before?.rejected == 1 && found.stages[0].after?.rejected == 3)
    }

    @Test func `gives the difference of means with the interval of independent samples`() throws {
        let folder = try folders()
        let found = try DatasetComparison(
            of: folder.appending(path: "a"), and: folder.appending(path: "b"))
        let figure = try #require(found.figures.first { $0.name == "chosen reward" })
        #expect(figure.before == .init(count: 8, value: 4))
        // Six times 4, once 5, twice 4.5.
        let mean = (6 * 4 + 5 + 2 * 4.5) / 9
        #expect(abs((figure.after?.value ?? 0) - mean) < 1e-12)
        #expect(abs((figure.difference ?? 0) - (mean - 4)) < 1e-12)
        let values = [4, 4, 4, 4, 4, 4, 5, 4.5, 4.5]
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let expected = 1.96 * (squares / 8 / 9).squareRoot()
        #expect(abs((figure.margin ?? 0) - expected) < 1e-12)
        #expect(found.figures.map(\.name).contains("rejected helpfulness"))
        #expect(found.figures.last?.name.hasSuffix(" characters") == true)
    }

    @Test func `does not count the digest of the document as content`() throws {
        let folder = try TemporaryFolder()
        for (name, digest) in [("one", "sha256:0"), ("other", "sha256:1")] {
            try folder.write(
                "\(name).jsonl", #"{"id": "a", "prompt": "b", "pipeline": "\#(digest)"}"# + "\n")
        }
        let found = try DatasetComparison(
            of: folder.appending(path: "one.jsonl"), and: folder.appending(path: "other.jsonl"))
        #expect(found.isSame && found.rows.same == 1)
    }

    @Test func `of a dataset with itself finds nothing`() throws {
        let folder = try folders()
        let url = folder.appending(path: "a")
        let found = try DatasetComparison(of: url, and: url)
        #expect(found.isSame && found.rows.isInOrder && found.rows.same == 8)
        #expect(found.examples.isEmpty)
        #expect(found.figures.allSatisfy { $0.difference == 0 })
    }

    @Test func `of files matches records without ids by their content, each as often`() throws {
        let folder = try TemporaryFolder()
        let rows = ["a", "b", "b", "c"].map { #"{"prompt": "\#($0)", "response": "x"}"# + "\n" }
        let one = try folder.write("one.jsonl", rows.joined())
        let turned = try folder.write("turned.jsonl", rows.reversed().joined())
        let fewer = try folder.write("fewer.jsonl", rows.dropLast(2).joined())
        let same = try DatasetComparison(of: one, and: turned)
        #expect(same.isSame && !same.rows.isInOrder)
        let less = try DatasetComparison(of: one, and: fewer)
        #expect(less.rows.same == 2 && less.rows.removed == 2 && less.rows.added == 0)
        #expect(less.examples.map { $0.before?["prompt"] } == ["b", "c"])
        #expect(less.stages.isEmpty && less.before.description == nil)
    }

    /// Records with an id that several have, by their number: each has the same content again, or
    /// is another one of that id, or is new or gone.
    @Test(arguments: [
        ([1, 2], [1, 2], [2, 0, 0, 0], []),
        ([1, 2], [2, 1], [2, 0, 0, 0], []),
        ([1, 2], [3, 1], [1, 1, 0, 0], [[2, 3]]),
        ([1, 2], [1, 3], [1, 1, 0, 0], [[2, 3]]),
        ([1, 2], [3, 1, 2], [2, 0, 0, 1], [[nil, 3]]),
        ([1, 2], [3, 4, 1], [1, 1, 0, 1], [[2, 3], [nil, 4]]),
        ([1, 2, 2], [2], [1, 0, 2, 0], [[1, nil], [2, nil]]),
        ([1, 2, 3], [4], [0, 1, 2, 0], [[1, 4], [2, nil], [3, nil]]),
        ([1], [2, 3], [0, 1, 0, 1], [[1, 2], [nil, 3]]),
    ])
    func `matches records of one id by their content first`(
        before: [Int], after: [Int], counts: [Int], examples: [[Int?]]
    ) throws {
        let folder = try TemporaryFolder()
        func file(_ name: String, _ numbers: [Int]) throws -> URL {
            try folder.write(
                name, numbers.map { #"{"id": "a", "n": \#($0)}"# + "\n" }.joined())
        }
        let found = try DatasetComparison(
            of: file("one.jsonl", before), and: file("other.jsonl", after), examples: 5)
        let rows = found.rows
        #expect([rows.same, rows.changed, rows.removed, rows.added] == counts)
        #expect(
            found.examples.map { [$0.before?["n"]?.integer, $0.after?["n"]?.integer] } == examples)
    }

    @Test func `of records without prompts or numbers has none`() throws {
        let folder = try TemporaryFolder()
        let one = try folder.write("one.jsonl", #"{"text": "a"}"# + "\n")
        let other = try folder.write("other.jsonl", #"{"text": "b"}"# + "\n")
        let found = try DatasetComparison(of: one, and: other, examples: 0)
        #expect(found.prompts == nil && found.figures.isEmpty && found.examples.isEmpty)
        #expect(found.rows.removed == 1 && found.rows.added == 1)
    }

    @Test func `of something that is not there throws`() throws {
        let folder = try TemporaryFolder()
        let one = try folder.write("one.jsonl", "{}\n")
        #expect(throws: DatasetError.self) {
            try DatasetComparison(of: one, and: folder.appending(path: "none"))
        }
    }
}
