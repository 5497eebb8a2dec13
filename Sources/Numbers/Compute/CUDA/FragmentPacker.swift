import CCUDA
import CUDA
import Checkpoints
import Models

/// Brings matrices into the order in which tensor cores read them, strips of 16 outputs, some at a
/// time.
struct FragmentPacker {
    /// Each output's scale, of a matrix of E4M3.
    private(set) var scales: [Float] = []

    private let outputs: Int
    private let inputs: Int
    private let columns: Int
    /// `nil`: bfloat16.
    private let fp8: FP8Scales?
    private let parts: [MatrixWeights]
    /// Where each output's numbers are.
    private let sources: [(stored: StoredTensor, row: Int)]
    private var floats: [Float]

    init(_ parts: [MatrixWeights], outputs: Int, inputs: Int, _ columns: Int, fp8: FP8Scales?) {
        self.parts = parts
        (self.outputs, self.inputs, self.columns, self.fp8) = (outputs, inputs, columns, fp8)
        sources = parts.flatMap { part in part.rows.map { (part.stored, $0) } }
        floats = [Float](repeating: 0, count: 16 * inputs)
    }

    /// Bytes that are packed at a time.
    private static let bytesAtOnce = 32 << 20

    /// Packs everything into a GPU's memory.
    mutating func pack(into memory: DeviceMemory, on stream: Stream) throws {
        if fp8 == .tensor { try measureTensors() }
        let stripSize = 16 * columns
        let rowsAtOnce = 16 * max(1, Self.bytesAtOnce / (2 * stripSize))
        for first in stride(from: 0, to: outputs, by: rowsAtOnce) {
            let rows = first..<min(outputs, first + rowsAtOnce)
            var packed = [UInt16](repeating: 0, count: rows.count.rounded(upTo: 16) * columns)
            for strip in Self.strips(of: rows) {
                try read(strip)
                if fp8 == .channel { measureRows(strip.count) }
                pack(strip, into: &packed, at: (strip.lowerBound - first) * columns)
            }
            try memory.write(packed, at: first * columns, on: stream)
        }
    }

    /// The outputs, 16 at a time.
    private static func strips(of rows: Range<Int>) -> [Range<Int>] {
        stride(from: rows.lowerBound, to: rows.upperBound, by: 16).map {
            $0..<min(rows.upperBound, $0 + 16)
        }
    }

    /// Gives all outputs of a part the scale of the whole part, which is read for that once more.
    private mutating func measureTensors() throws {
        for part in parts {
            var most: [Float] = []
            for strip in Self.strips(of: scales.count..<scales.count + part.rows.count) {
                try read(strip)
                most.append(cc_greatest_size(floats, Int64(strip.count * inputs)))
            }
            let scale = Self.scale(greatest: cc_greatest_size(most, Int64(most.count)))
            scales += repeatElement(scale, count: part.rows.count)
        }
    }

    /// Gives each of the outputs that were read its own scale.
    private mutating func measureRows(_ count: Int) {
        floats.withUnsafeBufferPointer { floats in
            for row in 0..<count {
                let numbers = floats.baseAddress.map { $0 + row * inputs }
                scales.append(Self.scale(greatest: cc_greatest_size(numbers, Int64(inputs))))
            }
        }
    }

    /// The scale by which the greatest number becomes the greatest E4M3.
    private static func scale(greatest: Float) -> Float { greatest == 0 ? 1 : greatest / 448 }

    /// Reads some outputs' numbers.
    private mutating func read(_ rows: Range<Int>) throws {
        for (index, row) in rows.enumerated() {
            let source = sources[row]
            try floats.withUnsafeMutableBufferPointer {
                try source.stored.copyFloats(
                    rows: source.row..<source.row + 1,
                    to: .init(rebasing: $0[index * inputs..<(index + 1) * inputs]))
            }
        }
    }

    /// Packs the outputs that were read.
    private func pack(_ rows: Range<Int>, into packed: inout [UInt16], at start: Int) {
        packed.withUnsafeMutableBufferPointer { packed in
            let tiles = packed.baseAddress.map { $0 + start }
            let (stride, count) = (Int64(inputs), Int64(rows.count))
            if fp8 == nil {
                cc_pack_fragments(tiles, floats, stride, count, stride, Int64(columns))
            } else {
                cc_pack_fragments_e4m3(
                    tiles, Array(scales[rows]), floats, stride, count, stride, Int64(2 * columns))
            }
        }
    }
}
