extension Int {
    /// Returns the sum, or the nearest `Int` on overflow.
    package func addingWithoutOverflow(_ other: Int) -> Int {
        let (sum, overflows) = addingReportingOverflow(other)
        guard overflows else { return sum }
        return other < 0 ? .min : .max
    }

    /// Returns the product of two numbers that are not negative, or `Int.max` on overflow.
    package func multiplyingWithoutOverflow(by other: Int) -> Int {
        let (product, overflows) = multipliedReportingOverflow(by: other)
        return overflows ? .max : product
    }
}
