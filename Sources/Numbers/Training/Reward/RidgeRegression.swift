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
        let moments = RegressionMoments(features: features, targets: targets)
        self.init(moments, penalties: [Double](repeating: penalty, count: moments.width))
    }

    /// Fits as if every feature had variance 1: a state's few great elements would else have next to
    /// no penalty.
    init(standardising moments: RegressionMoments, penalty: Double) {
        let variances = moments.variances
        let mean = variances.reduce(0, +) / Double(max(1, variances.count))
        let least = mean > 0 ? 1e-6 * mean : 1
        self.init(moments, penalties: variances.map { penalty * max($0, least) })
    }

    /// - Parameter penalties: λ of each feature's weights.
    private init(_ moments: RegressionMoments, penalties: [Double]) {
        precondition(penalties.allSatisfy { $0 > 0 }, "a penalty must be positive")
        var gram = moments.gram
        for (i, penalty) in penalties.enumerated() { gram[i * moments.width + i] += penalty }
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
