import JSON

/// What a dataset holds, in figures.
public struct DatasetStatistics: Equatable, Sendable {
    /// The pipeline's name.
    public internal(set) var pipeline = ""
    /// Whether the run that wrote it reached its end.
    public internal(set) var isComplete = false
    /// Accepted and rejected records.
    public internal(set) var accepted = 0
    /// Records that were rejected.
    public internal(set) var rejected = 0
    /// What each stage did, in document order.
    public internal(set) var funnel: [StageCount] = []
    /// The files.
    public internal(set) var shards: [ShardFacts] = []
    /// Accepted records by their `"task"`.
    public internal(set) var tasks: [String: Int] = [:]
    /// Prompts that had been seen before, byte for byte.
    public internal(set) var duplicatePrompts = 0
    /// Figures about preference pairs; `nil` if there are none.
    public internal(set) var pairs: PairStatistics?
    /// Figures about conversations to imitate; `nil` if there are none.
    public internal(set) var conversations: ConversationStatistics?
    /// The attributes of answers by the values of some fields; none of fields that no record has.
    public internal(set) var attributes: [AttributesByField] = []
    /// Lengths of prompts and answers.
    public internal(set) var lengths: [LengthStatistics] = []
    /// The sums over all runs of the figures that name tokens.
    public internal(set) var tokens: [String: Double] = [:]
    /// Seconds of all runs.
    public internal(set) var seconds = 0.0
    /// Tokens of all answers that the last run was given, by stage.
    public internal(set) var answerTokens: [String: Int] = [:]
    /// What `estimate` expected, if it ran.
    public internal(set) var plan: Plan?

    /// Reads every accepted record of a dataset once.
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
        rejected = try reader.count(.rejected)
        funnel = try reader.funnel()
        shards = try reader.shards()
        add(try reader.runs())
        plan = try reader.plan()
        for stage in try reader.snapshot()?.stages ?? [] { answerTokens[stage.name] = stage.tokens }
        var tally = RecordTally(eta: eta, by: fields)
        let records = try reader.records(.accepted)
        while let record = try records.next() { tally.add(record) }
        tally.report(into: &self)
    }

    init() {}

    mutating func add(_ runs: [RunFacts]) {
        for run in runs {
            let figures = run.performance.filter {
                $0.key.hasPrefix("tokens") || $0.key.hasSuffix("Tokens")
            }
            tokens.merge(figures, uniquingKeysWith: +)
            seconds += run.performance["seconds"] ?? 0
        }
    }
}

/// Lengths of one part of the records.
public struct LengthStatistics: Equatable, Sendable {
    /// `prompt`, `chosen`, `rejected` or `response`; of conversations, `user turn` or `answer`.
    public let part: String
    /// Unicode scalars.
    public internal(set) var characters = Histogram(binWidth: 1)
    /// Runs of text between white space.
    public internal(set) var words = Histogram(binWidth: 1)

    init(part: String) { self.part = part }
}

/// Figures about preference pairs.
public struct PairStatistics: Equatable, Sendable {
    /// How many there are.
    public internal(set) var count = 0
    /// The factor of ``targets``.
    public let eta: Double
    /// Pairs by who decided which answer is better: the `kind` of their `judge`.
    public internal(set) var judges: [String: Int] = [:]
    /// The chosen answers' rewards: `reward` and the attributes by name.
    public internal(set) var chosen: [String: Histogram] = [:]
    /// The rejected answers' rewards.
    public internal(set) var rejected: [String: Histogram] = [:]
    /// Reward of the chosen minus reward of the rejected answer.
    public internal(set) var margins = Histogram()
    /// The probability `σ(η · margin)` that a reward-aware loss aims at.
    public internal(set) var targets = Histogram(binWidth: 1.0 / 32, binLimit: 33)
    /// Pairs whose chosen answer is the longer one.
    public internal(set) var longerChosen = 0
    /// Pairs whose answers are equally long.
    public internal(set) var equallyLong = 0
    /// Characters of the chosen minus characters of the rejected answer, summed.
    var lengthDifference = 0

    init(eta: Double) { self.eta = eta }

    /// The share of pairs, ties left out, whose chosen answer is the longer one: 0.5 is unbiased.
    public var longerChosenShare: Double? {
        count == equallyLong ? nil : Double(longerChosen) / Double(count - equallyLong)
    }

    /// Characters by which the chosen answer is longer, on average.
    public var meanLengthDifference: Double? {
        count == 0 ? nil : Double(lengthDifference) / Double(count)
    }
}
