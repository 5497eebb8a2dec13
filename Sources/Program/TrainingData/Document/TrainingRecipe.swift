/// Defaults of what depends on the size of model and data.
public enum TrainingRecipe: String, Sendable, CaseIterable {
    /// For a model of a few hundred million parameters on a machine at hand.
    case small
    /// What the Nemotron-4 340B report gives (arXiv:2406.11704, section 3.3), the middle of a range
    /// where it gives one.
    case report

    /// The defaults of a type of step.
    struct Defaults: Sendable {
        var batchSize: Int
        var learningRate: Double
        /// The same for low-rank adapters.
        var adapterRate: Double
        var beta = 0.1
        /// The weight of the SFT term; the report's in both recipes.
        var sftWeight = 0.0
    }

    func defaults(of type: String) -> Defaults {
        switch (self, type) {
        case (.small, "sft"): Defaults(batchSize: 8, learningRate: 1e-5, adapterRate: 2e-4)
        case (.small, "dpo"):
            Defaults(batchSize: 8, learningRate: 5e-6, adapterRate: 5e-5, sftWeight: 1e-4)
        case (.small, "rpo"):
            Defaults(batchSize: 8, learningRate: 5e-6, adapterRate: 5e-5, sftWeight: 1e-5)
        case (.small, _): Defaults(batchSize: 8, learningRate: 1e-5, adapterRate: 1e-4)
        case (.report, "sft"): Defaults(batchSize: 128, learningRate: 3e-7, adapterRate: 3e-7)
        case (.report, "dpo"):
            Defaults(
                batchSize: 256, learningRate: 1e-7, adapterRate: 1e-7, beta: 1e-3, sftWeight: 1e-4)
        case (.report, "rpo"):
            Defaults(
                batchSize: 256, learningRate: 3e-7, adapterRate: 3e-7, beta: 0.1, sftWeight: 1e-5)
        // The report does not say how its reward model was trained.
        case (.report, _): Defaults(batchSize: 128, learningRate: 1e-6, adapterRate: 1e-6)
        }
    }
}
