import Foundation
public import JSON

/// Iterates over a dataset's records in order, with one frame in memory at a time.
public final class RecordCursor {
    let path: String
    /// The part of the last record; nil if the dataset has none.
    public private(set) var part: String?
    private let folder: DatasetFolder
    /// The frames of one sequence after the other.
    private let frames: [(kind: RecordKind, row: FrameRow)]
    private var reader: FrameReader
    private var nextFrame = 0
    private var content: [UInt8] = []
    private var at = 0
    private var position = 0
    /// Whether the frame at `nextFrame` could not be read.
    private var isAtDamage = false

    init(folder: DatasetFolder, frames: [(kind: RecordKind, row: FrameRow)]) {
        path = folder.path
        self.folder = folder
        self.frames = frames
        reader = FrameReader(folder: folder, kind: frames.first?.kind ?? .accepted)
    }

    /// Returns the next record; `nil` at the end.
    ///
    /// No record of a damaged frame is returned.
    /// - Throws: ``DatasetError/corruptShard(path:intactRecords:expected:found:)`` and the like,
    ///   with the number of intact records before the damage.
    public func next() throws(DatasetError) -> JSONObject? {
        while at >= content.count {
            guard nextFrame < frames.count else { return nil }
            let (kind, frame) = frames[nextFrame]
            if kind != reader.kind { reader = FrameReader(folder: folder, kind: kind) }
            // Cleared only on success, so that an error leaves the frame marked for skipDamage().
            isAtDamage = true
            content = try reader.content(of: frame)
            isAtDamage = false
            at = 0
            nextFrame += 1
            part = kind.part
        }
        let end = content[at...].firstIndex(of: 0x0A) ?? content.count
        let line = Array(content[at..<end])
        at = end + 1
        position += 1
        return try parseRecord(line, path: path, line: position)
    }

    /// Skips the damaged frame or record at which ``next()`` threw, so that reading can go on.
    ///
    /// - Returns: The number of lost records: all of a damaged frame, or 1 for a malformed line.
    public func skipDamage() -> Int {
        guard isAtDamage else { return 1 }
        let frame = frames[nextFrame].row
        position += frame.records
        nextFrame += 1
        isAtDamage = false
        return frame.records
    }
}
