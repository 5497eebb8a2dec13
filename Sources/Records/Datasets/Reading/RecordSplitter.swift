import Foundation

/// Splits a stream of bytes into the JSON texts of single records.
struct RecordSplitter {
    /// How records are separated.
    enum Layout {
        /// One record a line.
        case lines
        /// Elements of one JSON array, or objects one after the other, over any number of lines.
        case values
    }

    /// Why a stream cannot be split, and on which line.
    enum Fault: Error {
        case malformed(line: Int, problem: String)
        case tooLong(line: Int)
    }

    let layout: Layout
    let limitInBytes: Int
    private var buffer: [UInt8] = []
    /// Start of the incomplete record in `buffer`, and the index up to which it was scanned.
    private var start = 0
    private var at = 0
    /// The line of ``start``.
    private var line = 1
    private var array = ArrayState.unknown
    private var depth = 0
    private var isInString = false
    private var isEscaped = false

    private enum ArrayState { case unknown, absent, beforeFirst, afterValue, afterComma, closed }

    init(layout: Layout, limitInBytes: Int) {
        self.layout = layout
        self.limitInBytes = limitInBytes
    }

    mutating func append(_ bytes: [UInt8]) {
        if start > 0 {
            buffer.removeSubrange(..<start)
            at -= start
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// Returns the next complete record and its first line; `nil` if more bytes are needed.
    mutating func next(isAtEnd: Bool) throws(Fault) -> (bytes: [UInt8], line: Int)? {
        guard let found = layout == .lines ? nextLine(isAtEnd) : try nextValue(isAtEnd) else {
            guard buffer.count - start <= limitInBytes else { throw .tooLong(line: line) }
            return nil
        }
        guard found.bytes.count <= limitInBytes else { throw .tooLong(line: found.line) }
        return found
    }

    // MARK: Lines

    private mutating func nextLine(_ isAtEnd: Bool) -> (bytes: [UInt8], line: Int)? {
        let from = at
        let feed = buffer.withUnsafeBytes { bytes -> Int? in
            guard let base = bytes.baseAddress, from < bytes.count else { return nil }
            return memchr(base + from, 0x0A, bytes.count - from).map { UnsafeRawPointer($0) - base }
        }
        guard let end = feed ?? (isAtEnd && start < buffer.count ? buffer.count : nil) else {
            // These bytes hold no line feed: the next search begins behind them.
            at = buffer.count
            return nil
        }
        let found = (bytes: Array(buffer[start..<end]), line: line)
        start = min(end + 1, buffer.count)
        at = start
        line += 1
        return found
    }

    // MARK: Values

    private mutating func nextValue(_ isAtEnd: Bool) throws(Fault) -> (bytes: [UInt8], line: Int)? {
        while at < buffer.count {
            let byte = buffer[at]
            at += 1
            if depth == 0 {
                try passBetween(byte)
            } else if passInside(byte) {
                let found = (bytes: Array(buffer[start..<at]), line: line)
                advance()
                if array != .absent { array = .afterValue }
                return found
            }
        }
        guard isAtEnd else { return nil }
        if depth > 0 { throw .malformed(line: line, problem: "the file ends inside a record") }
        if array != .closed, array != .absent, array != .unknown {
            throw .malformed(line: line, problem: "the file ends inside the array")
        }
        return nil
    }

    private mutating func passBetween(_ byte: UInt8) throws(Fault) {
        switch (byte, array) {
        case (UInt8(ascii: "{"), .unknown), (UInt8(ascii: "{"), .absent),
            (UInt8(ascii: "{"), .beforeFirst), (UInt8(ascii: "{"), .afterComma):
            if array == .unknown { array = .absent }
            depth = 1
            return
        case (0x20, _), (0x09, _), (0x0A, _), (0x0D, _): break
        case (0xEF, .unknown), (0xBB, .unknown), (0xBF, .unknown): break  // a byte order mark
        case (UInt8(ascii: "["), .unknown): array = .beforeFirst
        case (UInt8(ascii: ","), .afterValue): array = .afterComma
        case (UInt8(ascii: "]"), .beforeFirst), (UInt8(ascii: "]"), .afterValue): array = .closed
        default:
            let found =
                byte > 0x20 && byte < 0x7F
                ? "'\(Character(Unicode.Scalar(byte)))'" : "byte 0x" + String(byte, radix: 16)
            throw .malformed(line: line, problem: "expected \(expected), found \(found)")
        }
        advance()
    }

    private var expected: String {
        switch array {
        case .unknown: "an array of records or a record"
        case .absent, .beforeFirst, .afterComma: "a record that begins with '{'"
        case .afterValue: "',' or ']'"
        case .closed: "nothing after the array"
        }
    }

    /// Scans one byte of a record; returns whether it closes the record.
    ///
    /// Only strings and brackets are tracked; the JSON parser finds all other errors.
    private mutating func passInside(_ byte: UInt8) -> Bool {
        if isInString {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isInString = false
            }
            return false
        }
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        default: break
        }
        return depth == 0
    }

    private mutating func advance() {
        line += buffer[start..<at].count { $0 == 0x0A }
        start = at
    }
}
