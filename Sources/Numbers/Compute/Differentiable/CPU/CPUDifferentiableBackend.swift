package import CKernels
import Foundation

/// Training's operations on the CPU, in float32.
///
/// Memory and copies are here; products, the head, attention, rows and the optimizer in extensions,
/// each over the C kernels of the same name. Work is cut into units that threads claim; what a unit
/// computes, and in which order, does not depend on their number.
///
/// Not for two callers at a time.
package final class CPUDifferentiableBackend: DifferentiableBackend {
    let team: WorkerTeam
    let isa: ck_isa
    /// Memory of each worker's own.
    let scratch: Scratch
    package let arithmetic: ProductArithmetic
    package var forwardIsFloat32: Bool
    /// Memory of a product's packed operand.
    let operands = Workspace()
    /// Memory of the head's logits.
    let logits = Workspace()

    /// - Parameter threads: Of the team; nil for one for each core.
    package init(
        threads: Int? = nil, arithmetic: ProductArithmetic = .float32, isa: ck_isa = ck_isa_best()
    ) {
        self.arithmetic = arithmetic
        forwardIsFloat32 = arithmetic == .float32
        team = WorkerTeam(threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
        self.isa = isa
        scratch = Scratch(workers: team.threads)
    }

    deinit { team.stop() }

    package func makeMatrix(rows: Int, width: Int) throws -> FloatMatrix {
        let memory = HugeMemory(byteCount: rows * width * MemoryLayout<Float>.stride)
        memset(memory.start, 0, rows * width * MemoryLayout<Float>.stride)
        return FloatMatrix(rows: rows, width: width, storage: memory)
    }

    package func write(_ floats: UnsafePointer<Float>, to x: MatrixView) throws {
        for row in 0..<x.rowCount {
            x.row(row).update(from: floats + row * x.width, count: x.width)
        }
    }

    package func read(_ x: MatrixView, into floats: UnsafeMutablePointer<Float>) throws {
        for row in 0..<x.rowCount {
            (floats + row * x.width).update(from: x.row(row), count: x.width)
        }
    }

    package func fill(_ x: MatrixView, with value: Float) {
        let (rows, width) = (RowPointer(x), x.width)
        shareRows(x.rowCount, width: width) { row in
            rows.row(row).update(repeating: value, count: width)
        }
    }

    package func copy(_ x: MatrixView, into y: MatrixView) {
        precondition(x.rowCount == y.rowCount && x.width == y.width, "shapes differ")
        let (from, to, width) = (RowPointer(x), RowPointer(y), x.width)
        shareRows(x.rowCount, width: width) { row in
            to.row(row).update(from: from.row(row), count: width)
        }
    }

    package func scaleRows(_ x: MatrixView, by factors: [Float]) {
        for row in 0..<x.rowCount {
            let floats = x.row(row)
            for column in 0..<x.width { floats[column] *= factors[row] }
        }
    }

    package func rowProducts(_ x: MatrixView, _ y: MatrixView) throws -> [Float] {
        (0..<x.rowCount).map { row in
            let (left, right) = (x.row(row), y.row(row))
            var sum = 0.0
            for column in 0..<x.width { sum += Double(left[column]) * Double(right[column]) }
            return Float(sum)
        }
    }
}

extension FloatMatrix {
    /// Where the floats lie, of a matrix on the CPU.
    var floats: UnsafeMutablePointer<Float> {
        guard let memory = storage as? HugeMemory else { preconditionFailure("not on the CPU") }
        return memory.start.assumingMemoryBound(to: Float.self)
    }
}

extension MatrixView {
    /// The first float, of a matrix on the CPU.
    var floats: UnsafeMutablePointer<Float> {
        matrix.floats + rows.lowerBound * matrix.width + columns.lowerBound
    }

    /// Floats from one row to the next.
    var stride: Int { matrix.width }

    func row(_ index: Int) -> UnsafeMutablePointer<Float> { floats + index * stride }
}
