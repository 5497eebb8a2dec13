import Datasets
import Diagnostics
import Formatting
import JSON

/// The comparison of a whole model on a device with its references, as a table and as JSON.
struct ModelTrialReport {
    let name: String
    let path: String
    /// The kind of prompts.
    let prompts: String
    let results: [ModelResult]

    /// Whether every comparison is within its limit.
    var isRight: Bool { results.allSatisfy(\.isRight) }

    /// Returns a table of several models, a line for each comparison.
    static func text(_ reports: [ModelTrialReport]) -> String {
        let head = [
            "", "model", "computed", "beside", "mean", "worst", "own", "same token", "positions",
        ]
        let rows = reports.flatMap { report in
            report.results.enumerated().map { index, result in
                report.row(result, isFirst: index == 0)
            }
        }
        return
            ([
                "whole models: log-probabilities in nats, of all tokens at every position; own: the text's"
            ]
            + Table.lines([head] + rows, leading: 4)).joined(separator: "\n")
    }

    private func row(_ result: ModelResult, isFirst: Bool) -> [String] {
        let device = result.device.prefix { $0 != " " }
        let difference = result.difference
        let state = result.isRight ? (result.limit == nil ? "cost" : "right") : "WRONG"
        return [
            state, isFirst ? name : "", "\(result.arithmetic.rawValue), \(device)",
            result.reference.rawValue, Self.nats(difference.mean), Self.nats(difference.worst),
            difference.ownMean.map(Self.nats) ?? "",
            (100 * difference.sameTokenShare).fixed(1) + " %", "\(difference.positions)",
        ]
    }

    private static func nats(_ value: Double) -> String {
        value.isFinite ? value.fixed(5) : "not a number"
    }

    var json: JSON {
        .object([
            "model": .string(name), "path": .string(path), "prompts": .string(prompts),
            "right": .bool(isRight), "comparisons": .array(results.map(json)),
        ])
    }

    private func json(_ result: ModelResult) -> JSON {
        let difference = result.difference
        func number(_ value: Double) -> JSON { value.isFinite ? .double(value) : .null }
        return .object([
            "arithmetic": .string(result.arithmetic.rawValue), "device": .string(result.device),
            "reference": .string(result.reference.rawValue),
            "positions": .integer(difference.positions), "mean_nats": number(difference.mean),
            "worst_nats": number(difference.worst),
            "own_tokens_mean_nats": difference.ownMean.map(number) ?? .null,
            "worst_logit": number(difference.worstLogit),
            "same_token_share": .double(difference.sameTokenShare),
            "limit_nats": result.limit.map(JSON.double) ?? .null, "right": .bool(result.isRight),
        ])
    }
}
