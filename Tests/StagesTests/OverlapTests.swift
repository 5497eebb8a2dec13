import Foundation
import JSON
import TestSupport
import Testing

@testable import Stages

@Suite struct `Overlap of datasets` {
    private static func files() throws -> (folder: TemporaryFolder, exam: URL, train: URL) {
        let folder = try TemporaryFolder()
        let exam = try folder.write(
            "exam.csv", "question,answer\nWhat is a tide?,Water\nWhy?,So\n")
        let train = try folder.write(
            "train.jsonl",
            """
            {"prompt": [{"role": "system", "content": "S"}, {"role": "user", "content": "what is a TIDE?"}]}
            {"prompt": "How?"}

            """)
        return (folder, exam, train)
    }

    @Test func `is found by fields of different names`() throws {
        let (folder, exam, train) = try Self.files()
        defer { withExtendedLifetime(folder) {} }
        let field = try #require(ComparedField("question=prompt"))
        let overlap = try RecordOverlap(of: exam, and: train, by: field)
        #expect(overlap.first == 2 && overlap.second == 2)
        #expect(overlap.shared == ["what is a TIDE?"] && overlap.systemMessages == 1)
        let all = try RecordOverlap(of: exam, and: train, by: field, turns: .all)
        #expect(all.shared.isEmpty && all.systemMessages == 1)
    }

    @Test func `names the file and the row of a record that has nothing to compare`() throws {
        let (folder, exam, train) = try Self.files()
        let field = try #require(ComparedField("questions"))
        let error = #expect(throws: StageError.self) {
            try RecordOverlap(of: exam, and: train, by: field)
        }
        let text = "\(error as Any)"
        #expect(text.contains("exam.csv, row 1 (line 2): "))
        #expect(text.contains("there is no 'questions' to compare"))
        #expect(text.contains("did you mean 'question'?"))
        let gap = try folder.write(
            "gap.jsonl", #"{"prompt": "a"}"# + "\n" + #"{"prompt": null}"# + "\n")
        let other = #expect(throws: StageError.self) {
            try RecordOverlap(of: train, and: gap, by: try #require(ComparedField("prompt")))
        }
        #expect("\(other as Any)".contains("gap.jsonl:2"))
    }

    @Test(arguments: [("a=b", "a", "b"), ("a", "a", "a"), ("a=b=c", "a", "b=c")])
    func `reads one name for both, or a name for each`(text: String, first: String, second: String)
    {
        let field = ComparedField(text)
        #expect(field?.first == first && field?.second == second)
    }

    @Test(arguments: ["", "=", "a=", "=b"])
    func `refuses empty names`(text: String) { #expect(ComparedField(text) == nil) }
}
