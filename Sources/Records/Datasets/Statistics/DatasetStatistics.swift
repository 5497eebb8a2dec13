import JSON

/// Statistics of a dataset: counts, lengths, rewards and timings.
public struct DatasetStatistics: Equatable, Sendable {
    /// The pipeline's name.
    public internal(set) var pipeline = ""
    /// Whether the run that wrote the dataset reached its end.
    public internal(set) var isComplete = false
    /// Number of accepted records.
    public internal(set) var accepted = 0
    /// Number of accepted records in each part; empty if there are no parts.
    public internal(set) var parts: [PartCount] = []
    /// Number of rejected records.
    public internal(set) var rejected = 0
    /// Records created, passed and rejected by each stage, in document order.
    public internal(set) var funnel: [StageCount] = []
    /// The shards, accepted records first.
    public internal(set) var shards: [ShardFacts] = []
    /// Number of accepted records by their `"task"`.
    public internal(set) var tasks: [String: Int] = [:]
    /// Number of prompts that repeat an earlier one byte for byte.
    public internal(set) var duplicatePrompts = 0
    /// Statistics of preference pairs; `nil` if there are none.
    public internal(set) var pairs: PairStatistics?
    /// Statistics of conversations for SFT; `nil` if there are none.
    public internal(set) var conversations: ConversationStatistics?
    /// Mean attributes of answers by value of each requested field that has any.
    public internal(set) var attributes: [AttributesByField] = []
    /// Lengths of prompts and answers.
    public internal(set) var lengths: [LengthStatistics] = []
    /// Number of runs, pilots for estimates included.
    public internal(set) var runs = 0
    /// Token counts by name, summed over all runs.
    public internal(set) var tokens: [String: Double] = [:]
    /// Duration of all runs together, in seconds.
    public internal(set) var seconds = 0.0
    /// Tokens of all answers in the last run, by stage.
    public internal(set) var answerTokens: [String: Int] = [:]
    /// The estimate made by `estimate`; nil if it did not run.
    public internal(set) var estimate: RunEstimate?

    /// Computes the statistics, reading every accepted record once.
    ///
    /// - Parameters:
    ///   - eta: The factor that turns a reward difference into a target probability,
    ///     `σ(η · margin)`: the reward-aware loss of the Nemotron-4 340B report.
    ///   - fields: The fields by whose values the attributes of answers are averaged.
    public init(
        _ reader: DatasetReader, eta: Double = 1, by fields: [String] = ["source"]
    ) throws(DatasetError) {
        self.init()
        pipeline = reader.description.pipeline
        isComplete = reader.isComplete
        accepted = try reader.count(.accepted)
        parts = try reader.partCounts()
        rejected = try reader.count(.rejected)
        funnel = try reader.funnel()
        shards = try reader.shards()
        add(try reader.runs())
        estimate = try reader.estimate()
        for stage in try reader.snapshot()?.stages ?? [] { answerTokens[stage.name] = stage.tokens }
        var tally = RecordTally(eta: eta, by: fields)
        let records = try reader.records(.accepted)
        while let record = try records.next() { tally.add(record) }
        tally.report(into: &self)
    }

    init() {}

    mutating func add(_ runs: [RunFacts]) {
        self.runs += runs.count
        for run in runs {
            let figures = run.performance.filter {
                $0.key.hasPrefix("tokens") || $0.key.hasSuffix("Tokens")
            }
            tokens.merge(figures, uniquingKeysWith: +)
            seconds += run.performance["seconds"] ?? 0
        }
    }
}

/// A part of a dataset and its number of records.
public struct PartCount: Equatable, Sendable {
    /// The part's name.
    public let name: String
    /// Number of accepted records.
    public let records: Int
}

extension DatasetReader {
    /// Returns the number of records in each part, in order; empty if there are no parts.
    public func partCounts() throws(DatasetError) -> [PartCount] {
        var counts: [PartCount] = []
        for part in parts {
            counts.append(PartCount(name: part, records: try count(.part(part))))
        }
        return counts
    }
}

/// Length distribution of one part of the records.
public struct LengthStatistics: Equatable, Sendable {
    /// `prompt`, `chosen`, `rejected` or `response`; of conversations, `user turn` or `answer`.
    public let part: String
    /// Lengths in Unicode scalars.
    public internal(set) var characters = Histogram(binWidth: 1)
    /// Lengths in words, separated by white space.
    public internal(set) var words = Histogram(binWidth: 1)

    init(part: String) { self.part = part }
}

/// Statistics of preference pairs.
public struct PairStatistics: Equatable, Sendable {
    /// Number of pairs.
    public internal(set) var count = 0
    /// The factor η in ``targets``.
    public let eta: Double
    /// Number of pairs by judge: the `kind` of the record's `judge`.
    public internal(set) var judges: [String: Int] = [:]
    /// Rewards of the chosen answers, by name: `reward` and the attributes.
    public internal(set) var chosen: [String: Histogram] = [:]
    /// Rewards of the rejected answers, likewise.
    public internal(set) var rejected: [String: Histogram] = [:]
    /// Reward of the chosen minus reward of the rejected answer.
    public internal(set) var margins = Histogram()
    /// Target probability `σ(η · margin)` of a reward-aware loss.
    public internal(set) var targets = Histogram(binWidth: 1.0 / 32, binLimit: 33)
    /// Number of pairs whose chosen answer is the longer one.
    public internal(set) var longerChosen = 0
    /// Number of pairs whose answers are equally long.
    public internal(set) var equallyLong = 0
    /// Characters of the chosen minus characters of the rejected answer, summed.
    var lengthDifference = 0

    init(eta: Double) { self.eta = eta }

    /// Share of pairs whose chosen answer is longer, ties left out: 0.5 is unbiased.
    public var longerChosenShare: Double? {
        count == equallyLong ? nil : Double(longerChosen) / Double(count - equallyLong)
    }

    /// Characters by which the chosen answer is longer, on average.
    public var meanLengthDifference: Double? {
        count == 0 ? nil : Double(lengthDifference) / Double(count)
    }
}
