import Diagnostics
import JSON

/// The comparison of a device's operations with the reference, as text and as JSON.
struct DeviceTrialReport {
    let device: String
    let seed: UInt64
    let outcome: ComparisonOutcome

    private var results: [OperationResult] { outcome.results }

    /// Whether every operation is within its tolerance.
    var isRight: Bool { results.allSatisfy(\.isRight) }

    /// A line for each operation with its worst case over the models, and for each that was not
    /// tried; wrong results have lines of their own.
    var text: String {
        let width = max(36, operations.map(\.0.count).max() ?? 0)
        let rows = operations.map { name, results in
            let worst = results.max { $0.worst < $1.worst }?.worst ?? 0
            let wrong = results.filter { !$0.isRight }
            let state = wrong.isEmpty ? "right" : "WRONG"
            let name = name.padding(toLength: width, withPad: " ", startingAt: 0)
            let trials = results.count == 1 ? "1 trial" : "\(results.count) trials"
            let line = "\(state)  \(name) \(trials), worst \(number(worst))"
            let details = wrong.map {
                "         \($0.model): \(number($0.worst)), at most \(number($0.tolerance)) expected"
            }
            return ([line] + details).joined(separator: "\n")
        }
        let skipped = outcome.skipped.map { skipped in
            let name = skipped.operation.padding(toLength: width, withPad: " ", startingAt: 0)
            return "not    \(name) \(skipped.reason)"
        }
        return (rows + skipped + [summary]).joined(separator: "\n")
    }

    private var summary: String {
        let count = results.count { !$0.isRight }
        guard count > 0 else {
            return "\(device): all \(results.count) trials are right (seed \(seed))"
        }
        let flag = device.prefix { $0 != " " }
        return """
            \(device): \(count) of \(results.count) trials are wrong (seed \(seed))
              help: `synthgen doctor --device \(flag) --seed \(seed)` repeats them; run with \
            another --device until this is mended
            """
    }

    var json: JSON {
        .object([
            "device": .string(device), "seed": .string("\(seed)"), "right": .bool(isRight),
            "trials": .array(
                results.map { result in
                    .object([
                        "operation": .string(result.operation), "model": .string(result.model),
                        "worst": result.worst.isFinite ? .double(Double(result.worst)) : .null,
                        "tolerance": .double(Double(result.tolerance)),
                        "right": .bool(result.isRight),
                    ])
                }),
            "skipped": .array(
                outcome.skipped.map {
                    .object([
                        "operation": .string($0.operation), "reason": .string($0.reason),
                    ])
                }),
        ])
    }

    /// Results by operation, in the order of first appearance.
    private var operations: [(String, [OperationResult])] {
        var names: [String] = []
        for result in results where !names.contains(result.operation) {
            names.append(result.operation)
        }
        return names.map { name in (name, results.filter { $0.operation == name }) }
    }

    /// Formats a number with two significant digits: "1.2e-5".
    private func number(_ value: Float) -> String {
        guard value.isFinite, value != 0 else { return value == 0 ? "0" : "not a number" }
        var (digits, exponent) = (Double(value), 0)
        while digits < 1 {
            digits *= 10
            exponent -= 1
        }
        while digits >= 10 {
            digits /= 10
            exponent += 1
        }
        var tenths = Int((digits * 10).rounded())
        if tenths == 100 { (tenths, exponent) = (10, exponent + 1) }
        return "\(tenths / 10).\(tenths % 10)e\(exponent)"
    }
}
