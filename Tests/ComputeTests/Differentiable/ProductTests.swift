import CKernels
import Hashing
import Testing

@testable import Compute

/// A product's operands with odd sizes, each in the middle of a wider matrix.
private struct Products {
    let x: RandomMatrix
    let w: RandomMatrix
    let bias: RandomMatrix
    let y: RandomMatrix
    let blocks: [Range<Int>]

    init(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        // Seeds 5 and 6 have sums that are longer than what is packed at a time, 7 no rows, 8 more
        // rows than blocks are packed for at a time.
        let short = 1 + random.integer(below: 20)
        let inputs = seed == 5 ? 2111 : seed > 5 ? short : 1 + random.integer(below: 120)
        let outputs = seed == 6 ? 2090 : seed > 4 ? short : 1 + random.integer(below: 120)
        let rows =
            switch seed {
            case 1: 530
            case 7: 0
            case 8: 1300
            default: 1 + random.integer(below: 50)
            }
        x = RandomMatrix(rows: rows, width: inputs, random: &random)
        w = RandomMatrix(rows: outputs, width: inputs, random: &random)
        bias = RandomMatrix(rows: 1, width: outputs, random: &random)
        y = RandomMatrix(rows: rows, width: outputs, random: &random)
        var (blocks, first) = ([Range<Int>](), 0)
        while first < rows {
            // Some blocks are empty.
            let end = min(first + random.integer(below: min(257, 2 + rows)), rows)
            blocks.append(first..<end)
            first = end
        }
        self.blocks = blocks
    }
}

/// What a backend made of the operands.
private struct Results {
    var product: MatrixView
    var sum: MatrixView
    var dX: MatrixView
    var dXSum: MatrixView
    var dW: MatrixView
    var db: MatrixView

    init(_ operands: Products, on backend: CPUDifferentiableBackend) throws {
        let x = try operands.x.view(on: backend, margin: 3)
        let w = try operands.w.view(on: backend, margin: 5)
        let y = try operands.y.view(on: backend, margin: 1)
        let bias = try operands.bias.view(on: backend, margin: 2)
        product = try operands.y.view(on: backend, margin: 2)
        backend.multiply(x, by: w, bias: nil, into: product, adding: false)
        sum = try operands.y.view(on: backend, margin: 7)
        backend.multiply(x, by: w, bias: bias, into: sum, adding: true)
        dX = try operands.x.view(on: backend, margin: 4)
        backend.multiplyBackward(y, by: w, into: dX, adding: false)
        dXSum = try operands.x.view(on: backend, margin: 1)
        backend.multiplyBackward(y, by: w, into: dXSum, adding: true)
        dW = try operands.w.view(on: backend, margin: 6)
        backend.accumulate(y, x, scale: 0.75, blocks: operands.blocks, into: dW)
        db = try operands.bias.view(on: backend, margin: 1)
        backend.accumulateBias(y, blocks: operands.blocks, into: db)
    }

    var all: [MatrixView] { [product, sum, dX, dXSum, dW, db] }
}

@Suite struct ProductTests {
    @Test(arguments: instructionSets)
    func `numbers below the normal ones count as 0 in bf16, whatever multiplies them`(
        isa: ck_isa
    ) throws {
        let backend = CPUDifferentiableBackend(threads: 1, arithmetic: .bf16, isa: isa)
        func matrix(_ values: [Float]) throws -> MatrixView {
            let matrix = try backend.makeMatrix(rows: 1, width: values.count)
            try backend.write(values, to: matrix.all)
            return matrix.all
        }
        // An operand, a product and a sum below 2⁻¹²⁶; and a tie, which goes to even. All weights
        // are bf16 values, which are not rounded.
        for (x, w, expected) in [
            ([.leastNonzeroMagnitude], [1], 0), ([1], [.leastNonzeroMagnitude], 0),
            ([0x1p-70], [0x1p-70], 0), ([0x1.8p-126, -1], [1, 0x1p-126], 0),
            ([1, 1.00390625], [0, 1], 1), ([1, 1.01171875], [0, 1], 1.015625),
        ] as [([Float], [Float], Float)] {
            let y = try matrix([7])
            backend.multiply(try matrix(x), by: try matrix(w), bias: nil, into: y, adding: false)
            #expect(try y.values(on: backend) == [expected])
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>, arithmetics)
    func `products and their gradients agree with loops in double precision`(
        seed: UInt64, arithmetic: ProductArithmetic
    ) throws {
        let operands = Products(seed: seed)
        let x = operands.x.rounded(for: arithmetic)
        let w = operands.w.dithered(for: arithmetic)
        let y = operands.y.rounded(for: arithmetic)
        let backend = CPUDifferentiableBackend(threads: 2, arithmetic: arithmetic)
        let results = try Results(operands, on: backend)
        // Sums of at most 2,111 products below ¼.
        let tolerance = 1e-4
        let products = (0..<x.rows).flatMap { t in
            (0..<w.rows).map { n in (0..<w.width).reduce(0) { $0 + x[t, $1] * w[n, $1] } }
        }
        let rows = try results.product.values(on: backend)
        #expect(worstDifference(rows, products) < tolerance)
        let sums = products.indices.map {
            products[$0] + operands.bias[0, $0 % w.rows] + Double(operands.y.values[$0])
        }
        #expect(worstDifference(try results.sum.values(on: backend), sums) < tolerance)
        let dX = (0..<x.rows).flatMap { t in
            (0..<w.width).map { k in (0..<w.rows).reduce(0) { $0 + y[t, $1] * w[$1, k] } }
        }
        #expect(worstDifference(try results.dX.values(on: backend), dX) < tolerance)
        let dXSum = dX.indices.map { dX[$0] + Double(operands.x.values[$0]) }
        #expect(worstDifference(try results.dXSum.values(on: backend), dXSum) < tolerance)
        let dW = (0..<w.rows).flatMap { n in
            (0..<w.width).map { k in
                operands.w[n, k] + 0.75 * (0..<x.rows).reduce(0) { $0 + y[$1, n] * x[$1, k] }
            }
        }
        #expect(worstDifference(try results.dW.values(on: backend), dW) < tolerance)
        let db = (0..<w.rows).map { n in
            operands.bias[0, n] + (0..<x.rows).reduce(0) { $0 + operands.y[$1, n] }
        }
        #expect(worstDifference(try results.db.values(on: backend), db) < tolerance)
    }

    /// Every weight grows by a fiftieth of the distance between two bf16 values, from a value between
    /// two of them: the products must grow by a fiftieth on average, not by nothing or by a whole one.
    @Test(arguments: [Float(0), 0.1, 0.5, 0.9], [false, true])
    func `in bf16 the sum of many weights follows steps that no single one could show`(
        start: Float, backward: Bool
    ) throws {
        let backend = CPUDifferentiableBackend(threads: 1, arithmetic: .bf16)
        let (rows, width, distance) = (90, 110, Float(0x1p-7))
        func sum(_ weight: Float) throws -> Float {
            let w = RandomMatrix(
                rows: rows, width: width,
                values: Array(repeating: 1 + weight * distance, count: rows * width))
            let x = try backend.makeMatrix(rows: 1, width: backward ? rows : width).all
            try backend.write(Array(repeating: 1, count: x.width), to: x)
            let y = try backend.makeMatrix(rows: 1, width: backward ? width : rows).all
            if backward {
                backend.multiplyBackward(x, by: try w.view(on: backend), into: y, adding: false)
            } else {
                backend.multiply(
                    x, by: try w.view(on: backend), bias: nil, into: y, adding: false)
            }
            return try y.values(on: backend).reduce(0, +)
        }
        let grown = try sum(start + 0.02) - sum(start)
        let expected = 0.02 * distance * Float(rows * width)
        #expect(abs(grown - expected) < 0.1 * expected)
    }

    @Test func `with a float32 forward pass bf16 is left to gradients`() throws {
        let operands = Products(seed: 2)
        let mixed = CPUDifferentiableBackend(threads: 2, arithmetic: .bf16)
        mixed.forwardIsFloat32 = true
        let found = try Results(operands, on: mixed)
        let float32 = try Results(operands, on: CPUDifferentiableBackend(threads: 2))
        let bf16 = try Results(
            operands, on: CPUDifferentiableBackend(threads: 2, arithmetic: .bf16))
        for (found, expected) in [
            (found.product, float32.product), (found.sum, float32.sum), (found.dX, bf16.dX),
            (found.dXSum, bf16.dXSum), (found.dW, bf16.dW),
        ] {
            #expect(found.bits == expected.bits)
        }
        #expect(float32.product.bits != bf16.product.bits)
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>, arithmetics)
    func `products are the same bits with any instruction set and any number of threads`(
        seed: UInt64, arithmetic: ProductArithmetic
    ) throws {
        let operands = Products(seed: seed)
        let reference = try Results(
            operands,
            on: CPUDifferentiableBackend(threads: 1, arithmetic: arithmetic, isa: CK_ISA_PLAIN))
        for isa in instructionSets {
            for threads in [1, 3] {
                let backend = CPUDifferentiableBackend(
                    threads: threads, arithmetic: arithmetic, isa: isa)
                let results = try Results(operands, on: backend)
                for (result, expected) in zip(results.all, reference.all) {
                    // Columns around the result are compared too: nothing writes to them.
                    #expect(result.bits == expected.bits)
                }
            }
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>, arithmetics)
    func `rows and blocks in two calls give the same bits as in one`(
        seed: UInt64, arithmetic: ProductArithmetic
    ) throws {
        let operands = Products(seed: seed)
        let backend = CPUDifferentiableBackend(threads: 2, arithmetic: arithmetic)
        let whole = try Results(operands, on: backend)
        let x = try operands.x.view(on: backend)
        let w = try operands.w.view(on: backend)
        let y = try operands.y.view(on: backend)
        let product = try operands.y.view(on: backend, margin: 2)
        let dX = try operands.x.view(on: backend, margin: 4)
        let middle = operands.x.rows / 3
        for rows in [0..<middle, middle..<operands.x.rows] {
            backend.multiply(
                x.rows(rows), by: w, bias: nil, into: product.rows(rows), adding: false)
            backend.multiplyBackward(y.rows(rows), by: w, into: dX.rows(rows), adding: false)
        }
        #expect(product.bits == whole.product.bits)
        #expect(dX.bits == whole.dX.bits)
        let dW = try operands.w.view(on: backend, margin: 6)
        let db = try operands.bias.view(on: backend, margin: 1)
        let cut = operands.blocks.count / 2
        for blocks in [operands.blocks[..<cut], operands.blocks[cut...]] {
            backend.accumulate(y, x, scale: 0.75, blocks: Array(blocks), into: dW)
            backend.accumulateBias(y, blocks: Array(blocks), into: db)
        }
        #expect(dW.bits == whole.dW.bits)
        #expect(db.bits == whole.db.bits)
    }

    @Test func `many threads have units for a product with few columns`() {
        for rows in [0, 1, 255, 1000, 4096] {
            for columns in [1, 16, 48, 49, 1536] {
                for threads in [1, 2, 64] {
                    let product = ProductUnits.multiplying(
                        rows: rows, columns: columns, threads: threads)
                    let gradient = ProductUnits.accumulating(
                        rows: rows, columns: columns, threads: threads)
                    for units in [product, gradient] {
                        let covered = (0..<units.count).reduce(0) {
                            $0 + units.rows(ofUnit: $1).count * units.columns(ofUnit: $1).count
                        }
                        #expect(covered == rows * columns)
                    }
                }
            }
        }
        #expect(ProductUnits.multiplying(rows: 1024, columns: 16, threads: 2).count > 2)
        #expect(ProductUnits.accumulating(rows: 16, columns: 576, threads: 2).count > 2)
    }
}
