import Foundation
import JSON

/// Accumulates statistics record by record.
///
/// Memory grows by eight bytes for each distinct prompt: the hash that detects duplicates.
struct RecordTally {
    private let eta: Double
    private var tasks: [String: Int] = [:]
    private var prompts: Set<UInt64> = []
    private var duplicates = 0
    private var attributes: [AttributesByField]
    private var winRates: [WinRates]
    private var pairs: PairStatistics
    private var conversations = ConversationStatistics()
    private var lengths = ["prompt", "chosen", "rejected", "response", "user turn", "answer"].map(
        LengthStatistics.init(part:)
    )

    init(eta: Double, by fields: [String]) {
        self.eta = eta
        attributes = fields.map(AttributesByField.init(field:))
        winRates = fields.map(WinRates.init(field:))
        pairs = PairStatistics(eta: eta)
    }

    mutating func add(_ record: JSONObject) {
        if let task = record["task"]?.string { tasks[task, default: 0] += 1 }
        if let prompt = record["prompt"] ?? Self.opening(of: record),
            !prompts.insert(XXHash64.hash(prompt.encoded())).inserted
        {
            duplicates += 1
        }
        for index in lengths.indices {
            for text in Self.texts(of: lengths[index].part, in: record) {
                lengths[index].characters.add(Double(text.unicodeScalars.count))
                lengths[index].words.add(Double(text.split(whereSeparator: \.isWhitespace).count))
            }
        }
        if let messages = record["messages"]?.array { conversations.add(messages, of: record) }
        for index in attributes.indices { attributes[index].add(record) }
        for index in winRates.indices { winRates[index].add(record) }
        addPair(record)
    }

    private mutating func addPair(_ record: JSONObject) {
        guard let chosen = record["chosen"].flatMap(Self.text),
            let rejected = record["rejected"].flatMap(Self.text)
        else { return }
        pairs.count += 1
        if let judge = record["judge"]?["kind"]?.string { pairs.judges[judge, default: 0] += 1 }
        let difference = chosen.unicodeScalars.count - rejected.unicodeScalars.count
        pairs.lengthDifference += difference
        if difference > 0 { pairs.longerChosen += 1 }
        if difference == 0 { pairs.equallyLong += 1 }
        Self.add(record, "chosen", to: &pairs.chosen)
        Self.add(record, "rejected", to: &pairs.rejected)
        guard let margin = Rewards(record).margin else { return }
        pairs.margins.add(margin)
        pairs.targets.add(1 / (1 + exp(-eta * margin)))
    }

    private static func add(
        _ record: JSONObject,
        _ side: String,
        to histograms: inout [String: Histogram]
    ) {
        if let reward = record["\(side)_reward"]?.double {
            histograms["reward", default: Histogram()].add(reward)
        }
        guard let attributes = record["\(side)_attributes"]?.object else { return }
        for (name, value) in attributes.pairs {
            if let value = value.double { histograms[name, default: Histogram()].add(value) }
        }
    }

    /// Returns the messages of a conversation before its first answer, which serve as its prompt.
    private static func opening(of record: JSONObject) -> JSON? {
        record["messages"]?.array.map { .array(Array($0.prefix { $0["role"] != "assistant" })) }
    }

    /// Returns the texts of one part of a record: a field, or the turns of one role in `messages`.
    private static func texts(of part: String, in record: JSONObject) -> [String] {
        let roles = ["user turn": "user", "answer": "assistant"]
        guard let role = roles[part] else { return record[part].flatMap(text).map { [$0] } ?? [] }
        return (record["messages"]?.array ?? []).filter { $0["role"]?.string == role }
            .compactMap { $0["content"]?.string }
    }

    /// Returns the text of a string, a message or a list of messages.
    private static func text(_ value: JSON) -> String? {
        switch value {
        case .string(let text): text
        case .object(let message): message["content"]?.string
        case .array(let messages):
            messages.compactMap { $0["content"]?.string }.joined(separator: "\n")
        default: nil
        }
    }

    func report(into statistics: inout DatasetStatistics) {
        statistics.tasks = tasks
        statistics.duplicatePrompts = duplicates
        statistics.attributes = attributes.filter { !$0.groups.isEmpty }
        statistics.winRates = winRates.filter { $0.pairs > 0 }
        statistics.pairs = pairs.count == 0 ? nil : pairs
        statistics.conversations = conversations.count == 0 ? nil : conversations
        statistics.lengths = lengths.filter { $0.characters.count > 0 }
    }
}

/// The rewards of a pair; without a stated `margin`, it is the difference of the two rewards.
struct Rewards {
    let chosen: Double?
    let rejected: Double?
    let margin: Double?

    init(_ record: JSONObject) {
        chosen = record["chosen_reward"]?.double
        rejected = record["rejected_reward"]?.double
        var difference: Double?
        if let chosen, let rejected { difference = chosen - rejected }
        margin = record["margin"]?.double ?? difference
    }
}
