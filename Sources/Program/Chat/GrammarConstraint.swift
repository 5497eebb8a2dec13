public import Inference
import Synchronization
public import Text

/// A grammar that holds one reply.
public final class GrammarConstraint: TokenConstraint {
    private let matcher: Mutex<GrammarMatcher>
    private let stopTokens: Set<Int32>

    /// A reply not begun, which ends before `maxTokens` run out.
    /// - Throws: `GrammarError` if they are too few.
    public init(_ grammar: TokenGrammar, maxTokens: Int, stopTokens: Set<Int32>) throws {
        matcher = Mutex(try GrammarMatcher(grammar, maxTokens: maxTokens))
        self.stopTokens = stopTokens
    }

    /// Whether a text of the grammar is complete.
    public var mayEnd: Bool { matcher.withLock { $0.mayEnd } }
    /// Whether nothing can be added to it.
    public var mustEnd: Bool { matcher.withLock { $0.mustEnd } }

    /// Goes on by a token.
    public func advance(_ token: Int32) { matcher.withLock { _ = $0.advance(token) } }

    /// The tokens of the grammar, and those that end a turn where the text is complete.
    public func mask(into words: UnsafeMutableBufferPointer<UInt64>) -> Bool {
        nonisolated(unsafe) let words = words
        let (isPossible, mayEnd) = matcher.withLock { ($0.mask(into: words), $0.mayEnd) }
        guard mayEnd else { return isPossible }
        for token in stopTokens where words.indices ~= Int(token) >> 6 {
            words[Int(token) >> 6] |= 1 << UInt64(token & 63)
        }
        return isPossible || !stopTokens.isEmpty
    }
}
