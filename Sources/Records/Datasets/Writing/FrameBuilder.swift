import JSON

/// The content of a full frame with the rows of its records.
struct Frame: Sendable {
    /// JSON Lines: one line a record.
    var content: [UInt8] = []
    var records: [RecordRow] = []

    var hash: UInt64 { XXHash64.hash(content) }
}

/// Collects records until a frame is full.
///
/// A frame is full when its bytes reach the limit after a record was added. Its end depends on the
/// records alone, so a replay makes the same frames.
struct FrameBuilder {
    let limitInBytes: Int
    /// The number of records appended so far, earlier frames included.
    private(set) var appended = 0
    private var frame = Frame()

    init(limitInBytes: Int) { self.limitInBytes = limitInBytes }

    /// Appends a record; returns the frame if it is full.
    mutating func append(_ record: JSONObject) throws(DatasetError) -> Frame? {
        guard let id = record["id"]?.string else { throw .recordWithoutID(position: appended) }
        if frame.content.isEmpty { frame.content.reserveCapacity(limitInBytes + limitInBytes / 8) }
        let offset = frame.content.count
        record.append(to: &frame.content)
        let length = frame.content.count - offset
        frame.records.append(RecordRow(id: id, offset: offset, length: length))
        frame.content.append(0x0A)
        appended += 1
        return frame.content.count >= limitInBytes ? take() : nil
    }

    /// Returns the unfinished frame, nil if it is empty, and begins the next one.
    mutating func take() -> Frame? {
        guard !frame.records.isEmpty else { return nil }
        defer { frame = Frame() }
        return frame
    }
}
