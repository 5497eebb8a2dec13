import CCUDA
import Foundation
import Hashing
import Testing

/// A product y[m, n] = x[m, k] · Wᵀ on random operands, in every kernel that takes it.
struct Product: CustomTestStringConvertible {
    let m: Int
    let n: Int
    let k: Int
    var bias = false
    var adds = false
    var cap: Float = 0

    var testDescription: String {
        "\(m)×\(n)×\(k)" + (bias ? ", bias" : "") + (adds ? ", added" : "")
            + (cap > 0 ? ", cap \(cap)" : "")
    }

    /// k as the kernels take it.
    var padded: Int { k.rounded(upTo: 32) }

    /// A kernel with its launch: the formulas at the top of gemm_narrow.cu and gemm_wide.cu.
    struct Kernel {
        var name: String
        let rows: Int
        let batch: Int
        let threads: Int
        let shared: Int
        /// Blocks of 32 columns in a stage of a narrow kernel's ring; 0 for wide ones.
        var depth = 0
    }

    /// The kernels that take m rows.
    var kernels: [Kernel] {
        [narrow(8, tiles: 1, depth: 4), narrow(16, tiles: 3, depth: 1)].filter { m <= $0.batch } + [
            Kernel(name: "gemm_wide_32x64", rows: 32, batch: 64, threads: 128, shared: 98_304),
            Kernel(name: "gemm_wide_64x128", rows: 64, batch: 128, threads: 128, shared: 49_152),
            Kernel(name: "gemm_wide_128x128", rows: 128, batch: 128, threads: 128, shared: 65_536),
            Kernel(name: "gemm_wide_128x256", rows: 128, batch: 256, threads: 256, shared: 98_304),
            Kernel(
                name: "gemm_warpgroup_128x256", rows: 128, batch: 256, threads: 256,
                shared: 196_608),
        ]
    }

    /// Blocks of threads of a launch on some rows, or all.
    func blocks(of kernel: Kernel, rows: Int? = nil) -> Int {
        let columns = n.rounded(upTo: kernel.rows) / kernel.rows
        guard kernel.depth == 0 else { return columns }
        return columns * (rows ?? m).rounded(upTo: kernel.batch) / kernel.batch
    }

    private func narrow(_ batch: Int, tiles: Int, depth: Int) -> Kernel {
        let warps = (padded + 4095) / 4096 * tiles
        return Kernel(
            name: "gemm_narrow_\(batch)", rows: 16 * tiles, batch: batch, threads: 32 * warps,
            shared: warps * 8 * depth * (1024 + 64 * batch), depth: depth)
    }
}

/// A product's numbers.
struct Operands {
    let product: Product
    let x: [BFloat]
    let w: [BFloat]
    /// W as the kernels take it.
    let fragments: [BFloat]
    let bias: [Float]
    /// What is in y before.
    let old: [Float]

    init(_ product: Product, seed: UInt64) {
        var random = SplitMix64(seed: seed)
        self.product = product
        x = random.bfloats(product.m * product.k)
        w = random.bfloats(product.n * product.k)
        fragments = Self.fragments(w, product)
        bias = random.floats(product.n)
        old = random.floats(product.m * product.n)
    }

    /// The product of some rows of x, from NaN or from what was there.
    func result(of kernel: Product.Kernel, rows: Range<Int>? = nil) throws -> [Float] {
        let rows = rows ?? 0..<product.m
        let (n, k) = (product.n, product.padded)
        let old = Array(old[rows.lowerBound * n..<rows.upperBound * n])
        let poison = [Float](repeating: .nan, count: old.count)
        let y = try DeviceArray(product.adds ? old : poison)
        let x = try DeviceArray(paddedRows(rows))
        let w = try DeviceArray(fragments)
        let bias = try DeviceArray(bias)
        let biasAddress = product.bias ? Int(bias.address) : 0
        let adds = product.adds ? 1 : 0
        let grid = (product.blocks(of: kernel, rows: rows.count), 1)
        if kernel.depth > 0 {
            try EmulatedDevice.launch(
                kernel.name, grid: grid, threads: kernel.threads, shared: kernel.shared, y, x,
                w, biasAddress, rows.count, n, k, kernel.depth, adds, product.cap)
        } else {
            try EmulatedDevice.launch(
                kernel.name, grid: grid, threads: kernel.threads, shared: kernel.shared, y, x,
                w, biasAddress, rows.count, n, k, adds, product.cap)
        }
        return try y.values()
    }

    /// Sums in double, and how far a float sum in another order may be from them.
    func reference() -> [(value: Double, tolerance: Double)] {
        let (n, k) = (product.n, product.k)
        let (x, w) = (x.map { Double($0.float) }, w.map { Double($0.float) })
        return (0..<product.m * n).map { index in
            let (row, column) = (index / n, index % n)
            let (sum, size) = Self.dot(x, row * k, w, column * k, k)
            var total = sum
            if product.bias { total += Double(bias[column]) }
            if product.adds { total += Double(old[index]) }
            let cap = Double(product.cap)
            return (cap > 0 ? cap * tanh(total / cap) : total, (size + 4) * 2e-6)
        }
    }

    /// The sum of products of two rows, and that of their magnitudes.
    private static func dot(
        _ x: [Double], _ atX: Int, _ w: [Double], _ atW: Int, _ count: Int
    ) -> (sum: Double, size: Double) {
        var (sum, size) = (0.0, 0.0)
        x.withUnsafeBufferPointer { x in
            w.withUnsafeBufferPointer { w in
                var i = 0
                while i < count {
                    let term = x[atX + i] * w[atW + i]
                    sum += term
                    size += abs(term)
                    i += 1
                }
            }
        }
        return (sum, size)
    }

    /// x with rows of whole blocks of 32 columns.
    func paddedRows(_ rows: Range<Int>) -> [BFloat] {
        let (k, padding) = (product.k, product.padded - product.k)
        return rows.flatMap {
            x[$0 * k..<($0 + 1) * k] + [BFloat](repeating: .zero, count: padding)
        }
    }

    /// W in fragment order, by the formula of fragments.cuh.
    private static func fragments(_ w: [BFloat], _ product: Product) -> [BFloat] {
        let blocks = product.padded / 32
        return (0..<product.n.rounded(upTo: 16) / 16 * blocks * 512).map { index in
            let (e, lane, step) = (index % 8, index / 8 % 32, index / 256 % 2)
            let row = 16 * (index / 512 / blocks) + lane / 4 + 8 * (e / 2 % 2)
            let column =
                32 * (index / 512 % blocks) + 16 * step + 2 * (lane % 4) + 8 * (e / 4) + e % 2
            guard row < product.n, column < product.k else { return .zero }
            return w[row * product.k + column]
        }
    }
}
