import CUDA

/// Draws tokens on a GPU: options go over with one copy, tokens come back with another.
///
/// Two draws may be under way: each has its own memory here and there.
final class DeviceSampler {
    /// The tokens of the last draw, which the next step may name.
    ///
    /// One list for both draws: a step that names tokens is in the stream before the draw that
    /// overwrites them.
    let drawn: DeviceMemory

    private let kernels: DecoderKernels
    private let budget: MemoryBudget
    private let stream: Stream
    private var draws: [DeviceDraw] = []
    /// Draws that were not taken, the oldest first: indices in ``draws``.
    private var waiting: [Int] = []

    init(
        rows: Int, _ kernels: DecoderKernels, _ budget: MemoryBudget, _ stream: Stream
    ) throws {
        (self.kernels, self.budget, self.stream) = (kernels, budget, stream)
        drawn = try budget.allocate(rows * 4, for: "sampling")
        for _ in 0..<2 { draws.append(try DeviceDraw(budget)) }
    }

    /// Chooses tokens from logits that `logits` puts into memory, some rows at a time.
    func draw(
        _ wanted: [TokenDraw], vocabularySize: Int, rowsAtOnce: Int,
        logits: (Range<Int>) throws -> DeviceMemory
    ) throws {
        let index = waiting.last == 0 ? 1 : 0
        precondition(!waiting.contains(index), "two draws are under way")
        let draw = draws[index]
        try draw.write(wanted, budget, on: stream)
        for first in stride(from: 0, to: wanted.count, by: rowsAtOnce) {
            let rows = first..<min(first + rowsAtOnce, wanted.count)
            try choose(rows, of: draw, from: try logits(rows), vocabularySize)
        }
        try draw.readBack(drawn, on: stream)
        waiting.append(index)
    }

    /// Writes the oldest draw's tokens, once they are there.
    func take(into tokens: UnsafeMutablePointer<DrawnToken>) throws {
        precondition(!waiting.isEmpty, "nothing was drawn")
        try draws[waiting.removeFirst()].take(into: tokens)
    }

    private func choose(
        _ rows: Range<Int>, of draw: DeviceDraw, from logits: DeviceMemory, _ count: Int
    ) throws {
        let (first, grid) = (rows.lowerBound, Extent(rows.count))
        let tokens = DevicePointer(drawn, at: 4 * first)
        let logProbabilities = draw.list(.logProbability, from: first)
        if draw.isPenalised {
            try kernels.penalise.launch(
                grid: grid, block: 128, on: stream, logits, draw.entries(.original), count,
                draw.firsts(from: first), draw.entries(.token), draw.entries(.count),
                draw.list(.repetition, from: first), draw.list(.presence, from: first),
                draw.list(.frequency, from: first))
        }
        try kernels.sample.launch(
            grid: grid, block: 512, on: stream, tokens, logProbabilities, logits, count, count,
            draw.list(.temperature, from: first), draw.list(.topK, from: first),
            draw.list(.topP, from: first), draw.list(.minP, from: first),
            draw.list(.typicalP, from: first), draw.uniforms(from: first))
        guard draw.isPenalised else { return }
        // Log-probabilities are those without penalties.
        try kernels.restore.launch(
            grid: grid, block: 128, on: stream, logits, draw.entries(.original), count,
            draw.firsts(from: first), draw.entries(.token))
        try kernels.score.launch(
            grid: grid, block: 512, on: stream, logProbabilities, tokens, logits, count, count)
    }
}
