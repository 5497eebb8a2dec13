import Testing

/// Attention over the paged cache (kernels/attention*).
@Suite struct AttentionTests {
    static let steps: [(Heads, [Chunk])] = [
        (
            Heads(count: 4, keys: 2, dimension: 8),
            [Chunk(start: 0, rows: 5), Chunk(start: 30, rows: 1), Chunk(start: 63, rows: 2)]
        ),
        (
            Heads(count: 3, keys: 1, dimension: 16, window: 20),
            [Chunk(start: 0, rows: 40), Chunk(start: 100, rows: 3)]
        ),
        (
            Heads(count: 6, keys: 2, dimension: 64, cap: 20),
            [Chunk(start: 505, rows: 11), Chunk(start: 1030, rows: 1)]
        ),
        (
            Heads(count: 2, keys: 2, dimension: 80, window: 600),
            [Chunk(start: 1100, rows: 2), Chunk(start: 7, rows: 1)]
        ),
        (Heads(count: 4, keys: 1, dimension: 128), [Chunk(start: 509, rows: 5)]),
        (Heads(count: 20, keys: 1, dimension: 40), [Chunk(start: 0, rows: 4)]),
        (
            Heads(count: 2, keys: 1, dimension: 256, window: 100, cap: 50),
            [Chunk(start: 510, rows: 3), Chunk(start: 40, rows: 1)]
        ),
    ]

    static let cuts = [(false, false), (false, true), (true, false), (true, true)]
        .map { AttentionWork.Cut(isDecode: $0.0, byPieces: $0.1) }

    @Test(arguments: steps.indices)
    func `rows agree with softmax in double, to the same bits however the work is cut`(
        step: Int
    ) throws {
        let (heads, chunks) = Self.steps[step]
        let step = AttentionStep(heads, chunks, seed: UInt64(step))
        var first: [BFloat] = []
        for schedule in Schedule.allCases {
            schedule.choose()
            // A decode kernel takes 16 query heads of a key head at most.
            for cut in Self.cuts where !cut.isDecode || heads.group <= 16 {
                let result = try AttentionWork(step, cut).run()
                if first.isEmpty { first = result }
                #expect(result == first, "\(cut), \(schedule)")
            }
        }
        for row in step.positions.indices {
            let found = first[row * step.outStride..<(row + 1) * step.outStride].map(\.float)
            let isNear = zip(found, step.reference(row: row)).allSatisfy {
                abs(Double($0) - $1) <= 0.004 + 0.008 * abs($1)
            }
            #expect(isNear, "row \(row)")
            #expect(
                found[heads.width...].allSatisfy { $0.bitPattern == 0 }, "padding of row \(row)")
        }
    }
}
