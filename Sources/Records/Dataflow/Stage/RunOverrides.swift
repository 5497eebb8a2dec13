public import Foundation

/// Values of the command line that replace those of the document.
public struct RunOverrides: Sendable {
    /// How many accepted records to make.
    public var target: Int?
    /// The folder to write to.
    public var output: URL?
    /// The seed.
    public var seed: UInt64?
    /// Sources of models, by name.
    public var models: [String: String]
    /// Files of reward heads, by the names of their models.
    public var heads: [String: String]
    /// Files to read, by the full name of the `read` stage.
    public var datasets: [String: [String]]

    /// Creates overrides; none by default.
    public init(
        target: Int? = nil, output: URL? = nil, seed: UInt64? = nil,
        models: [String: String] = [:], heads: [String: String] = [:],
        datasets: [String: [String]] = [:]
    ) {
        self.target = target
        self.output = output
        self.seed = seed
        self.models = models
        self.heads = heads
        self.datasets = datasets
    }
}
