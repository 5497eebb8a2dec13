import Compute
import Dataflow
import Datasets
import Formatting
import JSON

/// The records that the stages of a run rejected, and what to do where these are too many.
struct RunLosses: Sendable {
    /// Rejected records with one reason at one stage.
    struct Loss: Sendable, Equatable {
        let stage: String
        let reason: String
        let count: Int
    }

    /// The losses, the greatest first.
    let losses: [Loss]
    /// What the user should change.
    let warnings: [String]

    /// Losses named in the text; the others are summed up.
    private static let shown = 3
    /// Share of a stage's answers above which truncation is warned of.
    private static let truncationLimit = 0.3

    /// - Parameters:
    ///   - funnel: What the stages did with their records.
    ///   - graph: The stages.
    init(_ funnel: [StageCount], of graph: Graph) {
        losses = funnel.flatMap { count in
            count.rejections.map { Loss(stage: count.stage, reason: $0.key, count: $0.value) }
        }.sorted { ($1.count, $0.stage, $0.reason) < ($0.count, $1.stage, $1.reason) }
        warnings =
            graph.notes + funnel.compactMap { Self.truncationWarning($0, of: graph) }
            + funnel.compactMap { Self.lonelyAnswerWarning($0, of: graph) }
    }

    /// The number of rejected records and the most frequent reasons; nil if there are none.
    var text: String? {
        guard !losses.isEmpty else { return nil }
        var parts = losses.prefix(Self.shown).map { loss in
            "\(Format.count(loss.count)) \(loss.reason) (\(loss.stage))"
        }
        let rest = losses.dropFirst(Self.shown).reduce(0) { $0 + $1.count }
        if rest > 0 { parts.append("\(Format.count(rest)) for other reasons") }
        let total = losses.reduce(0) { $0 + $1.count }
        return "rejected \(Format.count(total)): \(parts.joined(separator: ", "))"
    }

    /// The losses for other programs.
    var json: JSON {
        .array(
            losses.map { loss in
                [
                    "stage": .string(loss.stage), "reason": .string(loss.reason),
                    "count": .integer(loss.count),
                ]
            })
    }

    /// Returns a warning about a `pair` stage that found no two answers of one source record, as
    /// where every row of a file is an answer.
    private static func lonelyAnswerWarning(_ count: StageCount, of graph: Graph) -> String? {
        let alone = count.rejections["fewer than two answers"] ?? 0
        let declared = graph.nodes.first { $0.name == count.stage }?.declaration
        guard alone > 0, count.passed == 0, let declared, declared.type == "pair",
            declared.values["over"] != "run"
        else { return nil }
        return """
            '\(count.stage)' found \(Format.count(alone, "single answer")), and made no pair: it \
            compares answers that were made of one source record
              help: "over": "run" compares the answers of all rows with the same prompt, or the same \
            "key"
            """
    }

    private static func truncationWarning(_ count: StageCount, of graph: Graph) -> String? {
        let cut = count.rejections.filter { $0.key.hasPrefix("truncated ") }.values.reduce(0, +)
        let share = Double(cut) / Double(max(1, count.created))
        guard share > truncationLimit else { return nil }
        let facts =
            "\(Format.count(cut)) of \(Format.count(count.created)) records of '\(count.stage)' "
            + "(\(Int((share * 100).rounded())) %) were rejected because an answer was cut off"
        let declared = graph.nodes.first { $0.name == count.stage }?.declaration
        // A stage such as `pair` rejects what an earlier one had cut off.
        guard let declared, declared.values["model"] != nil || declared.values["models"] != nil
        else { return facts + "\n  help: raise \"maxTokens\" of the stage that makes the answers" }
        let limits = Self.limits(of: declared.values["sampling"]).map { String($0) }
        return facts
            + " at maxTokens \(limits.joined(separator: ", "))\n  help: raise \"maxTokens\" in the \"sampling\" of "
            + "'\(count.stage)'"
    }

    /// The different `"maxTokens"` of a stage's samplings, of which there may be a list.
    private static func limits(of sampling: JSON?) -> [Int] {
        let standard = SamplingOptions().maxTokens
        let samplings = sampling.map { $0.array ?? [$0] } ?? []
        let limits = Set(samplings.map { $0["maxTokens"]?.integer ?? standard })
        return limits.isEmpty ? [standard] : limits.sorted()
    }
}
