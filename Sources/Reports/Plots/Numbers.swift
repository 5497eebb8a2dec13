import Datasets
import Foundation
import Terminal

/// How numbers are written on the page: the same number the same way everywhere.
enum Numbers {
    /// `12,840`.
    static func count(_ number: Int) -> String { Format.count(number) }

    /// `2.25`, `−0.31`, with a real minus sign.
    static func decimal(_ value: Double, _ decimals: Int = 2) -> String {
        value.fixed(decimals).replacing("-", with: "\u{2212}")
    }

    /// `70.3 %` of a share.
    static func percent(_ share: Double) -> String { decimal(share * 100, 1) + "\u{00A0}%" }

    /// A label of an axis: as many decimals as its step needs, thousands as `12k`.
    static func tick(_ value: Double, step: Double) -> String {
        if value.magnitude >= 10_000 || step >= 10_000 {
            let (unit, name) = step >= 1e5 && value.magnitude >= 1e6 ? (1e6, "M") : (1e3, "k")
            return value == 0 ? "0" : tick(value / unit, step: step / unit) + name
        }
        let decimals = max(0, min(6, Int(-floor(log10(step) + 1e-9))))
        return decimal(value, decimals)
    }

    /// `1 pair`, `12,840 pairs`.
    static func count(_ number: Int, _ noun: String) -> String {
        count(number) + "\u{00A0}" + noun + (number == 1 ? "" : "s")
    }

    /// A place in a plot, to a tenth of a unit.
    static func place(_ value: Double) -> String { value.isFinite ? value.fixed(1) : "0" }
}

extension Numbers {
    /// `97.4 MiB`.
    static func bytes(_ number: Int) -> String { Format.bytes(number) }

    /// `3 min 05 s`.
    static func duration(_ seconds: Double) -> String { Format.duration(seconds) }
}
