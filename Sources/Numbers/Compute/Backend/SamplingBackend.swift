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

/// How a row's token is chosen: penalties, then the other options in the order of the properties.
package struct TokenDraw {
    /// Divides the logits; 0 takes the most likely token, the lowest id of equals.
    package var temperature: Float
    /// Keeps logits that are at least the k-th greatest; 0 keeps all.
    package var topK: Int32
    /// Keeps the fewest most likely tokens whose probabilities reach this sum.
    package var topP: Float
    /// Keeps tokens at least this fraction as likely as the most likely one.
    package var minP: Float
    /// Keeps the tokens nearest to the entropy until their probabilities reach this sum.
    package var typicalP: Float
    /// Where in the cumulative probability the token lies, in 0..<1.
    package var uniform: Double
    /// What comes before all this.
    package var penalties: Penalties?

    /// Changes of logits by the tokens so far.
    package struct Penalties {
        /// Divides positive and multiplies negative logits.
        package var repetition: Float
        /// Subtracted where the reply has the token.
        package var presence: Float
        /// Subtracted once for each time that the reply has the token.
        package var frequency: Float
        /// The tokens that are changed, each once.
        package var tokens: [Int32]
        /// How often the reply has each; -1 for one that is ruled out.
        package var counts: [Int32]

        package init(
            repetition: Float, presence: Float, frequency: Float, tokens: [Int32], counts: [Int32]
        ) {
            self.repetition = repetition
            self.presence = presence
            self.frequency = frequency
            self.tokens = tokens
            self.counts = counts
        }
    }

    package init(
        temperature: Float, topK: Int32, topP: Float, minP: Float, typicalP: Float, uniform: Double,
        penalties: Penalties? = nil
    ) {
        self.temperature = temperature
        self.topK = topK
        self.topP = topP
        self.minP = minP
        self.typicalP = typicalP
        self.uniform = uniform
        self.penalties = penalties
    }
}

/// A token and its log-probability at temperature 1, in nats.
package struct DrawnToken {
    package var token: Int32 = 0
    package var logProbability: Float = 0

    package init() {}
}
