public import Inference
import Synchronization
public import Text

/// Holds one reply to a grammar, token by token.
///
/// A lock guards the matcher: the engine's thread advances it, worker threads ask for masks.
public final class GrammarConstraint: TokenConstraint {
    private let matcher: Mutex<GrammarMatcher>
    private let stopTokens: Set<Int32>

    /// A constraint for a reply that has no tokens yet and must end within `maxTokens`.
    /// - Throws: `GrammarError` if no text of the grammar is that short.
    public init(_ grammar: TokenGrammar, maxTokens: Int, stopTokens: Set<Int32>) throws {
        matcher = Mutex(try GrammarMatcher(grammar, maxTokens: maxTokens))
        self.stopTokens = stopTokens
    }

    /// Whether the reply so far is a whole text of the grammar.
    public var mayEnd: Bool { matcher.withLock { $0.mayEnd } }
    /// Whether no token can follow the reply so far.
    public var mustEnd: Bool { matcher.withLock { $0.mustEnd } }

    /// Adds a token to the reply.
    public func advance(_ token: Int32) { matcher.withLock { _ = $0.advance(token) } }

    /// Marks the tokens that may come next: those of the grammar, and the end of the turn where the
    /// reply is a whole text.
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
