public import Datasets

/// Settings of the `write` stage.
public struct SinkSettings: Sendable {
    /// Number of records wanted; nil for all there are.
    public let target: Int?
    /// Most times that sources may be read from the start to reach the target.
    public let drawLimit: Int
    /// The folder to write to, as a path.
    public let folder: String
    /// Records wanted with each value of a field, summing to the target; nil without quotas.
    public let quotas: QuotaSettings?
    /// The parts of the accepted records; nil if they are not divided. The target is that of all
    /// parts together.
    public let parts: PartSettings?
    /// What the document says of the dataset's card.
    public let card: DatasetCard

    /// Creates the settings.
    public init(
        target: Int?, drawLimit: Int, folder: String, quotas: QuotaSettings? = nil,
        parts: PartSettings? = nil, card: DatasetCard = DatasetCard()
    ) {
        self.target = target
        self.drawLimit = drawLimit
        self.folder = folder
        self.quotas = quotas
        self.parts = parts
        self.card = card
    }
}
