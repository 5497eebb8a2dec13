/// What the graph's end is told by its document.
public struct SinkSettings: Sendable {
    /// How many records are wanted; all there are, if nil.
    public let target: Int?
    /// How many times sources may be read from the start before the target is given up.
    public let drawLimit: Int
    /// The folder to write to, as a path.
    public let folder: String
    /// How many records are wanted with which value of a field; their sum is the target.
    public let quotas: QuotaSettings?

    /// What a `write` stage was told.
    public init(
        target: Int?, drawLimit: Int, folder: String, quotas: QuotaSettings? = nil
    ) {
        self.target = target
        self.drawLimit = drawLimit
        self.folder = folder
        self.quotas = quotas
    }
}
