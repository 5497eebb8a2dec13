/// Why a row gives no example.
public struct RowRejection: Error, Equatable, Sendable {
    /// A short fixed phrase, by which rejections are counted.
    public let reason: String
    /// What was found.
    public let detail: String

    /// A reason with what was found.
    public init(_ reason: String, _ detail: String = "") {
        (self.reason, self.detail) = (reason, detail)
    }
}
