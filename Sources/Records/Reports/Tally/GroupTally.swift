import Datasets

/// Counts and samples of the records of one group, or of all records.
struct GroupTally {
    private(set) var records = 0
    private(set) var rewards = RewardTally()
    private(set) var texts: DigestSample<SampledText>
    private(set) var examples: DigestSample<Example>

    init(texts: Int, examples: Int) {
        self.texts = DigestSample(size: texts)
        self.examples = DigestSample(size: examples)
    }

    mutating func add(
        _ view: RecordView, prompt: String?, answers: [RecordView.Answer], digest: UInt64
    ) {
        records += 1
        for answer in answers { rewards.add(answer) }
        texts.offer(digest, SampledText(id: view.id, prompt: prompt, answer: answers.first?.text))
        examples.offer(digest, Example(view))
    }
}

/// The texts of a record for measuring diversity, cut to a bounded length.
struct SampledText {
    let id: String
    let prompt: String?
    let answer: String?

    private static let limit = 4_000

    init(id: String, prompt: String?, answer: String?) {
        self.id = id
        self.prompt = prompt.map { Passage($0, limit: Self.limit).text }
        self.answer = answer.map { Passage($0, limit: Self.limit).text }
    }
}

/// A bounded number of named values; names past the limit share one value.
struct BoundedNames<Value> {
    private(set) var values: [String: Value] = [:]
    private let limit: Int
    private let make: () -> Value

    /// The shared name of the names past the limit.
    static var rest: String { "(others)" }

    init(limit: Int, _ make: @escaping () -> Value) {
        self.limit = limit
        self.make = make
    }

    mutating func update(_ name: String, _ body: (inout Value) -> Void) {
        let key = values[name] != nil || values.count < limit ? name : Self.rest
        body(&values[key, default: make()])
    }
}
