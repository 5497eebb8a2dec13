/// A step's attention, cut into work in one of the ways that a program may choose.
struct AttentionWork {
    /// Which kernel, and whether pieces of 512 positions are blocks of threads of their own.
    struct Cut: Sendable {
        let isDecode: Bool
        let byPieces: Bool
    }

    private let step: AttentionStep
    private let cut: Cut
    /// Entries as kernels/attention.cuh and attention_combine.cu have them.
    private var entries: [Int32] = []
    private var joints: [Int32] = []
    private var slots = 0

    init(_ step: AttentionStep, _ cut: Cut) {
        (self.step, self.cut) = (step, cut)
        let most = (cut.isDecode ? 16 : 64) / step.heads.group
        var first = 0
        for chunk in step.chunks {
            for offset in stride(from: 0, to: chunk.rows, by: most) {
                add(first + offset, min(most, chunk.rows - offset), chunk.start + offset)
            }
            first += chunk.rows
        }
        entries += [0, 0, 0, 0, 0, 0]
        joints += [0, 0, 0, 0]
    }

    private mutating func add(_ row: Int, _ rows: Int, _ position: Int) {
        let pieces = step.firstSeen(from: position) / 512..<(position + rows - 1) / 512 + 1
        func entry(_ pieces: Range<Int>, whole: Bool) -> [Int32] {
            [row, rows, pieces.lowerBound, pieces.upperBound, slots, whole ? 1 : 0].map(Int32.init)
        }
        guard cut.byPieces, pieces.count > 1 else {
            entries += entry(pieces, whole: true)
            slots += rows
            return
        }
        for offset in 0..<rows {
            joints += [row + offset, slots + offset, rows, pieces.count].map(Int32.init)
        }
        for piece in pieces {
            entries += entry(piece..<piece + 1, whole: false)
            slots += rows
        }
    }

    /// Threads and dynamic shared memory: the table in attention.cu.
    private var figures: (bound: Int, threads: Int, shared: Int) {
        let table = [
            (32, 128, 64, 19_520), (64, 128, 128, 44_096), (96, 128, 64, 52_288),
            (128, 128, 128, 76_864), (256, 256, 128, 71_712),
        ]
        let row = table.first { $0.0 >= step.heads.dimension } ?? table[4]
        return cut.isDecode ? (row.0, row.2, row.3 - 768) : (row.0, row.1, row.3)
    }

    /// The rows of out, from poison.
    func run() throws -> [BFloat] {
        let (heads, stride) = (step.heads, step.outStride)
        let count = step.positions.count * stride
        let out = try DeviceArray([BFloat](repeating: .poison, count: count))
        let partials = try DeviceArray(
            [Float](repeating: .nan, count: slots * heads.count * (heads.dimension + 2)))
        let figures = figures
        try EmulatedDevice.launch(
            (cut.isDecode ? "attention_decode_" : "attention_") + "\(figures.bound)",
            grid: (entries.count / 6, heads.keys), threads: figures.threads,
            shared: figures.shared, out, DeviceArray(step.q), DeviceArray(step.keys),
            DeviceArray(step.values), DeviceArray(step.positions), DeviceArray(step.tableStarts),
            DeviceArray(step.tables), DeviceArray(entries), partials, heads.count, heads.keys,
            heads.dimension, heads.width, stride, heads.window, step.scale, heads.cap)
        try EmulatedDevice.launch(
            "attention_combine", grid: (joints.count / 4, (heads.count + 3) / 4), threads: 128,
            out, partials, DeviceArray(joints), heads.count, heads.dimension, stride)
        return try out.values()
    }
}
