import Chat
import Terminal
import Training
import TrainingData

/// The examples of a step.
enum StepExamples: Sendable {
    case conversations(ExampleSet<Conversation>)
    case preferences(ExampleSet<Preference>)
    case answers(ExampleSet<RatedAnswer>)

    /// Reads the rows of a step.
    init(_ step: TrainingStep, _ chat: ChatEncoder) throws {
        let reading = Activity("reading rows")
        defer { reading.end() }
        let loader = ExampleLoader(chat, step.examples) { reading.update(completed: $0) }
        switch step.objective {
        case .supervised: self = .conversations(try loader.conversations(step.sources))
        case .attributes: self = .answers(try loader.ratedAnswers(step.sources))
        case .rewardPairs: self = .preferences(try loader.preferences(step.sources))
        case .preference(_, _, let weights, let minChosen):
            var set = try loader.preferences(step.sources)
            if let minChosen { try set.require(chosenReward: minChosen, weights) }
            self = .preferences(set)
        }
    }

    var summary: ReadingSummary {
        switch self {
        case .conversations(let set): set.summary
        case .preferences(let set): set.summary
        case .answers(let set): set.summary
        }
    }

    /// Digest of the examples in their order.
    var digest: String {
        switch self {
        case .conversations(let set): set.digest
        case .preferences(let set): set.digest
        case .answers(let set): set.digest
        }
    }

    /// Number of examples.
    var count: Int { summary.examples }

    /// Most rows that one example needs in a micro-batch.
    var longest: Int {
        switch self {
        case .conversations(let set): set.examples.map(\.tokens.count).max() ?? 0
        case .preferences(let set): set.examples.map(\.tokenCount).max() ?? 0
        case .answers(let set): set.examples.map(\.tokens.count).max() ?? 0
        }
    }

    /// The first examples as text.
    func texts(_ count: Int, _ text: ExampleText) -> [String] {
        switch self {
        case .conversations(let set): set.examples.prefix(count).map(text.text)
        case .preferences(let set): set.examples.prefix(count).map(text.text)
        case .answers(let set): set.examples.prefix(count).map(text.text)
        }
    }
}
