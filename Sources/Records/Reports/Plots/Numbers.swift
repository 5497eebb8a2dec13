import Datasets
import Formatting
import Foundation

/// Formats of numbers on the page.
enum Numbers {
    /// `12,840`.
    static func count(_ number: Int) -> String { Format.count(number) }

    /// `2.25`, `−0.31`, with a real minus sign; from ten thousand on whole, as counts are.
    static func decimal(_ value: Double, _ decimals: Int = 2) -> String {
        let isLarge = value.magnitude >= 10_000 && value.magnitude < 1e15
        let text = isLarge ? count(Int(value.rounded())) : value.fixed(decimals)
        return text.replacing("-", with: "\u{2212}")
    }

    /// `70.3 %` for the share 0.703.
    static func percent(_ share: Double) -> String { decimal(share * 100, 1) + "\u{00A0}%" }

    /// A label of an axis, with as many decimals as the step needs, and thousands as `12k`.
    ///
    /// - Parameter most: The largest number on the axis, which decides the unit of all labels.
    static func tick(_ value: Double, step: Double, most: Double = 0) -> String {
        let most = max(most, value.magnitude)
        guard most >= 10_000, value != 0 else {
            let decimals = max(0, min(6, Int(-floor(log10(step) + 1e-9))))
            return value == 0 && most >= 10_000 ? "0" : decimal(value, decimals)
        }
        let units = [(1e9, "G"), (1e6, "M")]
        let (unit, name) = units.first { most >= $0.0 && step >= $0.0 / 10 } ?? (1e3, "k")
        let decimals = max(0, min(6, Int(-floor(log10(step / unit) + 1e-9))))
        return decimal(value / unit, decimals) + name
    }

    /// `1 pair`, `12,840 pairs`.
    static func count(_ number: Int, _ noun: String) -> String {
        count(number) + "\u{00A0}" + noun + (number == 1 ? "" : "s")
    }

    /// A coordinate in a plot, to a tenth of a unit; 0 if it is not finite.
    static func coordinate(_ value: Double) -> String { value.isFinite ? value.fixed(1) : "0" }
}

extension Numbers {
    /// `97.4 MiB`.
    static func bytes(_ number: Int) -> String { Format.bytes(number) }

    /// `3 min 05 s`.
    static func duration(_ seconds: Double) -> String { Format.duration(seconds) }
}
