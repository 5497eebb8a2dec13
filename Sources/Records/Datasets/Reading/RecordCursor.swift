import Foundation
public import JSON

/// Walks through a dataset's records in order, one frame in memory at a time.
public final class RecordCursor {
    let path: String
    private let reader: FrameReader
    private let frames: [FrameRow]
    private var nextFrame = 0
    private var content: [UInt8] = []
    private var at = 0
    private var position = 0
    /// Whether the next frame is one that could not be read.
    private var isAtDamage = false

    init(folder: DatasetFolder, kind: RecordKind, frames: [FrameRow]) {
        path = folder.path
        reader = FrameReader(folder: folder, kind: kind)
        self.frames = frames
    }

    /// The next record; `nil` at the end.
    /// - Throws: ``DatasetError/corruptShard(path:intactRecords:expected:found:)`` and the like, naming
    ///   the last intact record; no part of a damaged frame is handed out.
    public func next() throws(DatasetError) -> JSONObject? {
        while at >= content.count {
            guard nextFrame < frames.count else { return nil }
            isAtDamage = true
            content = try reader.content(of: frames[nextFrame])
            isAtDamage = false
            at = 0
            nextFrame += 1
        }
        let end = content[at...].firstIndex(of: 0x0A) ?? content.count
        let line = Array(content[at..<end])
        at = end + 1
        position += 1
        return try parseRecord(line, path: path, line: position)
    }

    /// Passes over what ``next()`` could not read, so that the records behind it can be.
    ///
    /// - Returns: How many records are lost: all of a damaged frame, or the one line that is no record.
    public func skipDamage() -> Int {
        guard isAtDamage else { return 1 }
        let frame = frames[nextFrame]
        position = frame.firstRecord + frame.records
        nextFrame += 1
        isAtDamage = false
        return frame.records
    }
}
