import Chat
import Formatting
import Terminal
import Training
import TrainingData

/// The examples of a step.
enum StepExamples: Sendable {
    case conversations(ExampleSet<Conversation>)
    case preferences(ExampleSet<Preference>)
    case answers(ExampleSet<RatedAnswer>)

    /// Reads rows as a step's.
    init(_ sources: [DataSource], _ step: TrainingStep, _ chat: ChatEncoder) throws {
        let reading = Activity("reading rows")
        defer { reading.end() }
        let loader = ExampleLoader(chat, step.examples) { reading.update(completed: $0) }
        switch step.objective {
        case .supervised: self = .conversations(try loader.conversations(sources))
        case .attributes: self = .answers(try loader.ratedAnswers(sources))
        case .rewardPairs: self = .preferences(try loader.preferences(sources))
        case .preference(_, _, let weights, let minChosen):
            var set = try loader.preferences(sources)
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

    /// Takes a share out; see ``ExampleSet/holdOut(_:seed:)``.
    mutating func holdOut(_ share: Double, seed: UInt64) throws -> StepExamples {
        switch self {
        case .conversations(var set):
            let held = try set.holdOut(share, seed: seed)
            self = .conversations(set)
            return .conversations(held)
        case .preferences(var set):
            let held = try set.holdOut(share, seed: seed)
            self = .preferences(set)
            return .preferences(held)
        case .answers(var set):
            let held = try set.holdOut(share, seed: seed)
            self = .answers(set)
            return .answers(held)
        }
    }

    /// The number of these examples whose prompts `other` has too.
    func count(withPromptsOf other: StepExamples) -> Int {
        switch (self, other) {
        case (.conversations(let set), .conversations(let other)):
            set.count(withPromptsOf: other)
        case (.preferences(let set), .preferences(let other)): set.count(withPromptsOf: other)
        case (.answers(let set), .answers(let other)): set.count(withPromptsOf: other)
        default: 0
        }
    }

    /// The preferences; empty for examples of another kind.
    var preferences: [Preference] {
        if case .preferences(let set) = self { set.examples } else { [] }
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

/// What a step trains on, and what it is evaluated on.
struct StepRows: Sendable {
    let training: StepExamples
    /// Nil if nothing is held out.
    var heldOut: StepExamples?
    /// Digest of the examples that are trained, in their order.
    let digest: String

    /// Reads the rows of a step.
    init(_ step: TrainingStep, _ chat: ChatEncoder) throws {
        var training = try StepExamples(step.sources, step, chat)
        switch step.heldOut {
        case .none: heldOut = nil
        case .share(let share):
            heldOut = try training.holdOut(share, seed: step.examples.seed)
        case .sources(let sources): heldOut = try StepExamples(sources, step, chat)
        }
        (self.training, digest) = (training, training.digest)
    }

    /// Most rows that one example needs in a micro-batch.
    var longest: Int { max(training.longest, heldOut?.longest ?? 0) }

    /// What reading came to, and what should be known of what is held out.
    func text(_ step: TrainingStep) -> String {
        var lines = [training.summary.text]
        if case .sources = step.heldOut, let heldOut {
            lines.append("held out: " + heldOut.summary.text)
            let known = heldOut.count(withPromptsOf: training)
            if known > 0 {
                lines.append(
                    "  warning: the prompts of \(Format.count(known)) of them are trained too")
            }
        }
        if step.heldOut == .none, let source = step.sources.first(where: { $0.part == nil }),
            let part = source.evaluationParts.first
        {
            lines.append(
                "  '\(source.path)' has a part '\(part)': --held-out-part \(part) "
                    + "(\"heldOutPart\") evaluates it now and then")
        }
        return lines.joined(separator: "\n")
    }
}
