import Testing

/// Gate, up and activation at once (kernels/gemm_gated.cu).
@Suite struct GatedProductTests {
    /// Rows, width and columns.
    static let sizes = [(70, 48, 96), (3, 16, 4100), (257, 112, 33)]

    /// The kernels of a plain product's tiles, and Hopper's.
    private static func kernels(_ product: Product) -> [Product.Kernel] {
        product.kernels.compactMap { kernel in
            guard !kernel.name.contains("32x64") else { return nil }
            var gated = kernel
            gated.name = kernel.name.replacing("wide", with: "gated")
            return gated.name.contains("gated") ? gated : nil
        } + [
            Product.Kernel(
                name: "gemm_warpgroup_gated_256x128", rows: 256, batch: 128, threads: 256,
                shared: 196_608)
        ]
    }

    @Test(arguments: sizes, [false, true])
    func `gate and up at once have the bits of a product and an activation`(
        size: (Int, Int, Int), isGELU: Bool
    ) throws {
        let (m, width, k) = size
        let stride = width.rounded(upTo: 32)
        let operands = Operands(Product(m: m, n: 2 * width, k: k, bias: true), seed: 5)
        let poison = [BFloat](repeating: .poison, count: m * stride)
        let kernels = Self.kernels(operands.product)

        let apart = try DeviceArray(poison)
        let floats = try DeviceArray(operands.result(of: operands.product.kernels[0]))
        try EmulatedDevice.launch(
            isGELU ? "geglu" : "swiglu", grid: ((stride + 255) / 256, m), threads: 256, apart,
            floats, width, stride)
        let expected = try apart.values()

        for schedule in Schedule.allCases {
            schedule.choose()
            for kernel in kernels {
                let out = try DeviceArray(poison)
                let totals = try DeviceArray([Float](repeating: .nan, count: m * 2 * width))
                try EmulatedDevice.launch(
                    kernel.name,
                    grid: (operands.product.blocks(of: kernel), 1), threads: kernel.threads,
                    shared: kernel.shared, out, totals, DeviceArray(operands.paddedRows(0..<m)),
                    DeviceArray(operands.fragments), DeviceArray(operands.bias), m, width,
                    operands.product.padded, stride, isGELU ? 1 : 0)
                #expect(try out.values() == expected, "\(kernel.name), \(schedule)")
            }
        }
    }
}
