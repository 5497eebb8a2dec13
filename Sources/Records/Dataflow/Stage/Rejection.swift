public import JSON

/// Why a record goes no further.
public struct Rejection: Sendable, Equatable {
    /// A short fixed phrase, by which rejections are counted.
    public let reason: String
    /// What was found, for the one who asks about this record.
    public let detail: JSON?

    /// A reason and what was found.
    public init(_ reason: String, detail: JSON? = nil) {
        self.reason = reason
        self.detail = detail
    }
}
