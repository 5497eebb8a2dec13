import Foundation

/// Cosines and sines of every position up to a limit.
struct RotaryTable: Sendable {
    let pairs: Int
    let cosines: [Float]
    let sines: [Float]

    init(_ rotary: RotaryEmbedding, positions: Int) {
        let frequencies = rotary.frequencies
        pairs = frequencies.count
        var cosines: [Float] = []
        var sines: [Float] = []
        cosines.reserveCapacity(positions * pairs)
        sines.reserveCapacity(positions * pairs)
        for position in 0..<positions {
            for frequency in frequencies {
                // The angle is rounded to float first: checkpoints were trained with that.
                let angle = Double(Float(position) * frequency)
                cosines.append(Float(cos(angle)))
                sines.append(Float(sin(angle)))
            }
        }
        self.cosines = cosines
        self.sines = sines
    }
}
