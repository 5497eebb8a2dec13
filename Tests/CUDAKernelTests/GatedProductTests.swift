import Testing

/// Gate, up and activation at once (kernels/gemm_gated.cu).
@Suite struct GatedProductTests {
    /// Rows, width and columns.
    static let sizes = [(70, 48, 96), (3, 16, 4100), (257, 112, 33)]

    @Test(arguments: sizes, [false, true])
    func `gate and up at once have the bits of a product and an activation`(
        size: (Int, Int, Int), isGELU: Bool
    ) throws {
        let (m, width, k) = size
        let stride = width.rounded(upTo: 32)
        let operands = Operands(Product(m: m, n: 2 * width, k: k, bias: true), seed: 5)
        let poison = [BFloat](repeating: .poison, count: m * stride)
        let kernels = Array(operands.product.kernels.suffix(3))

        let apart = try DeviceArray(poison)
        let floats = try DeviceArray(operands.result(of: kernels[0]))
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
                    kernel.name.replacing("wide", with: "gated"),
                    grid: (operands.product.blocks(of: kernel), 1), threads: kernel.threads,
                    shared: kernel.shared, out, totals, DeviceArray(operands.paddedRows(0..<m)),
                    DeviceArray(operands.fragments), DeviceArray(operands.bias), m, width,
                    operands.product.padded, stride, isGELU ? 1 : 0)
                #expect(try out.values() == expected, "\(kernel.name), \(schedule)")
            }
        }
    }
}
