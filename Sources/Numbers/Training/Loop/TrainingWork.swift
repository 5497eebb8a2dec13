package import Models

/// Floating-point operations of training, by which its speed is compared with a machine's.
package struct TrainingWork: Sendable {
    /// Multiply-adds of all layers' matrices for a token.
    private let layers: Double
    /// Multiply-adds of the head for a target.
    private let head: Double
    /// Multiply-adds of attention for a token and a position that it sees.
    private let attention: Double
    /// Passes over the layers' matrices: forward, by the input, by the weights.
    private let passes: Double
    private let headPasses: Double

    /// - Parameters:
    ///   - adapters: Parameters of low-rank adapters; 0 to train all weights.
    package init(_ configuration: ModelConfiguration, adapters: Int = 0) {
        let shape = configuration
        let hidden = Double(shape.hiddenSize)
        let inner = Double(shape.feedForwardSize) * (shape.feedForward.isGated ? 3 : 2)
        let attended =
            hidden * Double(2 * shape.queryWidth + 2 * shape.keyValueWidth)
        let experts = Double(shape.experts?.used ?? 1)
        layers = Double(shape.layerCount) * (attended + hidden * inner * experts)
        head = hidden * Double(shape.vocabularySize)
        attention = Double(shape.layerCount * 2 * shape.queryWidth)
        passes = adapters > 0 ? 2 + 3 * Double(adapters) / max(1, layers) : 3
        headPasses = adapters > 0 ? 2 : 3
    }

    /// Operations of a step: two for a multiply-add.
    ///
    /// - Parameters:
    ///   - tokens: Computed tokens.
    ///   - targets: Rows that the head was applied to.
    ///   - averageLength: Of the documents, of which a token sees half.
    package func operations(tokens: Int, targets: Int, averageLength: Double) -> Double {
        2 * Double(tokens) * (passes * layers + 3.5 * attention * averageLength / 2)
            + 2 * headPasses * head * Double(targets)
    }
}
