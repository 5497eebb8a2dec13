import Formatting

extension Figure {
    /// A value as tables write it: `23.5`, of a figure in percent too.
    public func text(_ value: Double) -> String {
        (unit == .percent ? 100 * value : value).fixed(decimals)
    }

    /// A value with its interval: `23.5 [17.9, 29.4]`.
    public func text(_ value: Double, _ interval: ClosedRange<Double>?) -> String {
        guard let interval else { return text(value) }
        return "\(text(value)) [\(text(interval.lowerBound)), \(text(interval.upperBound))]"
    }

    /// The label with the unit of what ``text(_:)`` writes.
    public var title: String { unit == .percent ? label + ", %" : label }

    private var decimals: Int {
        switch unit {
        case .percent: 1
        case .perplexity: 2
        case .number: name == "bits_per_byte" ? 4 : name == "characters" ? 0 : 2
        }
    }
}
