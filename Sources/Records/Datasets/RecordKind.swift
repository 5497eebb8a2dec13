/// A sequence of records in a dataset, which has shards of its own.
///
/// A dataset has accepted and rejected records. One with held-out parts has a sequence of accepted
/// records for every part; to ask it for `accepted` is to ask for all of them, part after part.
public enum RecordKind: Hashable, Sendable {
    /// Records that passed every stage and reached the sink.
    case accepted
    /// Records that a stage rejected, with stage, reason and raw text.
    case rejected
    /// Accepted records of a part, such as `train` or `test`.
    case part(String)

    /// Whether the records are accepted ones, of a part or not.
    public var isAccepted: Bool { self != .rejected }

    /// The part's name; nil if the records are not those of a part.
    public var part: String? {
        if case .part(let name) = self { name } else { nil }
    }

    /// The beginning of the shards' file names.
    var filePrefix: String {
        switch self {
        case .accepted: "shard"
        case .rejected: "rejected"
        case .part(let name): name
        }
    }

    /// Whether a text can name a part: a letter, then letters, digits and `_`, up to 40 bytes.
    ///
    /// These are names that the Hugging Face Hub takes for splits. Names that mean something else in
    /// a dataset's folder or to the Hub are refused.
    public static func isPartName(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
        guard let first = bytes.first, isLetter(first), bytes.count <= 40,
            bytes.allSatisfy({ isLetter($0) || (0x30...0x39).contains($0) || $0 == 0x5F })
        else { return false }
        return !["accepted", "rejected", "shard", "all"].contains(text.lowercased())
    }
}

extension RecordKind: CaseIterable {
    /// Accepted and rejected records; those of parts are among the accepted ones.
    public static let allCases: [RecordKind] = [.accepted, .rejected]
}

extension RecordKind: RawRepresentable {
    /// `accepted`, `rejected`, or the name of a part; nil for any other text.
    public init?(rawValue: String) {
        switch rawValue {
        case "accepted": self = .accepted
        case "rejected": self = .rejected
        default:
            guard Self.isPartName(rawValue) else { return nil }
            self = .part(rawValue)
        }
    }

    /// The column `kind` in the catalog.
    public var rawValue: String {
        switch self {
        case .accepted: "accepted"
        case .rejected: "rejected"
        case .part(let name): name
        }
    }
}

extension RecordKind {
    /// The sequences of a dataset with these parts, in the order in which they are read.
    static func sequences(parts: [String]) -> [RecordKind] {
        (parts.isEmpty ? [.accepted] : parts.map(RecordKind.part)) + [.rejected]
    }
}
