import Testing

/// Products of activations with weights (kernels/gemm*).
@Suite struct ProductTests {
    static let products = [
        Product(m: 1, n: 5, k: 7),
        Product(m: 3, n: 50, k: 100, bias: true, adds: true),
        Product(m: 8, n: 16, k: 480, bias: true, cap: 5),
        Product(m: 13, n: 33, k: 64, adds: true),
        Product(m: 70, n: 131, k: 96, bias: true),
        Product(m: 2, n: 17, k: 4100, bias: true, adds: true, cap: 30),
        Product(m: 257, n: 129, k: 33, adds: true),
    ]

    @Test(arguments: products)
    func `every kernel agrees with sums in double, and with the others to the bit`(
        product: Product
    ) throws {
        let operands = Operands(product, seed: 1)
        var first: [Float] = []
        for schedule in Schedule.allCases {
            schedule.choose()
            for kernel in product.kernels {
                let result = try operands.result(of: kernel)
                if first.isEmpty { first = result }
                #expect(
                    result.map(\.bitPattern) == first.map(\.bitPattern),
                    "\(kernel.name), \(schedule)")
            }
        }
        let wrong = zip(first, operands.reference()).enumerated().first { _, pair in
            !(abs(Double(pair.0) - pair.1.value) <= pair.1.tolerance)
        }
        #expect(wrong?.offset == nil, "\(String(describing: wrong))")
    }

    @Test func `a row has the same bits alone, in a small batch and in a large one`() throws {
        Schedule.random.choose(seed: 3)
        let product = Product(m: 140, n: 37, k: 150, bias: true)
        let operands = Operands(product, seed: 2)
        let widest = try #require(product.kernels.last)
        let all = try operands.result(of: widest).map(\.bitPattern)
        for rows in [0..<1, 77..<78, 139..<140, 60..<67, 60..<76, 10..<138] {
            for kernel in Product(m: rows.count, n: 37, k: 150).kernels {
                let some = try operands.result(of: kernel, rows: rows)
                #expect(
                    some.map(\.bitPattern)
                        == Array(all[rows.lowerBound * 37..<rows.upperBound * 37]),
                    "\(kernel.name), rows \(rows)")
            }
        }
    }
}
