import Hashing
import Testing

/// Products of floats (kernels/gemm_float.cu), and of floats rounded to bf16 (kernels/gemm_bf16.cu),
/// against sums in double.
@Suite struct FloatProductTests {
    struct Size: Sendable, CustomTestStringConvertible {
        /// Rows, outputs, inputs; floats between rows.
        let m, n, k, gap: Int
        var adding = false

        var testDescription: String { "\(m) x \(n) x \(k)" }
    }

    static let sizes = [
        Size(m: 1, n: 5, k: 7, gap: 0),
        Size(m: 70, n: 131, k: 33, gap: 3, adding: true),
        Size(m: 129, n: 64, k: 40, gap: 0),
        Size(m: 130, n: 136, k: 60, gap: 4, adding: true),
        Size(m: 3, n: 2, k: 2_100, gap: 0),
    ]

    /// Launches a kernel for y of this size, with both tiles.
    private func forTiles(
        _ form: String, isBF16: Bool, rows: Int, columns: Int,
        _ body: (_ launch: ((any KernelArgument)...) throws -> Void, _ kernel: String) throws ->
            Void
    ) throws {
        let name = (isBF16 ? "gemm_bf16" : "gemm_float") + form
        for tile in [64, 128] {
            let shared = isBF16 ? 320 * tile : 256 * (tile + 4)
            // A schedule each, as bits depend on neither.
            (tile == 64 ? Schedule.reversed : .random).choose(seed: 3)
            try body(
                { (arguments: (any KernelArgument)...) in
                    try EmulatedDevice.launch(
                        "\(name)_\(tile)",
                        grid: ((columns + tile - 1) / tile, (rows + tile - 1) / tile),
                        threads: tile == 128 ? 256 : 128, shared: shared, all: arguments)
                }, "\(name)_\(tile)")
        }
    }

    @Test(arguments: sizes, [false, true])
    func `forward and backward to the input agree with sums in double, the same bits in any tile`(
        size: Size, isBF16: Bool
    ) throws {
        defer { Schedule.lockstep.choose() }
        var random = SplitMix64(seed: 11)
        let x = FloatRows(size.m, size.k, gap: size.gap, &random)
        let w = FloatRows(size.n, size.k, gap: size.gap, &random)
        let y = FloatRows(size.m, size.n, gap: size.gap, &random)
        let bias = FloatRows(1, size.n, &random)
        let (dX, dW, dBias) = (try x.device(), try w.device(), try bias.device())
        let adding = size.adding ? 1 : 0
        var bits = SameBits()
        try forTiles("", isBF16: isBF16, rows: size.m, columns: size.n) { launch, kernel in
            let out = try y.device()
            try launch(
                out, y.stride, dX, x.stride, dW, w.stride, dBias, size.m, size.n, size.k, adding)
            bits.expect(
                try y.expect(out, within: 1e-4, kernel) { row, column in
                    let old = size.adding ? y[row, column] : 0
                    return (0..<size.k).reduce(old + bias[0, column]) {
                        $0 + x[row, $1, isRounded: isBF16] * w[column, $1, isDithered: isBF16]
                    }
                }, kernel)
        }
        bits = SameBits()
        let dY = try y.device()
        try forTiles("_backward", isBF16: isBF16, rows: size.m, columns: size.k) {
            launch, kernel in
            let out = try x.device()
            try launch(out, x.stride, dY, y.stride, dW, w.stride, size.m, size.n, size.k, adding)
            bits.expect(
                try x.expect(out, within: 1e-4, kernel) { row, column in
                    (0..<size.n).reduce(size.adding ? x[row, column] : 0) {
                        $0 + y[row, $1, isRounded: isBF16] * w[$1, column, isDithered: isBF16]
                    }
                }, kernel)
        }
    }

    @Test(arguments: sizes, [false, true])
    func `a weight's gradient is the same bits in one call and in two`(
        size: Size, isBF16: Bool
    ) throws {
        var random = SplitMix64(seed: 12)
        let x = FloatRows(size.m, size.k, gap: size.gap, &random)
        let y = FloatRows(size.m, size.n, gap: size.gap, &random)
        let w = FloatRows(size.n, size.k, gap: size.gap, &random)
        let (dX, dY) = (try x.device(), try y.device())
        let blocks = [0..<1] + stride(from: 1, to: size.m, by: 50).map { $0..<min($0 + 50, size.m) }
        var bits = SameBits()
        try forTiles("_weights", isBF16: isBF16, rows: size.n, columns: size.k) {
            launch, kernel in
            for cut in [0, 1] {
                let out = try w.device()
                for part in [blocks[..<cut], blocks[cut...]] where !part.isEmpty {
                    let list = try DeviceArray(bounds(Array(part)))
                    try launch(
                        out, w.stride, dY, y.stride, dX, x.stride, list, part.count, size.n,
                        size.k, Float(0.5))
                }
                bits.expect(
                    try w.expect(out, within: 1e-4, kernel) { row, column in
                        let sum = (0..<size.m).reduce(0) {
                            $0 + y[$1, row, isRounded: isBF16] * x[$1, column, isRounded: isBF16]
                        }
                        return w[row, column] + 0.5 * sum
                    }, kernel)
            }
        }
    }
}
