import CCUDA
import CUDA
import EmulatedGPU
import Models
import Testing

@testable import Compute

/// Training's operations on a GPU, whose kernels run on the CPU.
@Suite struct CUDADifferentiableTests {
    /// Few bytes of logits, so that the head works in several chunks.
    private static func operands(
        _ arithmetic: ProductArithmetic = .float32, mostLogitBytes: Int = 300_000,
        on ordinal: Int = 0
    ) throws -> TrainingOperands {
        let backend = try CUDADifferentiableBackend(
            EmulatedGPU.computeDevice(ordinal), owner: "test", arithmetic: arithmetic,
            mostLogitBytes: mostLogitBytes)
        return TrainingOperands(backend, seed: 7)
    }

    /// In bf16, the CPU does not round attention, and a sum that differs in its last bit may round to
    /// another operand.
    @Test(
        arguments: TrainingOperation.all.map { ($0, ProductArithmetic.float32, Float(1e-5)) }
            + TrainingOperation.products.map { ($0, .bf16, 4e-3) }
            + TrainingOperation.attention.map { ($0, .bf16, 1e-2) })
    func `an operation and its gradient agree with the CPU's`(
        operation: TrainingOperation, arithmetic: ProductArithmetic, tolerance: Float
    ) throws {
        let cpu = TrainingOperands(
            CPUDifferentiableBackend(threads: 2, arithmetic: arithmetic), seed: 7)
        let expected = try operation.run(cpu)
        let found = try operation.run(Self.operands(arithmetic))
        #expect(found.map(\.count) == expected.map(\.count))
        for (index, (found, expected)) in zip(found, expected).enumerated() {
            let scale = max(1, expected.map(abs).max() ?? 1)
            let wrong = zip(found, expected).enumerated().first {
                !(abs($0.element.0 - $0.element.1) <= tolerance * scale)
            }
            #expect(wrong == nil, "result \(index)")
        }
    }

    @Test func `AdamW on moments of 8 bits gives the CPU's bits`() throws {
        let operation = try #require(TrainingOperation.all.first { $0.name == "adamStep8Bit" })
        let expected = try operation.run(TrainingOperands(CPUDifferentiableBackend(), seed: 7))
        let found = try operation.run(Self.operands())
        #expect(found.map { $0.map(\.bitPattern) } == expected.map { $0.map(\.bitPattern) })
    }

    /// One multiprocessor takes the largest tiles, and blocks of weights one after the other; the
    /// chunks of the head are others.
    @Test(
        arguments: TrainingOperation.all.map { ($0, ProductArithmetic.float32) }
            + (TrainingOperation.products + TrainingOperation.attention).map { ($0, .bf16) })
    func `an operation gives the same bits in any order of threads, in any tile and chunk`(
        operation: TrainingOperation, arithmetic: ProductArithmetic
    ) throws {
        let expected = try operation.run(Self.operands(arithmetic)).map { $0.map(\.bitPattern) }
        for (schedule, bytes) in [(EmulatedGPU.Schedule.reversed, 1), (.shuffled, 1 << 20)] {
            EmulatedGPU.run(schedule, seed: 5)
            defer { EmulatedGPU.run(.lockstep) }
            let operands = try Self.operands(
                arithmetic, mostLogitBytes: bytes, on: EmulatedGPU.hopper)
            let found = try operation.run(operands)
            #expect(found.map { $0.map(\.bitPattern) } == expected, "\(schedule)")
        }
    }

    @Test func `a document's attention has the same bits alone and among others`() throws {
        let x = try Self.operands()
        let shape = try TrainingOperands.attention(
            heads: 4, keyHeads: 2, dimension: 16, window: 30)
        func run(
            _ batch: PackedBatch, _ qkv: MatrixView, _ dO: MatrixView
        ) throws -> ([UInt32], [UInt32]) {
            let o = try x.backend.makeMatrix(rows: batch.rowCount, width: 64).all
            let dQKV = try x.backend.makeMatrix(rows: batch.rowCount, width: 128).all
            let logSum = try x.backend.makeMatrix(rows: batch.rowCount, width: 4).all
            x.backend.attend(qkv, batch: batch, shape: shape, into: o, logSum: logSum)
            x.backend.attendBackward(
                dO, queryKeyValue: qkv, o: o, logSum: logSum, batch: batch, shape: shape,
                into: dQKV)
            let values = try x.values(o, dQKV).map { $0.map(\.bitPattern) }
            return (values[0], values[1])
        }
        let batch = TrainingOperands.batch
        let (qkv, dO) = (try x.view(batch.rowCount, 128), try x.view(batch.rowCount, 64))
        let all = try run(batch, qkv, dO)
        var alone = PackedBatch()
        alone.add(TrainingOperands.tokens(300))
        let rows = batch.rowCount - 300..<batch.rowCount
        let last = try run(alone, qkv.rows(rows), dO.rows(rows))
        #expect(last.0 == Array(all.0.suffix(300 * 64)))
        #expect(last.1 == Array(all.1.suffix(300 * 128)))
    }

    @Test func `memory is used again, and an error is thrown by what reads next`() throws {
        let x = try Self.operands()
        let backend = try #require(x.backend as? CUDADifferentiableBackend)
        for _ in 0..<3 {
            let matrix = try backend.makeMatrix(rows: 10, width: 10)
            #expect(try x.values(matrix.all) == [[Float](repeating: 0, count: 100)])
            backend.fill(matrix.all, with: 1)
        }
        #expect(backend.budget.used == 400)
        var table = try EmulatedGPU.device().driver.table
        table.cuLaunchKernel = { _, _, _, _, _, _, _, _, _, _, _ in
            Int32(CC_ERROR_ILLEGAL_ADDRESS)
        }
        let broken = try CUDADriver(table, path: "broken").device(0)
        let lost = TrainingOperands(
            try CUDADifferentiableBackend(
                ComputeDevice(broken, EmulatedGPU.images), owner: "test"), seed: 1)
        let matrix = try lost.matrix(3, 3)
        lost.backend.fill(matrix.all, with: 1)
        lost.backend.fill(matrix.all, with: 2)
        #expect(throws: (any Error).self) { try lost.values(matrix.all) }
    }
}
