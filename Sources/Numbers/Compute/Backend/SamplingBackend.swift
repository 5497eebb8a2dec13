/// A backend that also chooses tokens, so that logits stay on the device.
///
/// The next step may be begun before the tokens are taken: its rows name them by
/// ``TokenBatch/drawnToken(_:)``. At most two draws may wait to be taken.
package protocol SamplingBackend: Backend {
    /// Chooses a token for each of some rows of an operand, from the logits x·Wᵀ, bent by `softCap`.
    ///
    /// A choice depends on the row and its draw alone.
    ///
    /// - Throws: What became of the device, if it fails.
    func draw(
        _ x: Operand, rows: Range<Int>, by head: MatrixHandle, softCap: Float?, _ draws: [TokenDraw]
    ) throws

    /// Writes the tokens of the oldest draw that was not taken; waits for them.
    ///
    /// - Throws: What became of the device, if it fails.
    func takeDrawn(into tokens: UnsafeMutablePointer<DrawnToken>) throws
}

/// How one row's token is chosen: a request's options, and what they come to for this token.
package struct TokenDraw {
    package var options: SamplingOptions
    /// Where in the cumulative probability the token lies, in 0..<1.
    package var uniform: Double
    /// The tokens that the options' penalties change; nil if there are no penalties.
    package var penalised: PenalisedTokens?

    /// Tokens whose logits change because prompt or reply have them.
    package struct PenalisedTokens {
        /// The tokens, each once.
        package var tokens: [Int32]
        /// How often the reply has each; -1 for one that is ruled out.
        package var counts: [Int32]

        package init(tokens: [Int32], counts: [Int32]) {
            (self.tokens, self.counts) = (tokens, counts)
        }
    }

    package init(
        options: SamplingOptions, uniform: Double, penalised: PenalisedTokens? = nil
    ) {
        (self.options, self.uniform, self.penalised) = (options, uniform, penalised)
    }
}

/// A token and its log-probability at temperature 1, in nats.
package struct DrawnToken {
    package var token: Int32 = 0
    package var logProbability: Float = 0

    package init() {}
}
