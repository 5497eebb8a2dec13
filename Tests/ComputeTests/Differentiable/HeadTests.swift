import CKernels
import Foundation
import Hashing
import Testing

@testable import Compute

/// A head's operands of odd sizes.
private struct Head {
    let x: RandomMatrix
    let head: RandomMatrix
    let targets: [Int32]
    let factors: [Float]
    let blocks: [Range<Int>]
    let softCap: Float?

    /// - Parameter scale: Of the hidden state; the logits grow with it.
    init(seed: UInt64, rows: Int? = nil, scale: Float = 4) {
        var random = SplitMix64(seed: seed)
        let rows = rows ?? random.integer(below: 60)
        let (width, vocabulary) = (1 + random.integer(below: 60), 2 + random.integer(below: 130))
        x = RandomMatrix(rows: rows, width: width, scale: scale, random: &random)
        head = RandomMatrix(rows: vocabulary, width: width, random: &random)
        targets = (0..<rows).map { _ in Int32(random.integer(below: vocabulary)) }
        factors = (0..<rows).map { _ in Float(random.uniform()) - 0.3 }
        blocks = stride(from: 0, to: rows, by: 200).map { $0..<min($0 + 200, rows) }
        softCap = seed % 2 == 0 ? 3 : nil
    }

    /// Capped logits in double precision.
    func logits(row: Int) -> [Double] {
        (0..<head.rows).map { v in
            let z = (0..<x.width).reduce(0) { $0 + x[row, $1] * head[v, $1] }
            return softCap.map { Double($0) * tanh(z / Double($0)) } ?? z
        }
    }

    /// dL/d(logits) of a row, and the log-probability of its target.
    func derivatives(row: Int) -> (dZ: [Double], logProbability: Double) {
        let (z, target) = (logits(row: row), Int(targets[row]))
        let sum = z.reduce(0) { $0 + exp($1) }
        let dZ = z.indices.map { v in
            let capped = softCap.map { 1 - (z[v] / Double($0)) * (z[v] / Double($0)) } ?? 1
            return Double(factors[row]) * ((v == target ? 1 : 0) - exp(z[v]) / sum) * capped
        }
        return (dZ, z[target] - log(sum))
    }
}

/// What a backend made of a head's operands.
private struct HeadResults {
    var logProbabilities: [Float]
    var dX: MatrixView
    var dHead: MatrixView

    init(_ operands: Head, on backend: CPUDifferentiableBackend, rows: [Range<Int>]? = nil) throws {
        let x = try operands.x.view(on: backend, margin: 2)
        let head = try operands.head.matrix(on: backend)
        logProbabilities = [Float](repeating: .nan, count: operands.x.rows)
        dX = try operands.x.view(on: backend, margin: 3)
        dHead = try operands.head.matrix(on: backend).all
        for rows in rows ?? [0..<operands.x.rows] {
            let first = rows.lowerBound
            let blocks = operands.blocks.filter { rows.contains($0.lowerBound) }
            let backward = HeadBackward(
                factors: Array(operands.factors[rows]),
                blocks: blocks.map { $0.lowerBound - first..<$0.upperBound - first },
                dX: dX.rows(rows), dHead: dHead.matrix)
            try logProbabilities.withUnsafeMutableBufferPointer { logs in
                guard let start = logs.baseAddress else { return }
                try backend.crossEntropy(
                    x.rows(rows), by: head, softCap: operands.softCap,
                    targets: Array(operands.targets[rows]), backward: backward,
                    logProbabilities: start + first)
            }
        }
    }

    func expectSameBits(as other: HeadResults) {
        #expect(logProbabilities.map(\.bitPattern) == other.logProbabilities.map(\.bitPattern))
        #expect(dX.bits == other.dX.bits)
        #expect(dHead.bits == other.dHead.bits)
    }
}

@Suite struct HeadTests {
    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func `log-probabilities and gradients agree with loops in double precision`(
        seed: UInt64
    ) throws {
        let operands = Head(seed: seed)
        let (x, head) = (operands.x, operands.head)
        let backend = CPUDifferentiableBackend(threads: 2)
        let results = try HeadResults(operands, on: backend)
        let expected = (0..<x.rows).map { operands.derivatives(row: $0) }
        #expect(
            worstDifference(results.logProbabilities, expected.map(\.logProbability)) < 2e-5)
        let dX = expected.flatMap { dZ, _ in
            (0..<x.width).map { c in (0..<head.rows).reduce(0) { $0 + dZ[$1] * head[$1, c] } }
        }
        #expect(worstDifference(try results.dX.values(on: backend), dX) < 1e-5)
        let dHead = (0..<head.rows).flatMap { v in
            (0..<x.width).map { c in
                head[v, c] + (0..<x.rows).reduce(0) { $0 + expected[$1].dZ[v] * x[$1, c] }
            }
        }
        #expect(worstDifference(try results.dHead.values(on: backend), dHead) < 1e-4)
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>, arithmetics)
    func `the head gives the same bits with any instruction set and any number of threads`(
        seed: UInt64, arithmetic: ProductArithmetic
    ) throws {
        let operands = Head(seed: seed)
        let reference = try HeadResults(
            operands,
            on: CPUDifferentiableBackend(threads: 1, arithmetic: arithmetic, isa: CK_ISA_PLAIN))
        for isa in instructionSets {
            for threads in [1, 3] {
                let backend = CPUDifferentiableBackend(
                    threads: threads, arithmetic: arithmetic, isa: isa)
                try HeadResults(operands, on: backend).expectSameBits(as: reference)
            }
        }
    }

    @Test(arguments: [21, 22] as [UInt64], arithmetics)
    func `rows in two calls or in several chunks give the same bits`(
        seed: UInt64, arithmetic: ProductArithmetic
    ) throws {
        let operands = Head(seed: seed, rows: 1150)
        let backend = CPUDifferentiableBackend(threads: 2, arithmetic: arithmetic)
        let whole = try HeadResults(operands, on: backend)
        try HeadResults(operands, on: backend, rows: [0..<600, 600..<1150])
            .expectSameBits(as: whole)
        try HeadResults(operands, on: backend, rows: operands.blocks).expectSameBits(as: whole)
    }

    @Test(arguments: [31, 32] as [UInt64])
    func `log-probabilities alone are those of the backward pass`(seed: UInt64) throws {
        let operands = Head(seed: seed, rows: 530)
        let backend = CPUDifferentiableBackend(threads: 2)
        let expected = try HeadResults(operands, on: backend).logProbabilities
        var logs = [Float](repeating: .nan, count: operands.x.rows)
        try backend.crossEntropy(
            operands.x.view(on: backend), by: operands.head.matrix(on: backend),
            softCap: operands.softCap, targets: operands.targets, backward: nil,
            logProbabilities: &logs)
        #expect(logs.map(\.bitPattern) == expected.map(\.bitPattern))
    }

    @Test(arguments: [-40, -12, -3, 0, 2, 9, 17, 30, 60] as [Float], instructionSets)
    func `log p keeps its digits however near 0 or 1 p is`(lead: Float, isa: ck_isa) {
        var random = SplitMix64(seed: 41)
        for count in [1, 2, 15, 16, 17, 500] {
            var logits = (0..<count).map { _ in Float(random.uniform()) }
            let target = random.integer(below: count)
            logits[target] += lead
            let others = logits.indices.filter { $0 != target }.reduce(0) {
                $0 + exp(Double(logits[$1]) - Double(logits[target]))
            }
            let log = ck_cross_entropy_f32(&logits, Int64(count), Int64(target), 0, 1, isa)
            #expect(abs(log + log1p(others)) <= 1e-6 * log1p(others))
            // d log p / dz = 1 - p of the target.
            let remainder = others / (1 + others)
            #expect(abs(Double(logits[target]) - remainder) <= 1e-6 * remainder)
        }
    }

    @Test func `a frozen head's hidden state has the same gradient`() throws {
        let operands = Head(seed: 51, rows: 40)
        let backend = CPUDifferentiableBackend(threads: 2)
        let expected = try HeadResults(operands, on: backend)
        let dX = try operands.x.view(on: backend, margin: 3)
        var logs = [Float](repeating: .nan, count: operands.x.rows)
        let backward = HeadBackward(
            factors: operands.factors, blocks: operands.blocks, dX: dX, dHead: nil)
        try backend.crossEntropy(
            operands.x.view(on: backend), by: operands.head.matrix(on: backend),
            softCap: operands.softCap, targets: operands.targets, backward: backward,
            logProbabilities: &logs)
        #expect(dX.bits == expected.dX.bits)
    }

    @Test func `chunks of a head's rows are whole blocks`() {
        func chunks(_ rows: Int, _ blocks: [Range<Int>]) -> [Range<Int>] {
            HeadChunks(rows: rows, blocks: blocks, limit: 10).chunks
        }
        #expect(chunks(0, []) == [])
        #expect(chunks(25, []) == [0..<10, 10..<20, 20..<25])
        #expect(chunks(25, [0..<7, 7..<14, 14..<25]) == [0..<7, 7..<14, 14..<25])
        #expect(chunks(20, [0..<5, 5..<10, 10..<20]) == [0..<10, 10..<20])
        #expect(chunks(30, [0..<5, 5..<5, 12..<30]) == [0..<10, 10..<12, 12..<30])
    }
}
