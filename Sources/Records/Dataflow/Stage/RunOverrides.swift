public import Foundation

/// What the command line says instead of the document.
public struct RunOverrides: Sendable {
    /// How many accepted records to make.
    public var target: Int?
    /// The folder to write to.
    public var output: URL?
    /// The seed.
    public var seed: UInt64?
    /// Model names to sources.
    public var models: [String: String]
    /// Stages that read, by full name, to the files that they shall read.
    public var datasets: [String: [String]]

    /// What to say instead; nothing by default.
    public init(
        target: Int? = nil, output: URL? = nil, seed: UInt64? = nil,
        models: [String: String] = [:], datasets: [String: [String]] = [:]
    ) {
        self.target = target
        self.output = output
        self.seed = seed
        self.models = models
        self.datasets = datasets
    }
}
