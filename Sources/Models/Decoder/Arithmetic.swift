/// How a model's matrices are multiplied. Part of a model's identity: it changes the last digits.
public enum Arithmetic: String, Sendable, Hashable, CaseIterable {
    /// The form that is fastest for each matrix: quantised weights by activations rounded to 8 bits
    /// (a scale for each 32), with keys and values in half precision; others as in ``float32``.
    case native
    /// Everything in 32-bit floats: the reference.
    case float32
    /// On cards alone: weights and activations of the layers in 8-bit floats (E4M3), a scale for each
    /// output of a matrix and for each row of activations; output head, sums and cache as in ``native``.
    case fp8
}
