import Datasets
import Foundation
import JSON
import Reports
import TestSupport
import Testing

@Suite struct `The report of a dataset with parts` {
    @Test func `counts the records of each`() throws {
        let folder = try TemporaryFolder()
        let writer = try DatasetWriter(
            folder: folder.url,
            description: DatasetDescription(pipeline: "divided", parts: ["train", "test"]))
        for number in 0..<5 {
            try writer.append(pair("r\(number)"), part: number == 4 ? "test" : "train")
        }
        try writer.finish()
        let report = try DatasetReport(of: folder.url)
        let figures = try JSON(parsing: report.json())
        #expect(figures["accepted"] == 5)
        #expect(
            figures["parts"] == [
                ["name": "train", "records": 4], ["name": "test", "records": 1],
            ])
        #expect(report.page().contains("train"))
    }

    @Test func `says nothing of parts if there are none`() throws {
        let figures = try JSON(parsing: report([pair("a")]).json())
        #expect(figures["accepted"] == 1)
        #expect(figures["parts"] == nil)
    }
}
