import JSON

/// Something that speaks against a text.
struct QualityFinding: Equatable {
    /// The phrase by which it is counted.
    let reason: String
    /// What was found: a measure, or the words.
    let found: JSON
}
