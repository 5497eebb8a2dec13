import JSON

/// A quality defect found in a text.
struct QualityFinding: Equatable {
    /// The phrase by which defects are counted.
    let reason: String
    /// What was found: a measure, or the words.
    let found: JSON
}
