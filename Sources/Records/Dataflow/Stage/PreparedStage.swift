/// A checked stage, ready to process records.
public struct PreparedStage: Sendable {
    /// The stage's work on records.
    public let work: StageWork
    /// The fields of the records that leave it.
    public let fields: FieldSet
    /// Texts that decide its output besides the declaration, such as its templates.
    public let ingredients: [String]
    /// The names of the models it calls.
    public let models: [String]
    /// The names of its parts, each a separate output; empty if it has one output.
    public let parts: [String]
    /// What the stage leaves undone, a sentence each, for the run's summary and `stats`.
    public let notes: [String]
    /// Check to make before the run begins; nil for none.
    public let requirement: (any StageRequirement)?

    /// Creates a prepared stage.
    public init(
        work: StageWork, fields: FieldSet, ingredients: [String] = [], models: [String] = [],
        parts: [String] = [], notes: [String] = [],
        requirement: (any StageRequirement)? = nil
    ) {
        self.work = work
        self.fields = fields
        self.ingredients = ingredients
        self.models = models
        self.parts = parts
        self.notes = notes
        self.requirement = requirement
    }
}
