import Foundation
import JSON

/// The records of a JSON or JSON Lines file, read in pieces.
final class JSONRecords: RecordSequence {
    /// The line on which the last record begins.
    private(set) var line = 0
    private(set) var canGoOn = false
    private(set) var rejectedBytes: [UInt8] = []
    private var splitter: RecordSplitter
    private let stream: ByteStream
    private var isAtEnd = false
    private var count = 0

    init(_ url: URL, _ layout: FileLayout, recordLimitInBytes: Int) throws(DatasetError) {
        splitter = RecordSplitter(
            layout: layout.form == .lines ? .lines : .values, limitInBytes: recordLimitInBytes)
        stream = try ByteStream(url, layout.packing)
    }

    var path: String { stream.path }
    var location: String { "\(path):\(line)" }

    func next() throws(DatasetError) -> JSONObject? {
        canGoOn = false
        rejectedBytes = []
        while true {
            if let (bytes, line) = try split() {
                // A blank line is not a record.
                guard bytes.contains(where: { $0 > 0x20 }) else { continue }
                self.line = line
                let record: JSONObject
                do throws(DatasetError) {
                    record = try parseRecord(bytes, path: path, line: line)
                } catch {
                    // Its bytes are split off, whatever they are.
                    reject(bytes, line: line)
                    throw error
                }
                count += 1
                return record
            }
            if isAtEnd { return nil }
            if let piece = try stream.next(after: count) {
                splitter.append(piece)
            } else {
                isAtEnd = true
            }
        }
    }

    /// Notes a row that is no record, and behind which reading can go on.
    private func reject(_ bytes: [UInt8], line: Int) {
        self.line = line
        canGoOn = true
        rejectedBytes = Array(bytes.prefix(keptBytesOfRow))
    }

    private func split() throws(DatasetError) -> (bytes: [UInt8], line: Int)? {
        do throws(RecordSplitter.Fault) {
            return try splitter.next(isAtEnd: isAtEnd)
        } catch {
            switch error {
            case .malformed(let line, let problem):
                throw .malformedRecord(path: path, line: line, problem: problem)
            case .noRecord(let line, let bytes, let problem):
                reject(bytes, line: line)
                throw .malformedRecord(path: path, line: line, problem: problem)
            case .tooLong(let line, let beginning):
                reject(beginning, line: line)
                throw .recordTooLong(path: path, line: line, limitInBytes: splitter.limitInBytes)
            }
        }
    }
}
