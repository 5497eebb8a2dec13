import JSON

/// Rejects records for which the sink has no room: past the target, past their value's quota, or
/// of no part.
///
/// Records come in canonical order, so the same ones are accepted whatever the concurrency.
struct SinkRoom {
    /// Records accepted so far.
    private(set) var accepted = 0
    /// How far the quotas have come; nil without quotas.
    private(set) var quotas: QuotaCounts?
    private let target: Int?
    private let parts: PartSettings?

    init(_ sink: SinkSettings) {
        parts = sink.parts
        target = sink.target
        quotas = sink.quotas.map(QuotaCounts.init)
    }

    /// Whether the target is reached; false without a target.
    var isFull: Bool { target.map { accepted >= $0 } ?? false }

    /// The part of a record that is accepted; nil if records are not divided.
    func part(of record: Record) -> String? { parts?.part(of: record) }

    /// Counts a record that arrives; returns why the record cannot be accepted, nil if it is.
    mutating func rejection(of record: Record) -> Rejection? {
        if isFull { return Rejection("target reached") }
        if let parts, parts.part(of: record) == nil { return Rejection("no part for it") }
        if let rejection = quotas?.rejection(of: record) { return rejection }
        accepted += 1
        return nil
    }
}

/// How far a quota has come.
public struct QuotaStanding: Sendable, Equatable {
    /// The value of the field.
    public let value: String
    /// Records wanted.
    public let count: Int
    /// Records accepted.
    public internal(set) var accepted = 0
    /// Records with that value that arrived, accepted or not.
    public internal(set) var arrived = 0
}

/// Counts records by a field's value, each up to the quota of that value.
struct QuotaCounts {
    private let field: [String]
    private(set) var standings: [QuotaStanding]
    private let indices: [String: Int]

    init(_ settings: QuotaSettings) {
        field = settings.field.split(separator: ".").map(String.init)
        standings = settings.counts.map { QuotaStanding(value: $0.value, count: $0.count) }
        indices = Dictionary(
            settings.counts.enumerated().map { ($1.value, $0) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Counts a record; returns why it cannot be accepted, nil if it is.
    mutating func rejection(of record: Record) -> Rejection? {
        var value = record.fields[field.first ?? ""]
        for name in field.dropFirst() { value = value?[name] }
        let text = value.map { $0.string ?? $0.text }
        guard let text, let index = indices[text] else {
            return Rejection("no quota for it", detail: value ?? .null)
        }
        standings[index].arrived += 1
        guard standings[index].accepted < standings[index].count else {
            return Rejection("quota reached", detail: value)
        }
        standings[index].accepted += 1
        return nil
    }
}
