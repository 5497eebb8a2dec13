import PythonStrings

/// A text cut into pieces: one buffer and the bounds of the pieces in it.
struct Pieces {
    private(set) var bytes: [UInt8]
    /// `bounds[i]..<bounds[i + 1]` is piece `i`; no piece is empty.
    private(set) var bounds: [Int]

    init(_ text: [UInt8]) {
        bytes = text
        bounds = text.isEmpty ? [0] : [0, text.count]
    }

    /// The number of pieces.
    var count: Int { bounds.count - 1 }

    /// Calls `body` for each piece in order.
    func forEach(_ body: (ByteBuffer) -> Void) {
        bytes.withUnsafeBufferPointer { bytes in
            for index in 0..<count {
                body(ByteBuffer(rebasing: bytes[bounds[index]..<bounds[index + 1]]))
            }
        }
    }

    /// Replaces each piece by the result of `change`; an empty result drops the piece. `isFirst` is
    /// true until a piece has a result that is not empty.
    mutating func map(_ change: (ByteBuffer, _ isFirst: Bool) -> [UInt8]) {
        var mapped: [UInt8] = []
        mapped.reserveCapacity(bytes.count + count)
        var newBounds = [0]
        forEach { piece in
            mapped.append(contentsOf: change(piece, newBounds.count == 1))
            if mapped.count > newBounds[newBounds.count - 1] { newBounds.append(mapped.count) }
        }
        (bytes, bounds) = (mapped, newBounds)
    }

    /// Splits each piece at the matches of `pattern`; with `inverted`, at the text between them.
    mutating func split(at pattern: SplitPattern, _ behavior: SplitBehavior, inverted: Bool = false)
    {
        if case .words = pattern, behavior == .isolated { return splitIntoWords(pattern) }
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        var newBounds = [0]
        forEach { piece in
            for range in behavior.ranges(piece.stretches(of: pattern, inverted: inverted)) {
                kept.append(contentsOf: piece[range])
                newBounds.append(kept.count)
            }
        }
        (bytes, bounds) = (kept, newBounds)
    }

    /// Splits at words. A word pattern's matches cover the text, so only the bounds change.
    private mutating func splitIntoWords(_ pattern: SplitPattern) {
        var newBounds = [0]
        newBounds.reserveCapacity(bytes.count / 4 + 2)
        forEach { piece in
            let start = newBounds[newBounds.count - 1]
            pattern.forEachMatch(in: piece) { newBounds.append(start + $0.upperBound) }
        }
        bounds = newBounds
    }
}

/// The treatment of a split pattern's matches; the cases are the kinds in `tokenizer.json`.
enum SplitBehavior: String, Sendable, CaseIterable {
    case removed = "Removed"
    case isolated = "Isolated"
    case mergedWithPrevious = "MergedWithPrevious"
    case mergedWithNext = "MergedWithNext"
    case contiguous = "Contiguous"

    /// A range of a text, and whether the pattern matched it.
    typealias Stretch = (range: Range<Int>, isMatch: Bool)

    /// Returns the pieces that result from `stretches`, which cover the text in order.
    func ranges(_ stretches: [Stretch]) -> [Range<Int>] {
        switch self {
        case .removed: stretches.filter { !$0.isMatch }.map(\.range)
        case .isolated: stretches.map(\.range)
        case .contiguous: join(stretches) { $0.isMatch == $1.isMatch }
        case .mergedWithPrevious: join(stretches) { !$0.isMatch && $1.isMatch }
        case .mergedWithNext: join(stretches) { $0.isMatch && !$1.isMatch }
        }
    }

    private func join(_ stretches: [Stretch], if joins: (Stretch, Stretch) -> Bool) -> [Range<Int>]
    {
        var joined: [Range<Int>] = []
        for (index, stretch) in stretches.enumerated() {
            if index > 0, joins(stretches[index - 1], stretch), let last = joined.popLast() {
                joined.append(last.lowerBound..<stretch.range.upperBound)
            } else {
                joined.append(stretch.range)
            }
        }
        return joined
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Returns the matches of `pattern` and the text between them, in order; `inverted` swaps the
    /// roles of the two.
    fileprivate func stretches(of pattern: SplitPattern, inverted: Bool) -> [SplitBehavior.Stretch]
    {
        var stretches: [SplitBehavior.Stretch] = []
        var covered = 0
        pattern.forEachMatch(in: self) { match in
            if covered < match.lowerBound {
                stretches.append((covered..<match.lowerBound, inverted))
            }
            stretches.append((match, !inverted))
            covered = match.upperBound
        }
        if covered < count { stretches.append((covered..<count, inverted)) }
        return stretches
    }
}
