public import Datasets
public import Foundation
public import JSON

/// What two datasets, or files of records, share and in what they differ.
///
/// Memory grows by some fifty bytes for each record. Each side is read once, the first a second time
/// if there are examples to show of it.
public struct DatasetComparison: Sendable {
    /// Records of both sides, told apart by their `"id"`, or by their content where they have none.
    public struct Rows: Equatable, Sendable {
        /// Records with the same id and the same content; the digest in `"pipeline"` may differ.
        public internal(set) var same = 0
        /// Records with the same id and other content.
        public internal(set) var changed = 0
        /// Records of the first side alone.
        public internal(set) var removed = 0
        /// Records of the second side alone.
        public internal(set) var added = 0
        /// Whether the second side has the first one's records in the first one's order.
        public internal(set) var isInOrder = true
    }

    /// Different prompts of both sides.
    public struct Prompts: Equatable, Sendable {
        /// Prompts of both sides.
        public let same: Int
        /// Prompts of the first side alone.
        public let removed: Int
        /// Prompts of the second side alone.
        public let added: Int
    }

    /// A record that is not the same on both sides.
    public struct Example: Equatable, Sendable {
        /// The record of the first side; nil if it was added.
        public internal(set) var before: JSONObject?
        /// The record of the second side; nil if it was removed.
        public let after: JSONObject?
    }

    /// The counts of a stage on both sides; nil where a side has no such stage.
    public struct Stage: Equatable, Sendable {
        /// The stage's name.
        public let name: String
        /// Its counts on the first side.
        public let before: StageCount?
        /// Its counts on the second side.
        public let after: StageCount?
    }

    /// The first side.
    public let before: ComparedRecords
    /// The second side.
    public let after: ComparedRecords
    /// Records of both sides.
    public let rows: Rows
    /// Prompts of both sides; nil if no record has one.
    public let prompts: Prompts?
    /// Means of rewards, attributes and lengths, rewards first.
    public let figures: [ComparedFigure]
    /// Stages in the order of the second side, then those of the first side alone.
    public let stages: [Stage]
    /// The first records that are not the same: changed, removed, added.
    public let examples: [Example]

    /// Whether both sides have the same records, each as often; their order does not count.
    public var isSame: Bool { rows.changed == 0 && rows.removed == 0 && rows.added == 0 }

    /// Reads and compares two datasets' folders, folders of files, or files.
    ///
    /// - Parameter count: How many examples there are at most of records changed, removed and added.
    /// - Throws: ``DatasetError`` if a side cannot be read.
    public init(of first: URL, and second: URL, examples count: Int = 2) throws {
        var before = try ComparedRecords(first)
        var after = try ComparedRecords(second)
        var matching = RowMatching(exampleLimit: count)
        try before.read { matching.addBefore($0) }
        try after.read { matching.addAfter($0) }
        if matching.wantsExamplesOfFirst {
            let reader = try RecordReader(url: first)
            while matching.wantsExamplesOfFirst, let record = try reader.next() {
                matching.findExample(record)
            }
        }
        self.before = before
        self.after = after
        rows = matching.rows
        examples = matching.examples
        prompts = Self.prompts(before, after)
        figures = ComparedFigure.all(before.moments, after.moments)
        stages = Self.stages(before.funnel, after.funnel)
    }

    private static func prompts(_ before: ComparedRecords, _ after: ComparedRecords) -> Prompts? {
        guard !before.prompts.isEmpty || !after.prompts.isEmpty else { return nil }
        let same = before.prompts.intersection(after.prompts).count
        return Prompts(
            same: same, removed: before.prompts.count - same, added: after.prompts.count - same)
    }

    private static func stages(_ before: [StageCount], _ after: [StageCount]) -> [Stage] {
        let names = after.map(\.stage)
        let gone = before.map(\.stage).filter { !names.contains($0) }
        return (names + gone).map { name in
            Stage(
                name: name, before: before.first { $0.stage == name },
                after: after.first { $0.stage == name })
        }
    }
}
