import JSON
import Models

/// How a device's operations compare with the reference's.
struct DeviceTrialReport {
    let device: String
    let seed: UInt64
    let results: [OperationResult]

    /// Whether every operation does what it should.
    var isRight: Bool { results.allSatisfy(\.isRight) }

    /// Each operation's worst case over the models, and every wrong one.
    var text: String {
        let rows = operations.map { name, results in
            let worst = results.max { $0.worst < $1.worst }?.worst ?? 0
            let wrong = results.filter { !$0.isRight }
            let state = wrong.isEmpty ? "right" : "WRONG"
            let name = name.padding(toLength: 36, withPad: " ", startingAt: 0)
            let trials = results.count == 1 ? "1 trial" : "\(results.count) trials"
            let line = "\(state)  \(name) \(trials), worst \(number(worst))"
            let details = wrong.map {
                "         \($0.model): \(number($0.worst)), at most \(number($0.tolerance)) expected"
            }
            return ([line] + details).joined(separator: "\n")
        }
        let count = results.count { !$0.isRight }
        let end =
            count == 0
            ? "\(device): all \(results.count) trials are right (seed \(seed))"
            : """
            \(device): \(count) of \(results.count) trials are wrong (seed \(seed))
              help: `synthgen doctor --device \(device) --seed \(seed)` repeats them; run with \
            another --device until this is mended
            """
        return (rows + [end]).joined(separator: "\n")
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

    /// A small number with two digits that count.
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
        let tenths = Int((digits * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)e\(exponent)"
    }
}
