import Foundation
import JSON

/// JSON Lines of a file or of standard input, one value at a time.
struct LineInput {
    private let path: String
    private let handle: FileHandle
    private var buffer: [UInt8] = []
    private var line = 0
    private var isAtEnd = false

    /// - Parameter path: A file, or `-` for standard input.
    init(path: String) throws {
        self.path = path == "-" ? "standard input" : path
        guard path != "-" else {
            handle = .standardInput
            return
        }
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw ProgramError.unreadable(path: path, problem: "no such file, or not readable")
        }
        handle = file
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

    private mutating func nextLine() throws -> [UInt8]? {
        while true {
            if let end = buffer.firstIndex(of: 0x0A) {
                defer { buffer.removeSubrange(...end) }
                return Array(buffer[..<end])
            }
            if isAtEnd {
                defer { buffer = [] }
                return buffer.isEmpty ? nil : buffer
            }
            let more = try handle.read(upToCount: 1 << 16) ?? Data()
            isAtEnd = more.isEmpty
            buffer.append(contentsOf: more)
        }
    }
}
