/// A stage that has been checked and made.
public struct PreparedStage: Sendable {
    /// What it does.
    public let work: StageWork
    /// The fields of the records that leave it.
    public let fields: FieldSet
    /// What else decides its output besides the declaration: the texts of its templates.
    public let ingredients: [String]
    /// The names of the models it calls.
    public let models: [String]
    /// The names of its parts, each an output of its own; none if it has one output.
    public let parts: [String]
    /// What must hold before the run begins; nil for nothing.
    public let requirement: (any StageRequirement)?

    /// A stage made.
    public init(
        work: StageWork, fields: FieldSet, ingredients: [String] = [], models: [String] = [],
        parts: [String] = [], requirement: (any StageRequirement)? = nil
    ) {
        self.work = work
        self.fields = fields
        self.ingredients = ingredients
        self.models = models
        self.parts = parts
        self.requirement = requirement
    }
}
