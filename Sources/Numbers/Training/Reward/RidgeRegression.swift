/// Linear regression with a penalty on the weights, solved in closed form.
///
/// Minimises `Σᵢ ‖yᵢ − W xᵢ − b‖² + λ ‖W‖²` over weights `W` and bias `b`. Features and targets are
/// centered, so the bias is not penalised. Source: Hoerl & Kennard 1970.
public struct RidgeRegression: Sendable {
    /// Weights, shape `[outputs][features]`.
    public let weights: [[Double]]
    /// Bias, shape `[outputs]`.
    public let bias: [Double]

    /// Fits features `[N][F]` to targets `[N][O]`.
    ///
    /// Cost: `O(N F² + F³)` multiply-adds, `F²` doubles of memory.
    /// - Parameter penalty: λ; must be positive, so that a solution exists for any features.
    public init(features: [[Float]], targets: [[Double]], penalty: Double) {
        precondition(!features.isEmpty && features.count == targets.count, "one target per row")
        precondition(penalty > 0, "a penalty must be positive")
        let moments = Moments(features: features, targets: targets)
        var gram = moments.gram
        for i in 0..<moments.width { gram[i * moments.width + i] += penalty }
        let factor = choleskyFactor(gram, moments.width)
        weights = moments.cross.map { solve(factor, moments.width, $0) }
        bias = zip(weights, moments.targetMeans).map { weights, mean in
            mean - zip(weights, moments.featureMeans).reduce(0) { $0 + $1.0 * $1.1 }
        }
    }

    /// Predicts the outputs for one row of features.
    public func callAsFunction(_ features: [Float]) -> [Double] {
        zip(weights, bias).map { weights, bias in
            zip(weights, features).reduce(bias) { $0 + $1.0 * Double($1.1) }
        }
    }
}

/// Means, and sums of products of centred values.
private struct Moments {
    let width: Int
    let featureMeans: [Double]
    let targetMeans: [Double]
    /// `XᵀX`, row-major `[F, F]`.
    private(set) var gram: [Double]
    /// `XᵀY` by output, `[O][F]`.
    private(set) var cross: [[Double]]

    init(features: [[Float]], targets: [[Double]]) {
        let rows = Double(features.count)
        width = features[0].count
        featureMeans = features.reduce(into: [Double](repeating: 0, count: width)) { sums, row in
            for (index, value) in row.enumerated() { sums[index] += Double(value) }
        }.map { $0 / rows }
        targetMeans = targets.reduce(into: [Double](repeating: 0, count: targets[0].count)) {
            sums, row in for (index, value) in row.enumerated() { sums[index] += value }
        }.map { $0 / rows }
        gram = [Double](repeating: 0, count: width * width)
        cross = targetMeans.map { _ in [Double](repeating: 0, count: features[0].count) }
        for (row, target) in zip(features, targets) {
            add(
                zip(row, featureMeans).map { Double($0) - $1 },
                zip(target, targetMeans).map { $0 - $1 })
        }
        // `add` fills the upper triangle alone.
        for i in 0..<width { for j in 0..<i { gram[i * width + j] = gram[j * width + i] } }
    }

    private mutating func add(_ row: [Double], _ target: [Double]) {
        let width = width
        gram.withUnsafeMutableBufferPointer { gram in
            row.withUnsafeBufferPointer { row in
                for i in 0..<width {
                    let value = row[i]
                    for j in i..<width { gram[i * width + j] += value * row[j] }
                }
            }
        }
        for (output, value) in target.enumerated() {
            for i in 0..<width { cross[output][i] += value * row[i] }
        }
    }
}

/// The lower triangle `L` with `L Lᵀ = a`, for a symmetric positive definite `a` of size `n`.
private func choleskyFactor(_ a: [Double], _ n: Int) -> [Double] {
    var l = [Double](repeating: 0, count: n * n)
    l.withUnsafeMutableBufferPointer { l in
        for i in 0..<n {
            for j in 0...i {
                var sum = a[i * n + j]
                for k in 0..<j { sum -= l[i * n + k] * l[j * n + k] }
                l[i * n + j] = i == j ? sum.squareRoot() : sum / l[j * n + j]
            }
        }
    }
    return l
}

/// The `x` with `L Lᵀ x = b`.
private func solve(_ l: [Double], _ n: Int, _ b: [Double]) -> [Double] {
    var x = b
    for i in 0..<n {
        for k in 0..<i { x[i] -= l[i * n + k] * x[k] }
        x[i] /= l[i * n + i]
    }
    for i in stride(from: n - 1, through: 0, by: -1) {
        for k in (i + 1)..<max(n, i + 1) { x[i] -= l[k * n + i] * x[k] }
        x[i] /= l[i * n + i]
    }
    return x
}
