import Formatting
import JSON

/// Statistics of conversations for SFT: records with `messages`.
public struct ConversationStatistics: Equatable, Sendable {
    /// Number of conversations.
    public internal(set) var count = 0
    /// Number of conversations that begin with a system message.
    public internal(set) var withSystem = 0
    /// User turns per conversation.
    public internal(set) var turns = Histogram(binWidth: 1)
    /// Rewards of the answers of all turns, by attribute.
    public internal(set) var rewards: [String: Histogram] = [:]
    /// Number of conversations by the user's `personality`.
    public internal(set) var personalities: [String: Int] = [:]

    mutating func add(_ messages: [JSON], of record: JSONObject) {
        count += 1
        if messages.first?["role"] == "system" { withSystem += 1 }
        turns.add(Double(messages.count { $0["role"] == "user" }))
        for reward in record["rewards"]?.array ?? [] {
            for (name, value) in reward.object?.pairs.map({ $0 }) ?? [] {
                if let value = value.double { rewards[name, default: Histogram()].add(value) }
            }
        }
        if let personality = record["personality"]?.string, !personality.isEmpty {
            personalities[personality, default: 0] += 1
        }
    }

    /// The statistics as lines of text with sparklines.
    var lines: [String] {
        let rows =
            [["user turns"] + turns.cells(decimals: 0, meanDecimals: 1)]
            + rewards.sorted { $0.key < $1.key }.map { ["reward " + $0.key] + $0.value.cells() }
        let users = personalities.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "\($0.key) \($0.value.grouped)" }
        return Table.lines(rows)
            + (withSystem > 0 ? ["with a system message: \(withSystem.grouped)"] : [])
            + (users.isEmpty ? [] : ["personalities: " + users.joined(separator: ", ")])
    }
}
