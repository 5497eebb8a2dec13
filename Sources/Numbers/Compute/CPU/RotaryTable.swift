import Foundation
import Models

/// Cosines and sines of every position up to a limit.
struct RotaryTable: @unchecked Sendable {
    /// Longest sequence that uses the short angles.
    private let shortLimit: Int
    let pairs: Int
    private let positions: Int
    private let short: Pointers
    /// Of positions in longer sequences, where the model has other frequencies for these.
    private let long: Pointers?
    /// Own the memory.
    private let tables: [Angles]

    private typealias Pointers = (cosines: UnsafePointer<Float>, sines: UnsafePointer<Float>)

    private struct Angles: @unchecked Sendable {
        let memory: RowBuffer
        let cosines: UnsafePointer<Float>
        let sines: UnsafePointer<Float>

        init(_ frequencies: [Float], positions: Int, factor: Double) {
            let count = positions * frequencies.count
            memory = RowBuffer(rows: 2, width: count)
            let (cosines, sines) = (memory.rows.row(0), memory.rows.row(1))
            for position in 0..<positions {
                for (pair, frequency) in frequencies.enumerated() {
                    // The angle is rounded to float first: checkpoints were trained with that.
                    let angle = Double(Float(position) * frequency)
                    let index = position * frequencies.count + pair
                    cosines[index] = Float(cos(angle) * factor)
                    sines[index] = Float(sin(angle) * factor)
                }
            }
            (self.cosines, self.sines) = (UnsafePointer(cosines), UnsafePointer(sines))
        }
    }

    init(_ rotary: RotaryEmbedding, positions: Int) {
        pairs = rotary.dimensions / 2
        self.positions = positions
        shortLimit = rotary.shortLimit ?? .max
        let factor = rotary.attentionFactor
        let short = Angles(rotary.frequencies, positions: positions, factor: factor)
        let reachesLong = positions > shortLimit
        let long = (reachesLong ? rotary.longFrequencies : nil).map {
            Angles($0, positions: positions, factor: factor)
        }
        self.short = (short.cosines, short.sines)
        self.long = long.map { ($0.cosines, $0.sines) }
        tables = [short] + (long.map { [$0] } ?? [])
    }

    /// The cosines and sines of a row's position, one for each pair.
    func angles(
        of row: TokenBatch.Row
    ) -> (cosines: UnsafePointer<Float>, sines: UnsafePointer<Float>) {
        let isLong = row.sequenceLength > shortLimit
        let (cosines, sines) = isLong ? long ?? short : short
        return (cosines + row.position * pairs, sines + row.position * pairs)
    }

    /// Where a row's cosines and sines are in ``joined``.
    func index(of row: TokenBatch.Row) -> Int {
        row.position + (long != nil && row.sequenceLength > shortLimit ? positions : 0)
    }

    /// The tables one below the other, those of longer sequences last: `[count, pairs]`.
    var joined: (cosines: [Float], sines: [Float]) {
        func join(_ pointer: (Pointers) -> UnsafePointer<Float>) -> [Float] {
            ([short] + (long.map { [$0] } ?? [])).flatMap {
                UnsafeBufferPointer(start: pointer($0), count: positions * pairs)
            }
        }
        return (join(\.cosines), join(\.sines))
    }
}
