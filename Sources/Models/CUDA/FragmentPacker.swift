import CCUDA
import CUDA
import Tensors

/// Brings matrices into the order in which tensor cores read them, strips of 16 outputs, some at a
/// time.
struct FragmentPacker {
    /// Each output's scale, of a matrix of E4M3.
    private(set) var scales: [Float] = []

    private let outputs: Int
    private let inputs: Int
    private let columns: Int
    private let fp8: Bool
    /// Where each output's numbers are.
    private let places: [(stored: StoredTensor, row: Int)]
    private var floats: [Float]

    init(_ parts: [MatrixWeights], outputs: Int, inputs: Int, _ columns: Int, fp8: Bool) {
        (self.outputs, self.inputs, self.columns, self.fp8) = (outputs, inputs, columns, fp8)
        places = parts.flatMap { part in part.rows.map { (part.stored, $0) } }
        floats = [Float](repeating: 0, count: 16 * inputs)
    }

    /// Bytes that are packed at a time.
    private static let bytesAtOnce = 32 << 20

    /// Packs everything into a card's memory.
    mutating func pack(into memory: DeviceMemory, on stream: Stream) throws {
        let stripSize = 16 * columns
        let rowsAtOnce = 16 * max(1, Self.bytesAtOnce / (2 * stripSize))
        for first in stride(from: 0, to: outputs, by: rowsAtOnce) {
            let rows = first..<min(outputs, first + rowsAtOnce)
            var packed = [UInt16](repeating: 0, count: rows.count.rounded(upTo: 16) * columns)
            for strip in stride(from: rows.lowerBound, to: rows.upperBound, by: 16) {
                let some = strip..<min(rows.upperBound, strip + 16)
                try read(some)
                pack(some.count, into: &packed, at: (strip - first) * columns)
            }
            try memory.write(packed, at: first * columns, on: stream)
        }
    }

    /// Reads some outputs' numbers.
    private mutating func read(_ rows: Range<Int>) throws {
        for (index, row) in rows.enumerated() {
            let place = places[row]
            try floats.withUnsafeMutableBufferPointer {
                try place.stored.copyFloats(
                    rows: place.row..<place.row + 1,
                    to: .init(rebasing: $0[index * inputs..<(index + 1) * inputs]))
            }
        }
    }

    private mutating func pack(_ rows: Int, into packed: inout [UInt16], at start: Int) {
        var scales = [Float](repeating: 1, count: 16)
        packed.withUnsafeMutableBufferPointer { packed in
            let tiles = packed.baseAddress.map { $0 + start }
            let (stride, count) = (Int64(inputs), Int64(rows))
            if fp8 {
                cc_pack_fragments_e4m3(
                    tiles, &scales, floats, stride, count, stride, Int64(2 * columns))
            } else {
                cc_pack_fragments(tiles, floats, stride, count, stride, Int64(columns))
            }
        }
        if fp8 { self.scales += scales[..<rows] }
    }
}
