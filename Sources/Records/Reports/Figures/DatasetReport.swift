import Datasets
import Foundation

/// What a report shows of a dataset's folder, as data: `page` makes a page of it, `json` prints it.
///
/// The same folder gives the same report: samples are chosen by digests of ids, times are those that
/// the catalog holds.
public struct DatasetReport: Encodable, Equatable {
    /// A model that took part.
    struct Model: Encodable, Equatable {
        let name: String
        let source: String
        let hash: String
        let license: String?
    }

    /// Something of the folder that could not be read.
    struct Problem: Encodable, Equatable {
        let message: String
        let recordsLost: Int
    }

    /// What a stage did.
    struct Stage: Encodable, Equatable {
        let name: String
        let type: String?
        let created: Int
        let passed: Int
        let rejected: Int
        /// The most frequent first.
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

    /// The rewards of all answers with one value of `source`.
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

    /// The run that wrote last.
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
    let rejected: Int
    let sources: Int
    let bytes: Int
    let duplicatePrompts: Int
    let problems: [Problem]
    let furtherProblems: Int
    let stages: [Stage]
    /// The field by which records are grouped.
    let by: String
    let groups: [Group]
    /// Groups that have no figures of their own, because there are too many.
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

    /// The figures as JSON: keys in snake_case and in alphabetical order.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "infinity", negativeInfinity: "-infinity", nan: "nan")
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
