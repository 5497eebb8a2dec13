/// Where a remote model is, and how it may be asked.
public struct Endpoint: Sendable {
    /// The address that the paths of the API follow: `https://host/v1`.
    public let url: String
    /// The model, as the server calls it.
    public let model: String
    /// Sent as `Authorization: Bearer KEY`; nil for none. Appears in no message.
    let key: String?
    /// Most calls at a time. How many there are follows from what the server takes.
    public let concurrency: Int
    /// Most calls that begin within a minute; nil for any number.
    public let requestsPerMinute: Double?
    /// Longest time of one try.
    public let timeout: Duration

    /// An endpoint.
    public init(
        url: String, model: String, key: String? = nil, concurrency: Int = 64,
        requestsPerMinute: Double? = nil, timeout: Duration = .seconds(120)
    ) {
        (self.url, self.model, self.key) = (url, model, key)
        (self.concurrency, self.requestsPerMinute) = (concurrency, requestsPerMinute)
        self.timeout = timeout
    }

    /// The model and where it is, for messages.
    var title: String { "'\(model)' at \(url)" }
}
