import Foundation

extension Double {
    /// The number with a fixed number of decimals, the same in every locale.
    package func fixed(_ decimals: Int) -> String {
        let scale = pow(10, Double(decimals))
        let scaled = (magnitude * scale).rounded()
        // NaN, infinity, and numbers too large for exact decimals or an Int.
        guard scaled < 1e15 else { return "\(self)" }
        let digits = String(Int(scaled))
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let sign = self < 0 && scaled > 0 ? "-" : ""
        guard decimals > 0 else { return sign + padded }
        return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }
}
