import JSON

/// A ledger entry encoded for the catalog: one run of bytes that holds all columns and that the
/// digest covers.
final class EncodedLedgerEntry: Sendable {
    /// The range of a column in ``bytes``; nil is null.
    typealias Column = Range<Int>?

    /// A lineage row's columns.
    struct Row: Sendable {
        let id: Column
        let parents: Column
        let stage: Column
        let number: Int
        let call: Column
        let status: Column
        let reason: Column
        let fields: Column
    }

    let position: Int
    let stage: Column
    let id: Column
    /// The column `counts`.
    let counts: Column
    let rows: [Row]
    /// The non-empty counts of the stages, for the catalog's sums.
    let stageCounts: [StageCount]
    /// The bytes that the digest covers.
    let bytes: [UInt8]
    /// Equal for entries with equal content.
    let digest: UInt64

    init(_ entry: LedgerEntry) {
        position = entry.position
        stageCounts = entry.counts.filter { !$0.isEmpty }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.usualLength)
        _ = bytes.append(framed: String(entry.position))
        stage = bytes.append(framed: entry.stage)
        id = bytes.append(framed: entry.id)
        counts = bytes.appendList(stageCounts) { $0.appendForLedger(to: &$1) }
        rows = entry.lineage.indices.map { Self.append(entry.lineage[$0], to: &bytes) }
        digest = XXHash64.hash(bytes)
        self.bytes = bytes
    }

    private static let usualLength = 2048

    private static func append(_ row: LineageRow, to bytes: inout [UInt8]) -> Row {
        let id = bytes.append(framed: row.id)
        let stage = bytes.append(framed: row.stage)
        _ = bytes.append(framed: String(row.number))
        let call = bytes.append(framed: row.call)
        let status = bytes.append(framed: row.status.rawValue)
        let reason = bytes.append(framed: row.reason)
        let parents = bytes.appendList(row.parents) { JSON.string($0).append(to: &$1) }
        let start = bytes.count
        row.fields.append(to: &bytes)
        return Row(
            id: id, parents: parents, stage: stage, number: row.number, call: call, status: status,
            reason: reason, fields: start..<bytes.count)
    }
}

extension [UInt8] {
    /// Appends a text and its end mark. Neither 0xFE nor 0xFF occurs in UTF-8, so different
    /// sequences of texts and nils never encode alike.
    fileprivate mutating func append(framed text: String?) -> EncodedLedgerEntry.Column {
        guard var text else {
            append(0xFF)
            return nil
        }
        let start = count
        text.withUTF8 { append(contentsOf: $0) }
        append(0xFE)
        return start..<(count - 1)
    }

    /// Appends a JSON array.
    fileprivate mutating func appendList<Item>(
        _ elements: [Item], _ write: (Item, inout [UInt8]) -> Void
    ) -> EncodedLedgerEntry.Column {
        let start = count
        append(UInt8(ascii: "["))
        for index in elements.indices {
            if index > 0 { append(UInt8(ascii: ",")) }
            write(elements[index], &self)
        }
        append(UInt8(ascii: "]"))
        return start..<count
    }

    /// Appends a JSON object's member unless the number is zero.
    fileprivate mutating func append(member key: StaticString, _ number: Int) {
        guard number != 0 else { return }
        append(contentsOf: UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
        JSON.integer(number).append(to: &self)
    }

    /// Appends a JSON object's member unless it is empty.
    fileprivate mutating func append(member key: StaticString, _ numbers: [String: Int]) {
        guard !numbers.isEmpty else { return }
        append(contentsOf: UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
        StageCount.json(of: numbers).append(to: &self)
    }
}

extension StageCount {
    /// Appends the non-zero counts as JSON; the ledger has such a column for every source record.
    fileprivate func appendForLedger(to bytes: inout [UInt8]) {
        bytes += #"{"stage":"#.utf8
        JSON.string(stage).append(to: &bytes)
        bytes.append(member: #","created":"#, created)
        bytes.append(member: #","passed":"#, passed)
        bytes.append(member: #","rejected":"#, rejected)
        bytes.append(member: #","rejections":"#, rejections)
        bytes.append(member: #","repairs":"#, repairs)
        bytes.append(UInt8(ascii: "}"))
    }
}
