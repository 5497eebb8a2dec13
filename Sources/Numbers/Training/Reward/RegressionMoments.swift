/// Sums of features, targets and their products: all that a linear regression needs of its rows.
///
/// The sums of two sets of rows add up to those of both, so that a part can be left out without
/// reading the others again.
struct RegressionMoments {
    let width: Int
    let outputs: Int
    private(set) var rows = 0
    private var featureSums: [Double]
    private var targetSums: [Double]
    /// The upper triangle of `XᵀX`, row-major `[F, F]`.
    private var products: [Double]
    /// `XᵀY` by output, `[O][F]`.
    private var crossProducts: [[Double]]

    init(width: Int, outputs: Int) {
        (self.width, self.outputs) = (width, outputs)
        featureSums = [Double](repeating: 0, count: width)
        targetSums = [Double](repeating: 0, count: outputs)
        products = [Double](repeating: 0, count: width * width)
        crossProducts = targetSums.map { _ in [Double](repeating: 0, count: width) }
    }

    /// The sums of rows of features `[N][F]` and targets `[N][O]`.
    init(features: [[Float]], targets: [[Double]]) {
        self.init(width: features[0].count, outputs: targets[0].count)
        for (row, target) in zip(features, targets) { add(row.map(Double.init), target) }
    }

    private mutating func add(_ row: [Double], _ target: [Double]) {
        rows += 1
        let width = width
        for (index, value) in row.enumerated() { featureSums[index] += value }
        for (index, value) in target.enumerated() { targetSums[index] += value }
        products.withUnsafeMutableBufferPointer { products in
            row.withUnsafeBufferPointer { row in
                for i in 0..<width {
                    let value = row[i]
                    for j in i..<width { products[i * width + j] += value * row[j] }
                }
            }
        }
        for (output, value) in target.enumerated() {
            for i in 0..<width { crossProducts[output][i] += value * row[i] }
        }
    }

    static func + (one: RegressionMoments, other: RegressionMoments) -> RegressionMoments {
        var sum = one
        sum.rows += other.rows
        for i in sum.featureSums.indices { sum.featureSums[i] += other.featureSums[i] }
        for i in sum.targetSums.indices { sum.targetSums[i] += other.targetSums[i] }
        for i in sum.products.indices { sum.products[i] += other.products[i] }
        for output in sum.crossProducts.indices {
            for i in 0..<sum.width {
                sum.crossProducts[output][i] += other.crossProducts[output][i]
            }
        }
        return sum
    }

    // MARK: About the means

    var featureMeans: [Double] { featureSums.map { $0 / Double(rows) } }
    var targetMeans: [Double] { targetSums.map { $0 / Double(rows) } }

    /// `XᵀX` of the centred features, row-major `[F, F]`.
    var gram: [Double] {
        let means = featureMeans
        var gram = products
        for i in 0..<width {
            for j in i..<width {
                gram[i * width + j] -= featureSums[i] * means[j]
                gram[j * width + i] = gram[i * width + j]
            }
        }
        return gram
    }

    /// `XᵀY` of the centred features and targets by output, `[O][F]`.
    var cross: [[Double]] {
        zip(crossProducts, targetMeans).map { products, mean in
            zip(products, featureSums).map { $0 - $1 * mean }
        }
    }

    /// The variance of each feature.
    var variances: [Double] {
        let means = featureMeans
        return (0..<width).map {
            max(0, products[$0 * width + $0] - featureSums[$0] * means[$0]) / Double(rows)
        }
    }
}
