import Foundation

/// Counts topics, and the spread of the widest ones over groups.
struct TopicTally {
    private var topics: [String: Int] = [:]
    private var areas = BoundedNames(limit: 2_000) { [String: Int]() }
    private var withTopic = 0
    private var uncounted = 0

    private static let topicLimit = 100_000

    mutating func add(_ path: [String], group: String) {
        guard let area = path.first else { return }
        withTopic += 1
        areas.update(area) { $0[group, default: 0] += 1 }
        let name = path.joined(separator: " › ")
        if topics[name] != nil || topics.count < Self.topicLimit {
            topics[name, default: 0] += 1
        } else {
            uncounted += 1
        }
    }

    /// The figures; `nil` if no record has a topic.
    var figure: TopicFigures? {
        guard withTopic > 0 else { return nil }
        let sorted = areas.values.map { name, groups in
            TopicFigures.Area(
                name: name, records: groups.values.reduce(0, +), groups: groups)
        }
        .sorted { ($1.records, $0.name) < ($0.records, $1.name) }
        return TopicFigures(
            records: withTopic, distinct: topics.count, isComplete: uncounted == 0,
            // Sorted, because a sum of floating-point numbers depends on its order.
            effective: Self.effectiveNumber(topics.values.sorted()), areaCount: sorted.count,
            areas: Array(sorted.prefix(16)))
    }

    /// The number of equally frequent topics that would be as varied: e to the entropy.
    private static func effectiveNumber(_ counts: [Int]) -> Double {
        let total = Double(counts.reduce(0, +))
        guard total > 0 else { return 0 }
        return exp(
            counts.reduce(0.0) { sum, count in
                let share = Double(count) / total
                return sum - share * log(share)
            })
    }
}

/// Figures about the coverage of topics.
public struct TopicFigures: Encodable, Equatable {
    /// One of the widest topics.
    struct Area: Encodable, Equatable {
        let name: String
        let records: Int
        /// The number of records by group.
        let groups: [String: Int]
    }

    /// The number of records with a topic.
    let records: Int
    /// The number of different topics, where a topic is its whole path.
    let distinct: Int
    /// Whether all topics are counted: after a hundred thousand, new ones are not.
    let isComplete: Bool
    /// e to the entropy of the topics' shares.
    let effective: Double
    let areaCount: Int
    /// The most frequent areas.
    let areas: [Area]
}
