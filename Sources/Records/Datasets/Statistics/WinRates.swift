import Formatting
import Foundation
import JSON

/// How often something was chosen, with an interval for how often it would be.
public struct WinRate: Equatable, Sendable {
    /// Number of pairs in which it was chosen.
    public internal(set) var chosen = 0
    /// Number of pairs in which it was one of the two.
    public internal(set) var compared = 0

    /// Confidence level of ``interval``.
    public static let confidence = 0.95

    /// Share of the pairs in which it was chosen; 0 without pairs.
    public var share: Double { compared == 0 ? 0 : Double(chosen) / Double(compared) }

    /// Wilson's score interval of ``share`` at 95 %, as if every pair were drawn by itself.
    ///
    /// `(p + z²/2n ± z · √(p(1−p)/n + z²/4n²)) / (1 + z²/n)` with z = 1.96. Source: Wilson 1927,
    /// JASA 22, 209–212.
    public var interval: ClosedRange<Double> {
        guard compared > 0 else { return 0...1 }
        let (z, n, p) = (1.959964, Double(compared), share)
        let center = p + z * z / (2 * n)
        let spread = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
        let scale = 1 + z * z / n
        return max(0, (center - spread) / scale)...min(1, (center + spread) / scale)
    }

    mutating func add(isChosen: Bool) {
        compared += 1
        if isChosen { chosen += 1 }
    }
}

/// How often answers with each value of a field were chosen against answers with another value.
///
/// The values are those that a row has for each answer: `chosen_meta` and `rejected_meta`, which
/// `pair` writes for the fields in its `"keep"`, or a field's own two, such as `chosen_model` and
/// `rejected_model` for `model`.
public struct WinRates: Equatable, Sendable {
    /// Two values, in order.
    struct Match: Hashable {
        let first: String
        let second: String
    }

    /// Name of the field.
    public let field: String
    /// Number of pairs whose answers have different values.
    public private(set) var pairs = 0
    /// Number of pairs whose answers have the same value, which say nothing.
    public private(set) var equal = 0
    /// The rate of each value against all others.
    public private(set) var values: [String: WinRate] = [:]
    /// The rate of the first of two values against the second.
    private(set) var matches: [Match: WinRate] = [:]

    /// Most values; answers with further ones are counted under ``rest``.
    private static let valueLimit = 100
    private static let rest = "(others)"

    init(field: String) { self.field = field }

    mutating func add(_ record: JSONObject) {
        guard let chosen = value(in: record, of: "chosen"),
            let rejected = value(in: record, of: "rejected")
        else { return }
        guard chosen != rejected else {
            equal += 1
            return
        }
        pairs += 1
        let (winner, loser) = (name(chosen), name(rejected))
        // Two values without a place of their own are one in the table.
        guard winner != loser else { return }
        values[winner, default: WinRate()].add(isChosen: true)
        values[loser, default: WinRate()].add(isChosen: false)
        let match = Match(first: min(winner, loser), second: max(winner, loser))
        matches[match, default: WinRate()].add(isChosen: winner == match.first)
    }

    private func value(in record: JSONObject, of side: String) -> String? {
        switch record["\(side)_meta"]?[field] {
        case .string(let text): return text.isEmpty ? nil : text
        case .null, .array, .object: return nil
        case let value?: return value.text
        case nil:
            // Numbers such as `chosen_reward` are measured, not compared.
            let text = record["\(side)_\(field)"]?.string
            return text?.isEmpty == false ? text : nil
        }
    }

    private func name(_ value: String) -> String {
        values[value] != nil || values.count < Self.valueLimit ? value : Self.rest
    }

    /// The values, the most often chosen first; equal ones by name.
    public var sortedValues: [(value: String, rate: WinRate)] {
        values.map { (value: $0.key, rate: $0.value) }
            .sorted { ($1.rate.share, $0.value) < ($0.rate.share, $1.value) }
    }

    private var sortedMatches: [(match: Match, rate: WinRate)] {
        matches.map { (match: $0.key, rate: $0.value) }
            .sorted { ($0.match.first, $0.match.second) < ($1.match.first, $1.match.second) }
    }
}

extension WinRates {
    /// The rates as lines of text; of more than two values also every two against each other.
    var lines: [String] {
        var rows = [["", "chosen", "of", "share", "95 % interval"]]
        rows += sortedValues.map { [$0.value] + $0.rate.cells }
        if values.count > 2 {
            rows += sortedMatches.map { match, rate in
                ["\(match.first) against \(match.second)"] + rate.cells
            }
        }
        guard equal > 0 else { return Table.lines(rows) }
        return Table.lines(rows) + ["left out, with equal values on both sides: \(equal.grouped)"]
    }

    /// The rates for other programs.
    var json: JSON {
        [
            "field": .string(field), "pairs": .integer(pairs), "equal": .integer(equal),
            "confidence": .double(WinRate.confidence),
            "values": .array(
                sortedValues.map { value, rate in
                    .object(JSONObject([("value", .string(value))]).merging(rate.json))
                }),
            "matches": .array(
                sortedMatches.map { match, rate in
                    .object(
                        JSONObject([
                            ("first", .string(match.first)), ("second", .string(match.second)),
                        ]).merging(rate.json))
                }),
        ]
    }
}

extension WinRate {
    fileprivate var cells: [String] {
        let interval = [interval.lowerBound, interval.upperBound].map { ($0 * 100).fixed(1) }
        return [
            chosen.grouped, compared.grouped, (share * 100).fixed(1) + " %",
            "[\(interval[0]), \(interval[1])]",
        ]
    }

    fileprivate var json: JSONObject {
        [
            "chosen": .integer(chosen), "compared": .integer(compared), "share": .double(share),
            "low": .double(interval.lowerBound), "high": .double(interval.upperBound),
        ]
    }
}
