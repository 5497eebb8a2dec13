import Compute

/// A reward head on the states of answers' rows, forward and backward.
///
/// Of an answer it gives the mean over the rows that it reads: one at the end, or all. The head is
/// linear, so that this is its output for the mean of the states.
final class RewardReader {
    private let gradient: DecoderGradient
    private let head: DecoderHead
    private let layer: LinearLayer
    private let outputs: FloatMatrix
    private let dOutputs: FloatMatrix
    private var rows: [Int] = []
    /// By answer, where its rows are among ``rows``.
    private var answers: [Range<Int>] = []

    init(_ reward: RewardHeadParameters, _ gradient: DecoderGradient) throws {
        (self.gradient, layer) = (gradient, reward.layer)
        head = try DecoderHead(gradient)
        outputs = try gradient.backend.makeMatrix(rows: gradient.capacity, width: layer.outputs)
        dOutputs = try gradient.backend.makeMatrix(rows: gradient.capacity, width: layer.outputs)
    }

    /// Number of attributes.
    var width: Int { layer.outputs }

    /// The head's outputs for answers, each at some rows of the last forward pass,
    /// `[answers][attributes]`.
    ///
    /// - Precondition: Every answer has a row.
    func predict(at places: [ClosedRange<Int>]) throws -> [[Float]] {
        rows = places.flatMap { Array($0) }
        answers = []
        for place in places {
            let start = answers.last?.upperBound ?? 0
            answers.append(start..<start + place.count)
        }
        let view = outputs.first(rows.count)
        layer.forward(
            head.states(at: rows), into: view, adding: false, scratch: nil, on: gradient.backend)
        var floats = [Float](repeating: 0, count: rows.count * width)
        try gradient.backend.read(view, into: &floats)
        return answers.map { answer in
            (0..<width).map { output in
                let sum = answer.reduce(0.0) { $0 + Double(floats[$1 * width + output]) }
                return Float(sum / Double(answer.count))
            }
        }
    }

    /// Takes the derivative by the last predictions back through head and body.
    func backward(_ derivatives: [[Float]]) throws {
        let view = dOutputs.first(rows.count)
        let byRow = zip(answers, derivatives).flatMap { answer, derivatives in
            let shares = derivatives.map { $0 / Float(answer.count) }
            return answer.flatMap { _ in shares }
        }
        try gradient.backend.write(byRow, to: view)
        layer.backward(
            view, x: head.lastStates, into: head.dStates, blocks: answers, scratch: nil,
            on: gradient.backend)
        head.backward(at: rows, blocks: answers)
        try gradient.backward()
    }
}
