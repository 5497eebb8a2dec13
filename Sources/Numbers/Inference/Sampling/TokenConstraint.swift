import Dispatch

/// Decides which tokens may come next in one reply, e.g. by a grammar or a list of choices.
///
/// The engine asks for a mask before every token, on a separate thread, while the model computes the
/// logits to which the mask belongs; calls never overlap. A mask must depend on the reply's tokens
/// alone.
public protocol TokenConstraint: AnyObject, Sendable {
    /// Writes a bit for each token that may come next, 64 to a word, and 0 for all others; false if
    /// there is none. Where the reply may end, its stop tokens are among them.
    func mask(into words: UnsafeMutableBufferPointer<UInt64>) -> Bool
    /// The reply goes on by this token.
    func advance(_ token: Int32)
    /// Whether the reply may end here, for one that has no room for more.
    var mayEnd: Bool { get }
    /// Whether nothing may follow, so that the reply is over without a stop token.
    var mustEnd: Bool { get }
}

/// The bits of tokens that may come next in a request's reply, and the work of finding them.
///
/// Used by one thread at a time, which makes it safe to send: ``prepare(on:)`` hands it to a
/// worker, and ``wait()`` gives it back to the engine's thread.
final class TokenMask: @unchecked Sendable {
    let words: UnsafeMutableBufferPointer<UInt64>
    private let constraint: any TokenConstraint
    private let group = DispatchGroup()
    /// Whether a token is left, and which if there is just one; to be read after ``wait()``.
    private(set) var isSatisfiable = true
    private(set) var only: Int32?

    init(_ constraint: any TokenConstraint, vocabularySize: Int) {
        self.constraint = constraint
        words = .allocate(capacity: (vocabularySize + 63) / 64)
        words.initialize(repeating: 0)
    }

    deinit { words.deallocate() }

    /// Begins to find the mask of the next token.
    func prepare(on queue: DispatchQueue) {
        group.enter()
        queue.async {
            self.isSatisfiable = self.constraint.mask(into: self.words)
            self.only = self.findOnly()
            self.group.leave()
        }
    }

    /// The token, if a single one is left.
    private func findOnly() -> Int32? {
        var found: Int32?
        for (index, word) in words.enumerated() where word != 0 {
            guard found == nil, word.nonzeroBitCount == 1 else { return nil }
            found = Int32(index * 64 + word.trailingZeroBitCount)
        }
        return found
    }

    /// Returns when the mask is there.
    func wait() { group.wait() }
}
