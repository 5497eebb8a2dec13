/// How a sink divides the accepted records into parts, such as `train` and `test`.
public struct PartSettings: Sendable {
    /// The parts' names, in order.
    public let names: [String]
    /// A digest of all that decides the part of a record.
    public let digest: String
    private let choose: @Sendable (Record) -> String?

    /// Creates the settings of some parts.
    ///
    /// - Parameter choose: Returns the part of a record, one of `names`; nil if it belongs to none.
    ///   Depends on the record alone.
    public init(
        names: [String], digest: String, choose: @escaping @Sendable (Record) -> String?
    ) {
        self.names = names
        self.digest = digest
        self.choose = choose
    }

    /// Returns the part of a record; nil if it belongs to none.
    public func part(of record: Record) -> String? {
        choose(record).flatMap { names.contains($0) ? $0 : nil }
    }
}
