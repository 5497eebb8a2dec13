/// How AdamW's moments are kept.
public enum MomentFormat: String, Sendable, CaseIterable {
    /// As they are computed: 8 bytes a parameter.
    case float32
    /// Of matrices in 8 bits, in blocks of 256 with a scale each: 2.03 bytes a parameter. Norms and
    /// biases keep float32.
    ///
    /// Source: Dettmers et al. 2022 (arXiv:2110.02861).
    case eightBit = "8bit"
}
