public import JSON

/// Why a record was rejected.
public struct Rejection: Sendable, Equatable {
    /// A short fixed phrase, by which rejections are counted.
    public let reason: String
    /// The value found, for the user who looks at this record.
    public let detail: JSON?

    /// Creates a rejection.
    public init(_ reason: String, detail: JSON? = nil) {
        self.reason = reason
        self.detail = detail
    }
}
