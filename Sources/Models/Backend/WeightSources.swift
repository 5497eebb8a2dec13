import Tensors

/// A matrix `[outputs, inputs]` as it lies in its file, and its bias.
package struct MatrixWeights: Sendable {
    let stored: StoredTensor
    let bias: [Float]?
}

/// A norm's gain, and bias where it has one.
package struct NormWeights: Sendable {
    let gain: [Float]
    let bias: [Float]?
}
