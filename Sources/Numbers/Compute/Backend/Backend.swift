package import Checkpoints
package import Models

/// What a decoder needs from a device: all that a new device has to implement.
///
/// A backend holds a model's weights, its key/value cache and the activations of one step. Weights
/// and activations are made when the model is loaded, and known by handles from then on; a step
/// allocates nothing. ``begin(_:)`` gives the step's rows, and every operation after it works on
/// all of them; operations follow each other in the order of the calls.
///
/// What a product reads is an ``Operand``, filled by a norm, by attention or by an activation: a
/// backend that computes products in another form (8-bit integers, say) converts there, in the same
/// pass. Everything else is an ``Activations``, rows of 32-bit floats.
///
/// **Every operation is batch-invariant.** The order of the operations behind an output element
/// depends on the model's shape and the row's position alone: a row's results are the same bits
/// whatever else is in the step, however a prompt is cut into steps, and however many threads there
/// are.
///
/// A device may compute behind the caller's back: what goes wrong in an operation is thrown by the
/// next one that brings numbers out.
package protocol Backend: AnyObject {
    // MARK: Made once

    /// Takes in matrices that are applied to the same input, their outputs side by side.
    ///
    /// - Throws: `TensorError` if an element type cannot be decoded. This, like everything that is
    ///   made here, may also find that the device's memory is too small.
    func load(_ parts: [MatrixWeights]) throws -> MatrixHandle

    /// Takes in a layer's experts and the router that chooses among them.
    ///
    /// - Throws: `TensorError` if an element type cannot be decoded.
    func load(_ experts: ExpertWeights) throws -> ExpertsHandle

    /// Takes in a norm's gain, and bias where it has one.
    func load(_ norm: NormWeights) throws -> NormHandle

    /// Takes in the table `[V, C]` that tokens are looked up in.
    ///
    /// - Throws: `TensorError` if the element type cannot be decoded.
    func load(embedding: StoredTensor) throws -> EmbeddingHandle

    /// Rows of `width` floats, for as many rows as a step may have.
    func makeActivations(width: Int) throws -> Activations

    /// Rows of `width` values that products read, for as many rows as a step may have.
    func makeOperand(width: Int) throws -> Operand

    // MARK: A step

    /// Begins a step with these rows; the last step is over.
    func begin(_ batch: TokenBatch)

    /// x = scale · the embedding of each row's token.
    func embed(_ table: EmbeddingHandle, scale: Float, into x: Activations)

    /// y = norm(x).
    func normalise(_ x: Activations, by norm: NormHandle, into y: Operand)

    /// y = x·Wᵀ + b.
    func project(_ x: Operand, by matrix: MatrixHandle, into y: Activations)

    /// y = y + x·Wᵀ + b.
    func project(_ x: Operand, by matrix: MatrixHandle, addingTo y: Activations)

    /// y = the feed-forward's activation of x·Wᵀ + b: of gate and up side by side, or of up alone.
    ///
    /// One operation, so that a device may leave x·Wᵀ in registers. The bits are those of the
    /// matmul and then the activation, whichever way the device takes.
    ///
    /// - Parameter matrix: As many outputs as the model's feed-forward expands a row to.
    func project(
        _ x: Operand, by matrix: MatrixHandle, activatedAs kind: ModelConfiguration.FeedForward,
        into y: Operand)

    /// y = y + norm(x).
    func add(_ x: Activations, normalisedBy norm: NormHandle, to y: Activations)

    /// Rotates queries and keys to their rows' positions, and puts keys and values into the cache.
    ///
    /// - Parameters:
    ///   - queryKeyValue: Query, key and value heads of each row, side by side.
    ///   - norms: Norms of each query and each key head, before they are rotated.
    func store(
        _ queryKeyValue: Activations,
        norms: (query: NormHandle, key: NormHandle)?,
        layer: Int
    )

    /// y = softmax(scale·q·Kᵀ)·V over the row's own position and those before it in its sequence,
    /// as many as the layer's window lets it see; scores are capped where the model caps them.
    func attend(_ queryKeyValue: Activations, layer: Int, into y: Operand)

    /// y = y + Σ weight·(activation(x·Eᵀ)·Cᵀ) over the experts that the router chooses for a row,
    /// in the order of their numbers.
    ///
    /// The weights are the softmax of the router's outputs; of equal ones the lower number goes
    /// first.
    func mix(_ x: Operand, by experts: ExpertsHandle, addingTo y: Activations)

    /// y = norm(x) of the rows that the step asks for, in the order in which it asks.
    func normaliseOutputs(_ x: Activations, by norm: NormHandle, into y: Operand)

    // MARK: What comes out

    /// Writes rows of an operand as floats: `[rows, C]`.
    ///
    /// - Throws: What became of the device, if it fails.
    func read(_ x: Operand, rows: Range<Int>, into floats: UnsafeMutablePointer<Float>) throws

    /// Writes x·Wᵀ for some rows of an operand, the first a multiple of 32: `[rows, V]`, bent
    /// by `softCap·tanh(logit / softCap)`.
    ///
    /// - Throws: What became of the device, if it fails.
    func logits(
        _ x: Operand,
        rows: Range<Int>,
        by head: MatrixHandle,
        softCap: Float?,
        into logits: UnsafeMutablePointer<Float>
    ) throws
}

/// How much a backend must have room for.
package struct BackendLimits {
    /// Most rows of one step.
    package var rows: Int
    /// The longest sequence.
    package var positions: Int
    /// Blocks of the key/value cache.
    package var blocks: Int

    package init(rows: Int, positions: Int, blocks: Int) {
        (self.rows, self.positions, self.blocks) = (rows, positions, blocks)
    }
}
