import JSON

/// Compares the shards of one kind with the catalog: files, frames, records, sums.
struct ShardInspection {
    private(set) var problems: [DatasetProblem] = []
    private(set) var intactShards = 0
    private(set) var intactFrames = 0
    private(set) var intactRecords = 0

    private let folder: DatasetFolder
    private let catalog: Catalog
    private let kind: RecordKind
    /// Positions of accepted records by a 64-bit hash of their ids, which saves the memory of the
    /// ids; on equal hashes the ids are compared.
    private var positions: [UInt64: Int] = [:]

    init(folder: DatasetFolder, catalog: Catalog, kind: RecordKind) throws(DatasetError) {
        self.folder = folder
        self.catalog = catalog
        self.kind = kind
        let frames = try catalog.frames(kind)
        checkOrder(of: frames)
        var index = 0
        while index < frames.count {
            let shard = frames[index].shard
            let end = frames[index...].firstIndex { $0.shard != shard } ?? frames.count
            try inspect(Array(frames[index..<end]), shard: shard)
            index = end
        }
        try checkSums(frames)
        for number in folder.shardsPresent(kind)
        where !frames.contains(where: { $0.shard == number }) {
            problems.append(.unknownShard(file: DatasetFolder.shardName(kind, number)))
        }
        let rows = try catalog.recordCount(kind)
        let held = frames.reduce(0) { $0.addingWithoutOverflow(max(0, $1.records)) }
        if rows > held { problems.append(.strayRows(kind: kind, count: rows - held)) }
    }

    // MARK: Frames

    private mutating func checkOrder(of frames: [FrameRow]) {
        var expected = 0
        for (index, frame) in frames.enumerated() {
            if frame.firstRecord != expected || frame.number != index || frame.records < 0 {
                problems.append(
                    .frameOrder(
                        kind: kind, frame: frame.number, expected: expected,
                        found: frame.firstRecord))
            }
            expected = frame.firstRecord + max(0, frame.records)
        }
    }

    private mutating func inspect(_ frames: [FrameRow], shard: Int) throws(DatasetError) {
        let name = DatasetFolder.shardName(kind, shard)
        let all = (frames.first?.firstRecord ?? 0)..<(frames.last?.pastLastRecord ?? 0)
        let file: StoredFile
        do throws(DatasetError) {
            file = try StoredFile(folder.shard(kind, shard), for: .read)
        } catch {
            return problems.append(.missingShard(file: name, records: all))
        }
        let before = problems.count
        for frame in frames { try inspect(frame, in: file, name: name) }
        let (size, end) = (try file.size(), frames.last?.end ?? 0)
        if size > end { problems.append(.surplusBytes(file: name, bytes: size - end)) }
        if problems.count == before {
            let noted = try catalog.shards(kind).first { $0.number == shard }?.hash
            let found = try file.hash(upTo: size)
            if let noted, noted != found {
                problems.append(
                    .shardHash(
                        file: name, expected: noted.hexadecimal, found: found.hexadecimal))
            }
        }
        if problems.count == before { intactShards += 1 }
    }

    private mutating func inspect(
        _ frame: FrameRow, in file: StoredFile, name: String
    ) throws(DatasetError) {
        let records = frame.firstRecord..<frame.pastLastRecord
        guard let bytes = try frame.bytes(in: file) else {
            return problems.append(
                .truncatedShard(
                    file: name, frame: frame.number, records: records, bytes: try file.size(),
                    expected: frame.end))
        }
        let found = XXHash64.hash(bytes)
        // The hash is checked before decompressing, so that zstd never sees damaged bytes.
        guard found == frame.fileHash else {
            return problems.append(
                .corruptFrame(
                    file: name, frame: frame.number, records: records,
                    expected: frame.fileHash.hexadecimal, found: found.hexadecimal))
        }
        let content: [UInt8]
        do throws(ZstdCodec.Failure) {
            content = try ShardFrame.unpack(bytes, limit: max(0, frame.rawBytes))
        } catch {
            return problems.append(
                .unreadableFrame(
                    file: name, frame: frame.number, records: records,
                    reason: "zstd says: \(error.reason)"))
        }
        guard content.count == frame.rawBytes, XXHash64.hash(content) == frame.hash else {
            return problems.append(
                .unreadableFrame(
                    file: name, frame: frame.number, records: records,
                    reason: "Its \(content.count) bytes of content are other ones"))
        }
        try compare(frame, content, name: name)
    }

    // MARK: Records

    private mutating func compare(
        _ frame: FrameRow, _ content: [UInt8], name: String
    ) throws(DatasetError) {
        let records = frame.firstRecord..<frame.pastLastRecord
        guard let held = FrameContent.records(in: content) else {
            return problems.append(
                .unreadableFrame(
                    file: name, frame: frame.number, records: records,
                    reason: "A line of it is not a record with an id"))
        }
        let rows = try catalog.records(in: frame, kind)
        guard rows == held else {
            let index = zip(rows, held).enumerated().first { $1.0 != $1.1 }?.offset
            let reason =
                index.map {
                    "Record \(frame.firstRecord + $0) is '\(held[$0].id)', the row says "
                        + "'\(rows[$0].id)' at byte \(rows[$0].offset)"
                } ?? "There are \(rows.count) rows, the frame holds \(held.count) records"
            return problems.append(
                .recordRows(kind: kind, frame: frame.number, records: records, reason: reason))
        }
        intactFrames += 1
        intactRecords += held.count
        guard kind.isAccepted else { return }
        for (index, record) in held.enumerated() { try note(record.id, frame.firstRecord + index) }
    }

    private mutating func note(_ id: String, _ position: Int) throws(DatasetError) {
        let hash = XXHash64.hash(Array(id.utf8))
        guard let first = positions.updateValue(position, forKey: hash) else { return }
        if try catalog.recordID(at: first, kind) == id {
            problems.append(.repeatedRecord(id: id, first: first, second: position))
        }
    }

    // MARK: Sums

    private mutating func checkSums(_ frames: [FrameRow]) throws(DatasetError) {
        let rows = try catalog.shards(kind)
        for number in Set(frames.map(\.shard)).union(rows.map(\.number)).sorted() {
            var expected = ShardRow(number: number)
            for frame in frames where frame.shard == number { expected.add(frame) }
            let found = rows.first { $0.number == number } ?? ShardRow(number: number)
            let name = DatasetFolder.shardName(kind, number)
            for (sum, path) in ShardRow.sums where expected[keyPath: path] != found[keyPath: path] {
                problems.append(
                    .shardSums(
                        file: name, sum: sum, expected: expected[keyPath: path],
                        found: found[keyPath: path]))
            }
        }
    }
}

extension ShardRow {
    /// The sums with their names in messages.
    fileprivate static var sums: [(String, KeyPath<ShardRow, Int>)] {
        [
            ("frames", \.frames), ("records", \.records), ("bytes", \.bytes),
            ("uncompressed bytes", \.rawBytes),
        ]
    }
}

extension FrameRow {
    /// The position after the frame's last record.
    var pastLastRecord: Int { firstRecord.addingWithoutOverflow(max(0, records)) }

    /// The frame's compressed bytes; nil if the file ends before them.
    func bytes(in file: StoredFile) throws(DatasetError) -> [UInt8]? {
        let size = try file.size()
        // A damaged row may hold any numbers: `bytes <= size - offset` cannot overflow, `offset +
        // bytes` can.
        guard offset >= 0, bytes >= 0, offset <= size, bytes <= size - offset else { return nil }
        return try file.read(at: offset, count: bytes)
    }
}
