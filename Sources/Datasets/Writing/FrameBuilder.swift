import JSON

/// Records on their way into a frame.
///
/// A frame is full when its bytes reach the limit after a record was added, so its end depends on
/// the records alone.
struct FrameBuilder {
    let limitInBytes: Int
    private(set) var content: [UInt8] = []
    private(set) var records: [RecordRow] = []

    init(limitInBytes: Int) { self.limitInBytes = limitInBytes }

    var isFull: Bool { content.count >= limitInBytes }
    var isEmpty: Bool { records.isEmpty }

    mutating func append(_ record: JSONObject, id: String) {
        let offset = content.count
        record.append(to: &content)
        records.append(RecordRow(id: id, offset: offset, length: content.count - offset))
        content.append(0x0A)
    }

    mutating func clear() {
        content.removeAll(keepingCapacity: true)
        records.removeAll(keepingCapacity: true)
    }
}
