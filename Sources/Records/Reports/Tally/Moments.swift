/// Running count, mean and variance of numbers (Welford 1962).
struct Moments: Equatable {
    private(set) var count = 0
    private(set) var mean = 0.0
    private var squares = 0.0

    mutating func add(_ value: Double) {
        guard value.isFinite else { return }
        count += 1
        let difference = value - mean
        mean += difference / Double(count)
        squares += difference * (value - mean)
    }

    /// The standard error of the mean; `nil` for fewer than two numbers.
    var standardError: Double? {
        count < 2 ? nil : (squares / Double(count - 1) / Double(count)).squareRoot()
    }
}

/// Correlation of two differences between paired answers.
///
/// Each pair is counted both ways round, so the means are 0 and the result does not depend on which
/// answer is called the first.
struct Correlation: Equatable {
    private(set) var count = 0
    private var xx = 0.0
    private var yy = 0.0
    private var xy = 0.0

    mutating func add(_ x: Double, _ y: Double) {
        guard x.isFinite, y.isFinite else { return }
        count += 1
        xx += x * x
        yy += y * y
        xy += x * y
    }

    /// The coefficient from -1 to 1; `nil` if one of the two differences is always 0.
    var coefficient: Double? { xx > 0 && yy > 0 ? xy / (xx * yy).squareRoot() : nil }
}
