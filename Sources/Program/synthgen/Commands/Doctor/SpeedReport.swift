import Datasets
import Diagnostics
import Formatting
import Inference
import JSON
import Models

/// The speed of a device's operations, as a table and as JSON.
struct SpeedReport {
    let speeds: SpeedComparison

    var text: String {
        let rows = speeds.operations.map { operation in
            [
                operation.isSlow ? "SLOW" : "", operation.time.operation,
                Self.milliseconds(operation.time.seconds),
                (100 * operation.share).fixed(0) + " %",
                (100 * operation.time.usualShare).fixed(0) + " %", ceiling(of: operation),
            ]
        }
        let table = Table.lines(
            [["     ", "operation", "ms", "reached", "usual", "of"]] + rows, leading: 2)
        return ([head] + table + speeds.hints.map { "  hint: \($0)" }).joined(separator: "\n")
    }

    /// "speed: at most 10.1 GB/s of memory, T multiply-adds/s: 0.230 of 8-bit integers".
    private var head: String {
        let ceilings = speeds.ceilings
        let rates = OperationTime.Arithmetic.allCases.compactMap { arithmetic in
            ceilings.multiplyAdds[arithmetic].map { "\(Self.tera($0)) of \(arithmetic.rawValue)" }
        }
        let source = ceilings.product.map { " (\($0))" } ?? ""
        return "speed: at most \((ceilings.bytesPerSecond / 1e9).fixed(1)) GB/s of memory, T "
            + "multiply-adds/s: \(rates.joined(separator: ", "))\(source)"
    }

    private func ceiling(of operation: SpeedComparison.Operation) -> String {
        operation.isBoundByMemory ? "memory" : operation.time.arithmetic.rawValue
    }

    private static func milliseconds(_ seconds: Double) -> String { (seconds * 1e3).fixed(3) }

    /// Formats a rate in units of 10¹²: three decimals below 10, none above.
    private static func tera(_ value: Double) -> String {
        (value / 1e12).fixed(value < 10e12 ? 3 : 0)
    }

    var json: JSON {
        let ceilings = speeds.ceilings
        var rates = JSONObject()
        for arithmetic in OperationTime.Arithmetic.allCases {
            guard let rate = ceilings.multiplyAdds[arithmetic] else { continue }
            rates["\(arithmetic)"] = .double(rate.rounded())
        }
        return .object([
            "bytes_per_second": .double(ceilings.bytesPerSecond.rounded()),
            "multiply_adds_per_second": .object(rates),
            "product": ceilings.product.map(JSON.string) ?? .null,
            "operations": .array(speeds.operations.map(json)),
            "hints": .array(speeds.hints.map(JSON.string)),
        ])
    }

    private func json(_ operation: SpeedComparison.Operation) -> JSON {
        let time = operation.time
        return .object([
            "operation": .string(time.operation),
            "seconds": time.seconds.isFinite ? .double(time.seconds) : .null,
            "bytes": .integer(time.bytes), "multiply_adds": .integer(time.multiplyAdds),
            "arithmetic": .string("\(time.arithmetic)"),
            "ceiling": .string(operation.isBoundByMemory ? "memory" : "arithmetic"),
            "share": .double(operation.share), "usual_share": .double(time.usualShare),
            "slow": .bool(operation.isSlow),
        ])
    }
}
