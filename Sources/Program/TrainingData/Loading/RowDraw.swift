import Hashing
import JSON

/// Which rows of a source a share takes: those with the lowest digests of seed and content, so that
/// neither the rows' order nor what else is read has a say.
struct RowDraw {
    private let seed: UInt64
    /// How often every row is taken.
    private let wholes: Int
    /// Rows with a digest below are taken once more.
    private let threshold: UInt64
    /// Rows with just that digest that are taken too.
    private var ties: Int

    /// Reads the source once if the share is no whole number.
    init(_ source: DataSource, seed: UInt64) throws {
        self.seed = seed
        wholes = Int(source.share)
        let fraction = source.share - Double(wholes)
        guard fraction > 0 else {
            (threshold, ties) = (0, 0)
            return
        }
        guard source.path != DataSource.standardInput else {
            throw TrainingDataError.shareOfStandardInput
        }
        let file = try RowFile(source)
        var digests: [UInt64] = []
        while let row = try file.next() {
            if case .success(let content) = row.content {
                digests.append(Self.digest(content, seed))
            }
        }
        // At least one row, if there is any.
        let count = max(1, Int((fraction * Double(digests.count)).rounded()))
        digests.sort()
        guard count < digests.count else {
            (threshold, ties) = (.max, digests.count)
            return
        }
        threshold = digests[count - 1]
        ties = count - digests.prefix { $0 < digests[count - 1] }.count
    }

    /// How often a row is taken.
    mutating func times(_ row: JSONObject) -> Int {
        guard ties > 0 || threshold > 0 else { return wholes }
        let digest = Self.digest(row, seed)
        if digest < threshold { return wholes + 1 }
        guard digest == threshold, ties > 0 else { return wholes }
        ties -= 1
        return wholes + 1
    }

    private static func digest(_ row: JSONObject, _ seed: UInt64) -> UInt64 {
        var hash = SHA256()
        hash.update(framed: "share")
        hash.update(seed)
        hash.update(framed: JSON.object(row).text)
        return hash.finalize128().high
    }
}
