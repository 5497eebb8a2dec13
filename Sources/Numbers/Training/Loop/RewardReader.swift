import Compute

/// A reward head on the states of the rows that end answers, forward and backward.
final class RewardReader {
    private let gradient: DecoderGradient
    private let head: DecoderHead
    private let layer: LinearLayer
    private let outputs: FloatMatrix
    private let dOutputs: FloatMatrix
    private var rows: [Int] = []

    init(_ reward: RewardHeadParameters, _ gradient: DecoderGradient) throws {
        (self.gradient, layer) = (gradient, reward.layer)
        head = try DecoderHead(gradient)
        outputs = try gradient.backend.makeMatrix(rows: gradient.capacity, width: layer.outputs)
        dOutputs = try gradient.backend.makeMatrix(rows: gradient.capacity, width: layer.outputs)
    }

    /// Number of attributes.
    var width: Int { layer.outputs }

    /// The head's outputs at some rows of the last forward pass, `[rows][attributes]`.
    func predict(at rows: [Int]) throws -> [[Float]] {
        self.rows = rows
        let view = outputs.first(rows.count)
        layer.forward(
            head.states(at: rows), into: view, adding: false, scratch: nil, on: gradient.backend)
        var floats = [Float](repeating: 0, count: rows.count * width)
        try gradient.backend.read(view, into: &floats)
        return rows.indices.map { Array(floats[$0 * width..<($0 + 1) * width]) }
    }

    /// Takes the derivative by the last predictions back through head and body.
    func backward(_ derivatives: [[Float]]) throws {
        let blocks = rows.indices.map { $0..<$0 + 1 }
        let view = dOutputs.first(rows.count)
        try gradient.backend.write(Array(derivatives.joined()), to: view)
        layer.backward(
            view, x: head.lastStates, into: head.dStates, blocks: blocks, scratch: nil,
            on: gradient.backend)
        head.backward(at: rows, blocks: blocks)
        try gradient.backward()
    }
}
