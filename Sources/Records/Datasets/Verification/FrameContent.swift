import JSON

/// Parses a frame's content without the catalog.
enum FrameContent {
    /// The ids and ranges of the records; nil if a line is not a record with an id.
    static func records(in content: [UInt8]) -> [RecordRow]? {
        var records: [RecordRow] = []
        var start = 0
        while start < content.count {
            guard let end = content[start...].firstIndex(of: 0x0A),
                let record = try? JSON(parsing: Array(content[start..<end])),
                record.object != nil, let id = record["id"]?.string
            else { return nil }
            records.append(RecordRow(id: id, offset: start, length: end - start))
            start = end + 1
        }
        return records
    }
}
