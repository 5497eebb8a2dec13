import Foundation

/// Cosines and sines of every position up to a limit.
struct RotaryTable: Sendable {
    /// The longest sequence that turns by the short angles.
    private let shortLimit: Int
    private let pairs: Int
    private let short: Angles
    /// Of positions in longer sequences, where the model has other frequencies for these.
    private let long: Angles?

    private struct Angles: Sendable {
        var cosines: [Float] = []
        var sines: [Float] = []

        init(_ frequencies: [Float], positions: Int, factor: Double) {
            cosines.reserveCapacity(positions * frequencies.count)
            sines.reserveCapacity(positions * frequencies.count)
            for position in 0..<positions {
                for frequency in frequencies {
                    // The angle is rounded to float first: checkpoints were trained with that.
                    let angle = Double(Float(position) * frequency)
                    cosines.append(Float(cos(angle) * factor))
                    sines.append(Float(sin(angle) * factor))
                }
            }
        }
    }

    init(_ rotary: RotaryEmbedding, positions: Int) {
        pairs = rotary.dimensions / 2
        shortLimit = rotary.shortLimit ?? .max
        let factor = rotary.attentionFactor
        short = Angles(rotary.frequencies, positions: positions, factor: factor)
        let reachesLong = positions > shortLimit
        long = (reachesLong ? rotary.longFrequencies : nil).map {
            Angles($0, positions: positions, factor: factor)
        }
    }

    /// Calls `body` with the cosines and sines of a row's position, one for each pair.
    func withAngles(
        of row: TokenBatch.Row,
        _ body: (UnsafePointer<Float>, UnsafePointer<Float>) -> Void
    ) {
        let isLong = row.sequenceLength > shortLimit
        let angles = isLong ? long ?? short : short
        angles.cosines.withUnsafeBufferPointer { cosines in
            angles.sines.withUnsafeBufferPointer { sines in
                guard let cosine = cosines.baseAddress, let sine = sines.baseAddress else { return }
                body(cosine + row.position * pairs, sine + row.position * pairs)
            }
        }
    }
}
