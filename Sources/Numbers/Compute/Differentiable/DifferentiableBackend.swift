package import Models

/// What training needs from a device: operations over packed documents, each with its backward
/// beside it.
///
/// Where a ``Backend`` of inference allocates nothing and forgets, training remembers: the caller
/// owns every matrix and decides what is kept between forward and backward.
///
/// **Every result is the same bits whatever the number of threads and whichever documents are
/// computed together.** A row's results depend on its own document alone, tiles are counted from
/// the document's first row. Sums over rows (gradients of weights) go block by block
/// (``PackedBatch/blocks``): a block's sum begins at zero, and is then added to what is there.
///
/// Gradients carry the letter d: `dY` is the derivative of the loss by `Y`. Sources of the formulas
/// are named in the kernels.
package protocol DifferentiableBackend: AnyObject {
    // MARK: Memory

    /// Zeros, `[rows, width]`.
    ///
    /// - Throws: ``ComputeError`` if the device's memory is too small.
    func makeMatrix(rows: Int, width: Int) throws -> FloatMatrix
    /// Copies floats from the host, row by row.
    func write(_ floats: UnsafePointer<Float>, to x: MatrixView) throws
    /// Copies to the host, row by row; waits for what computes `x`.
    func read(_ x: MatrixView, into floats: UnsafeMutablePointer<Float>) throws
    /// x = value.
    func fill(_ x: MatrixView, with value: Float)
    /// y = x.
    func copy(_ x: MatrixView, into y: MatrixView)
    /// y = y + x.
    func add(_ x: MatrixView, to y: MatrixView)

    // MARK: Rows

    /// y[i] = x[rows[i]].
    func gather(_ rows: [Int], of x: MatrixView, into y: MatrixView)
    /// x[rows[i]] = x[rows[i]] + y[i], one i after the other: a row may occur several times.
    func scatter(_ y: MatrixView, addingTo x: MatrixView, at rows: [Int])
    /// x = scale · table[token].
    func embed(_ tokens: [Int32], in table: FloatMatrix, scale: Float, into x: MatrixView)
    /// dTable[token] = dTable[token] + scale · dX, one row after the other.
    func embedBackward(_ dX: MatrixView, tokens: [Int32], scale: Float, into dTable: FloatMatrix)

    // MARK: Norms

    /// y = norm(x) over heads of `norm.width` columns: one head if that is the width of `x`.
    func normalise(_ x: MatrixView, by norm: NormParameters, into y: MatrixView)
    /// dX = dX + dY·∂norm/∂x, and the gradients of gain and bias added to theirs where given.
    ///
    /// - Parameters:
    ///   - x: What the forward pass read.
    ///   - adding: Whether `dX` is added to; else it is overwritten and may be `dY`.
    ///   - blocks: Of the rows, for the sums over them.
    func normaliseBackward(
        _ dY: MatrixView, x: MatrixView, by norm: NormParameters, into dX: MatrixView,
        adding: Bool, dGain: FloatMatrix?, dBias: FloatMatrix?, blocks: [Range<Int>])

    // MARK: Products

    /// Whether forward products are float32 even where gradients are bf16: for losses that are small
    /// differences of large sums, such as the log-probabilities of two answers under two models. A
    /// GPU keeps bf16, as its float32 is many times slower than its tensor cores.
    var forwardIsFloat32: Bool { get set }

    /// y = x·Wᵀ + b, or y + x·Wᵀ + b; `w` is `[outputs, inputs]`, `bias` `[1, outputs]`.
    func multiply(
        _ x: MatrixView, by w: MatrixView, bias: MatrixView?, into y: MatrixView, adding: Bool)
    /// dX = dY·W, or dX + dY·W.
    func multiplyBackward(_ dY: MatrixView, by w: MatrixView, into dX: MatrixView, adding: Bool)
    /// dW = dW + scale · dYᵀ·x, block by block.
    func accumulate(
        _ dY: MatrixView, _ x: MatrixView, scale: Float, blocks: [Range<Int>], into dW: MatrixView)
    /// db = db + Σ dY, block by block.
    func accumulateBias(_ dY: MatrixView, blocks: [Range<Int>], into db: MatrixView)
    /// y = y + scale · x.
    func add(_ x: MatrixView, scaledBy scale: Float, to y: MatrixView)

    /// x[i] = factors[i] · x[i].
    func scaleRows(_ x: MatrixView, by factors: [Float])
    /// Σ x[i]·y[i] of each row i; waits for what computes them.
    func rowProducts(_ x: MatrixView, _ y: MatrixView) throws -> [Float]

    // MARK: Attention

    /// Rotates heads `[rows, heads·headDimension]` in place to the positions of the batch's rows;
    /// `backward` rotates by the negative angle.
    func rotate(
        _ x: MatrixView, batch: PackedBatch, by rotary: RotaryAngles, headDimension: Int,
        backward: Bool)
    /// o = softmax(scale·q·Kᵀ)·V over what each row sees; `logSum` `[rows, heads]` keeps the
    /// logarithm of each softmax's denominator.
    ///
    /// - Parameter queryKeyValue: Query, key and value heads of each row, side by side.
    func attend(
        _ queryKeyValue: MatrixView, batch: PackedBatch, shape: AttentionParameters,
        into o: MatrixView, logSum: MatrixView)
    /// dQueryKeyValue of what ``attend(_:batch:shape:into:logSum:)`` gave.
    func attendBackward(
        _ dO: MatrixView, queryKeyValue: MatrixView, o: MatrixView, logSum: MatrixView,
        batch: PackedBatch, shape: AttentionParameters, into dQueryKeyValue: MatrixView)

    // MARK: Feed-forward

    /// y = the activation of x: of gate and up side by side, or of up alone.
    func activate(_ x: MatrixView, as kind: ModelConfiguration.FeedForward, into y: MatrixView)
    /// dX = dY · ∂activation/∂x; `dX` may be `x`.
    func activateBackward(
        _ dY: MatrixView, x: MatrixView, as kind: ModelConfiguration.FeedForward,
        into dX: MatrixView)

    // MARK: Head

    /// The log-probability of each row's target, and what follows for the gradients, without ever
    /// holding logits for more than a chunk of rows.
    ///
    /// With p = softmax(softCap·tanh(x·Wᵀ/softCap)): `logProbabilities[i]` = log p[i, targets[i]].
    ///
    /// - Parameters:
    ///   - backward: nil for the log-probabilities alone.
    func crossEntropy(
        _ x: MatrixView, by head: FloatMatrix, softCap: Float?, targets: [Int32],
        backward: HeadBackward?, logProbabilities: UnsafeMutablePointer<Float>) throws

    // MARK: Optimizer

    /// Σ x², in double precision, in blocks of 4096 added in order.
    func squaredNorm(_ x: FloatMatrix) throws -> Double
    /// One step of AdamW on a parameter; see ``AdamStep``.
    func adamStep(
        _ parameter: FloatMatrix, gradient: FloatMatrix, first: FloatMatrix, second: FloatMatrix,
        step: AdamStep)
    /// The same on moments of 8 bits; see ``EightBitMoments``.
    func adamStep8Bit(
        _ parameter: FloatMatrix, gradient: FloatMatrix, first: FloatMatrix, second: FloatMatrix,
        step: AdamStep)
}

/// What the head's backward needs beside its forward's operands, and where it goes.
package struct HeadBackward {
    /// dL/d(log p) of each row.
    package let factors: [Float]
    /// Of the rows, for the sums over them.
    package let blocks: [Range<Int>]
    /// `[rows, C]`, overwritten.
    package let dX: MatrixView
    /// `[V, C]`, added to; nil if the head is frozen.
    package let dHead: FloatMatrix?

    package init(factors: [Float], blocks: [Range<Int>], dX: MatrixView, dHead: FloatMatrix?) {
        (self.factors, self.blocks, self.dX, self.dHead) = (factors, blocks, dX, dHead)
    }
}

/// A norm's parameters in a device's memory.
package struct NormParameters {
    package let kind: ModelConfiguration.Norm
    /// `[1, width]`, as stored: the gain, or the gain minus one where `kind` says so.
    package let gain: FloatMatrix
    /// `[1, width]`
    package let bias: FloatMatrix?
    package let epsilon: Float

    package init(
        kind: ModelConfiguration.Norm, gain: FloatMatrix, bias: FloatMatrix?, epsilon: Float
    ) {
        (self.kind, self.gain, self.bias, self.epsilon) = (kind, gain, bias, epsilon)
    }

    package var width: Int { gain.width }
    /// What is added to the stored gain: 1 or 0.
    package var gainOffset: Float {
        switch kind {
        case .rms(let onePlus), .layer(let onePlus): onePlus ? 1 : 0
        }
    }
}

/// Shape and options of one layer's attention.
package struct AttentionParameters: Sendable {
    package let heads: Int
    package let keyValueHeads: Int
    package let headDimension: Int
    package let scale: Float
    package let softCap: Float?
    /// How many positions a row sees, itself included; nil: all before it.
    package let window: Int?

    package init(_ configuration: ModelConfiguration, layer: Int) {
        heads = configuration.headCount
        keyValueHeads = configuration.keyValueHeadCount
        headDimension = configuration.headDimension
        scale = configuration.attention.scale
        softCap = configuration.attention.softCap
        window = configuration.attention.windows[layer]
    }
}

/// One step of AdamW.
///
/// ```
/// g = gradientScale · gradient
/// m = beta1·m + (1 − beta1)·g
/// v = beta2·v + (1 − beta2)·g²
/// p = p − learningRate·decay·p
/// p = p − learningRate/correction1 · m / (√(v/correction2) + epsilon)
/// ```
/// Source: Loshchilov & Hutter 2019 (arXiv:1711.05101), algorithm 2, in the order of torch.optim.AdamW.
package struct AdamStep: Sendable, Equatable {
    package var learningRate: Double
    package var beta1: Double
    package var beta2: Double
    package var epsilon: Double
    package var decay: Double
    /// 1 − beta1ᵗ.
    package var correction1: Double
    /// 1 − beta2ᵗ.
    package var correction2: Double
    /// Factor of the gradient, which clips its norm.
    package var gradientScale: Double

    package init(
        learningRate: Double, beta1: Double, beta2: Double, epsilon: Double, decay: Double,
        correction1: Double, correction2: Double, gradientScale: Double
    ) {
        self.learningRate = learningRate
        (self.beta1, self.beta2, self.epsilon, self.decay) = (beta1, beta2, epsilon, decay)
        (self.correction1, self.correction2) = (correction1, correction2)
        self.gradientScale = gradientScale
    }
}
