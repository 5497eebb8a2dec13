/// How a model's matrices are multiplied. Part of a model's identity: it changes the last digits.
public enum Arithmetic: String, Sendable, Hashable, CaseIterable {
    /// The form that is fastest for each matrix: quantised weights by activations rounded to 8 bits
    /// (a scale for each 32), with keys and values in fp16; others as in ``float32``.
    case native
    /// Everything in 32-bit floats: the reference.
    case float32
    /// On GPUs alone: weights and activations of the layers in 8-bit floats (E4M3), a scale for
    /// each output of a matrix and for each row of activations; output head, sums and cache as in
    /// ``native``.
    case fp8
    /// The same with one scale for each tensor of weights.
    ///
    /// Activations keep a scale for each row: with one for all rows of a step, a row's bits would
    /// depend on its neighbours.
    case fp8Tensor = "fp8-tensor"

    /// 8-bit floats whose weights share scales like this.
    public init(_ scales: FP8Scales) {
        switch scales {
        case .channel: self = .fp8
        case .tensor: self = .fp8Tensor
        }
    }

    /// What of the weights shares a scale, if they are 8-bit floats.
    public var fp8Scales: FP8Scales? {
        switch self {
        case .native, .float32: nil
        case .fp8: .channel
        case .fp8Tensor: .tensor
        }
    }
}

/// Which weights in 8-bit floats share a scale: the greatest size among them, divided by 448, the
/// greatest E4M3.
public enum FP8Scales: String, Sendable, CaseIterable {
    /// Those of each output.
    case channel
    /// Those of a tensor as its file has it, so that query, key and value have one each where they
    /// are three; of experts in one tensor each has its own.
    case tensor
}
