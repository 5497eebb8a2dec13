import Datasets
import Foundation

/// The data of a report on a dataset's folder: `page` renders it as HTML, `json` as JSON.
///
/// The same folder gives the same report: samples are chosen by digests of ids, and times come from
/// the catalog.
public struct DatasetReport: Encodable, Equatable {
    /// A part of the accepted records.
    struct Part: Encodable, Equatable {
        let name: String
        let records: Int
    }

    /// A model used for the dataset.
    struct Model: Encodable, Equatable {
        let name: String
        let source: String
        let hash: String
        let license: String?
    }

    /// A part of the folder that could not be read.
    struct Problem: Encodable, Equatable {
        let message: String
        let recordsLost: Int
    }

    /// The counts of a stage.
    struct Stage: Encodable, Equatable {
        let name: String
        let type: String?
        let created: Int
        let passed: Int
        let rejected: Int
        /// Reasons of rejections, the most frequent first.
        let reasons: [ReasonCount]
        let repairs: [ReasonCount]
        let tokens: Int?
    }

    /// The figures of one group of records.
    struct Group: Encodable, Equatable {
        let name: String
        let records: Int
        let rewards: [AttributeFigure]
        let prompts: DiversityFigures?
        let answers: DiversityFigures?
        var examples: [Example]
    }

    /// The mean reward of all answers with one value of `source`.
    struct Source: Encodable, Equatable {
        let name: String
        let answers: Int
        let attribute: String
        let mean: Double
        let standardError: Double?
    }

    /// Lengths of one part of the records.
    struct Length: Encodable, Equatable {
        let part: String
        let characters: HistogramFigure
        let words: HistogramFigure
    }

    /// The state of the last run.
    struct State: Encodable, Equatable {
        let state: String
        let error: String?
        let heartbeat: String
        let target: Int?
    }

    let folder: String
    let pipeline: String
    let seed: UInt64
    let documentHash: String
    let isComplete: Bool
    let state: State?
    let models: [Model]
    let accepted: Int
    /// The accepted records by part; nil if the dataset has no parts.
    let parts: [Part]?
    let rejected: Int
    let sources: Int
    /// How many times the sources were read, at most.
    let sourceReadings: Int
    let bytes: Int
    let duplicatePrompts: Int
    let problems: [Problem]
    let furtherProblems: Int
    let stages: [Stage]
    /// The field by which records are grouped.
    let by: String
    let groups: [Group]
    /// The number of smaller groups without figures of their own.
    let groupsLeftOut: Int
    let rewards: [AttributeFigure]
    let helpfulnessBySource: [Source]
    let pairs: PairFigures?
    let lengths: [Length]
    let topics: TopicFigures?
    let prompts: DiversityFigures?
    let answers: DiversityFigures?
    let judges: JudgeFigures
    let performance: PerformanceFigures
    let rejections: [RejectedExample]

    /// The report as JSON, with keys in snake_case and in alphabetical order.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "infinity", negativeInfinity: "-infinity", nan: "nan")
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
