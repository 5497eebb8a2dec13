// What a decoder holds of a backend's: each is known to the backend that made it.

/// A weight matrix, or several side by side.
package struct MatrixHandle: Sendable {
    let index: Int
}

/// A layer's experts and their router.
package struct ExpertsHandle: Sendable {
    let index: Int
}

/// A norm's gain and bias.
package struct NormHandle: Sendable {
    let index: Int
}

/// The table that tokens are looked up in.
package struct EmbeddingHandle: Sendable {
    let index: Int
}

/// Rows of floats, one for each row of a step.
package struct Activations: Sendable {
    let index: Int
}

/// Rows that matrix products read, in whatever form the backend computes them.
package struct Operand: Sendable {
    let index: Int
}
