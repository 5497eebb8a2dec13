import JSON

/// A ledger entry with its JSON columns encoded, once for its digest and for the catalog.
struct EncodedRoot {
    /// Where a lineage row's columns lie in ``bytes``.
    struct Row {
        let parents: Range<Int>
        let fields: Range<Int>
    }

    let entry: RootLedgerEntry
    /// The column `counts`.
    let counts: [UInt8]
    let rows: [Row]
    /// Everything that the digest covers.
    let bytes: [UInt8]
    /// Equal for entries with equal content.
    let digest: UInt64

    init(_ entry: RootLedgerEntry) {
        self.entry = entry
        counts = JSON.array(entry.counts.filter { !$0.isEmpty }.map(\.ledgerJSON)).encoded()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        bytes.append(framed: String(entry.position))
        bytes.append(framed: entry.stage)
        bytes.append(framed: entry.id)
        bytes += counts
        rows = entry.lineage.map { row in Self.append(row, to: &bytes) }
        digest = XXHash64.hash(bytes)
        self.bytes = bytes
    }

    private static func append(_ row: LineageRow, to bytes: inout [UInt8]) -> Row {
        for text in [
            row.id, row.stage, String(row.number), row.call, row.status.rawValue, row.reason,
        ] {
            bytes.append(framed: text)
        }
        let start = bytes.count
        bytes.append(UInt8(ascii: "["))
        for (place, parent) in row.parents.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            JSON.string(parent).append(to: &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
        let middle = bytes.count
        row.fields.append(to: &bytes)
        return Row(parents: start..<middle, fields: middle..<bytes.count)
    }
}

extension [UInt8] {
    /// Appends a text so that no two sequences of texts look alike; nil is none of them.
    fileprivate mutating func append(framed text: String?) {
        if var text { text.withUTF8 { append(contentsOf: $0) } }
        append(text == nil ? 0xFF : 0xFE)
    }
}
