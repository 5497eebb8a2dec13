import Files
import Foundation
import JSON
import Terminal

/// JSON Lines of a file or of standard input, one value at a time.
struct LineInput {
    private let path: String
    private let handle: FileHandle
    private var buffer: [UInt8] = []
    /// Where the next line begins, and how far it holds no line feed.
    private var start = 0
    private var searched = 0
    private var line = 0
    private var isAtEnd = false

    /// - Parameter path: A file, or `-` for standard input.
    init(path: String) throws {
        self.path = path == "-" ? "standard input" : path
        guard path != "-" else {
            handle = .standardInput
            return
        }
        do {
            handle = FileHandle(
                fileDescriptor: try FileReading.open(path, FileReading.streams),
                closeOnDealloc: true)
        } catch { throw ProgramError.unreadable(path: path, problem: error.reason) }
    }

    /// Returns the next value; nil at the end. Empty lines are skipped.
    /// - Throws: ``ProgramError/badLine(path:line:problem:)``.
    mutating func next() throws -> JSON? {
        while let bytes = try nextLine() {
            line += 1
            if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D }) { continue }
            do throws(JSONError) { return try JSON(parsing: bytes) } catch {
                throw ProgramError.badLine(path: path, line: line, problem: error.problem)
            }
        }
        return nil
    }

    /// Returns an error about the line that ``next()`` returned last.
    func fault(_ problem: String) -> ProgramError {
        .badLine(path: path, line: line, problem: problem)
    }

    private func read() throws -> Data {
        // Nothing is drawn over what a person types.
        let typing = handle === FileHandle.standardInput ? Activity(showing: .nothing) : nil
        defer { typing?.end() }
        return try handle.read(upToCount: 1 << 16) ?? Data()
    }

    private mutating func nextLine() throws -> [UInt8]? {
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0A) {
                defer { (start, searched) = (end + 1, end + 1) }
                return Array(buffer[start..<end])
            }
            if isAtEnd {
                defer { (buffer, start, searched) = ([], 0, 0) }
                return start == buffer.count ? nil : Array(buffer[start...])
            }
            if start > 0 { buffer.removeSubrange(..<start) }
            (start, searched) = (0, buffer.count)
            let more = try read()
            isAtEnd = more.isEmpty
            buffer.append(contentsOf: more)
        }
    }
}
