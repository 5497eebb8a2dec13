import Foundation
import JSON

/// The records of one file, read piece by piece.
final class RecordFile {
    let path: String
    /// The line of the last record.
    private(set) var line = 0
    private var splitter: RecordSplitter
    private let nextPiece: () throws -> [UInt8]?
    private var isAtEnd = false
    private var count = 0

    private static let pieceInBytes = 1 << 17

    init(_ url: URL, recordLimitInBytes: Int) throws(DatasetError) {
        guard let (layout, isCompressed) = Self.layout(of: url) else {
            throw .unsupportedFile(path: url.path)
        }
        path = url.path
        splitter = RecordSplitter(layout: layout, limitInBytes: recordLimitInBytes)
        let file = try StoredFile(url, for: .read)
        var offset = 0
        let read = { () throws -> [UInt8] in
            let bytes = try file.read(at: offset, count: Self.pieceInBytes)
            offset += bytes.count
            return bytes
        }
        guard isCompressed else {
            nextPiece = {
                let bytes = try read()
                return bytes.isEmpty ? nil : bytes
            }
            return
        }
        do {
            let stream = try ZstdStream(read: read)
            nextPiece = { try stream.next() }
        } catch {
            throw .corruptCompression(path: url.path, intactRecords: 0, reason: error.reason)
        }
    }

    static func layout(of url: URL) -> (RecordSplitter.Layout, isCompressed: Bool)? {
        let isCompressed = ["zst", "zstd"].contains(url.pathExtension)
        let name = isCompressed ? url.deletingPathExtension() : url
        return switch name.pathExtension {
        case "jsonl", "ndjson": (.lines, isCompressed)
        case "json": (.values, isCompressed)
        default: nil
        }
    }

    func next() throws(DatasetError) -> JSONObject? {
        while true {
            if let (bytes, line) = try split() {
                guard bytes.contains(where: { $0 > 0x20 }) else { continue }
                self.line = line
                let record = try parseRecord(bytes, path: path, line: line)
                count += 1
                return record
            }
            if isAtEnd { return nil }
            if let piece = try readPiece() { splitter.append(piece) } else { isAtEnd = true }
        }
    }

    private func split() throws(DatasetError) -> (bytes: [UInt8], line: Int)? {
        do throws(RecordSplitter.Fault) {
            return try splitter.next(isAtEnd: isAtEnd)
        } catch {
            switch error {
            case .malformed(let line, let problem):
                throw .malformedRecord(path: path, line: line, problem: problem)
            case .tooLong(let line):
                throw .recordTooLong(path: path, line: line, limitInBytes: splitter.limitInBytes)
            }
        }
    }

    private func readPiece() throws(DatasetError) -> [UInt8]? {
        do {
            return try nextPiece()
        } catch is ZstdStream.Truncated {
            throw .truncated(path: path, intactRecords: count)
        } catch let error as ZstdCodec.Failure {
            throw .corruptCompression(path: path, intactRecords: count, reason: error.reason)
        } catch {
            throw .wrapping(error, path: path)
        }
    }
}
