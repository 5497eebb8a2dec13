import JSON

/// Records that fill a frame, as its content.
struct Frame: Sendable {
    /// One line a record.
    var content: [UInt8] = []
    var records: [RecordRow] = []

    var hash: UInt64 { XXHash64.hash(content) }
}

/// Records on their way into a frame.
///
/// A frame is full when its bytes reach the limit after a record was added, so its end depends on
/// the records alone.
struct FrameBuilder {
    let limitInBytes: Int
    /// The number of records appended so far, in this frame and before.
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

    /// The frame as it is, unless it is empty; the next one begins.
    mutating func take() -> Frame? {
        guard !frame.records.isEmpty else { return nil }
        defer { frame = Frame() }
        return frame
    }
}
