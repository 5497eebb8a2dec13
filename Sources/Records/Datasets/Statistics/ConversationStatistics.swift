import Formatting
import JSON

/// Figures about conversations to imitate: records with `messages`.
public struct ConversationStatistics: Equatable, Sendable {
    /// How many there are.
    public internal(set) var count = 0
    /// How many begin with a system message.
    public internal(set) var withSystem = 0
    /// Each one's number of user turns.
    public internal(set) var turns = Histogram(binWidth: 1)
    /// The answers' rewards by attribute, every turn's.
    public internal(set) var rewards: [String: Histogram] = [:]
    /// How many have which `personality` of the user.
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

    /// The figures as lines of text with small histograms.
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
