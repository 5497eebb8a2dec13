import Foundation

/// Splits a stream of bytes into the JSON texts of single records.
///
/// An element of an array that is no object is split off like a record, so that whoever parses it can
/// reject it and go on. After a fault that is about one row, ``next(isAtEnd:)`` gives the row after it.
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
        /// Nothing after it can be read.
        case malformed(line: Int, problem: String)
        /// There is no record where one should be.
        case noRecord(line: Int, bytes: [UInt8], problem: String)
        /// A row is longer than the limit; the rest of it is passed over.
        case tooLong(line: Int, beginning: [UInt8])
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
    /// What is scanned between two records, or of one.
    private var element = Element.none
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    /// Whether the rest of a row that is too long is passed over.
    private var isPassingOver = false

    private enum ArrayState { case unknown, absent, beforeFirst, afterValue, afterComma, closed }
    /// A value in brackets, a string, or a word such as `null` or `12`.
    private enum Element { case none, nested, string, word }

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
            if isPassingOver {
                advance(to: buffer.count)
            } else if buffer.count - start > limitInBytes {
                isPassingOver = true
                throw tooLong(buffer[start...])
            }
            return nil
        }
        guard found.bytes.count <= limitInBytes else {
            throw .tooLong(line: found.line, beginning: Array(found.bytes.prefix(keptBytesOfRow)))
        }
        return found
    }

    private func tooLong(_ bytes: ArraySlice<UInt8>) -> Fault {
        .tooLong(line: line, beginning: Array(bytes.prefix(keptBytesOfRow)))
    }

    // MARK: Lines

    private mutating func nextLine(_ isAtEnd: Bool) -> (bytes: [UInt8], line: Int)? {
        while true {
            let from = at
            let feed = buffer.withUnsafeBytes { bytes -> Int? in
                guard let base = bytes.baseAddress, from < bytes.count else { return nil }
                return memchr(base + from, 0x0A, bytes.count - from)
                    .map { UnsafeRawPointer($0) - base }
            }
            guard let end = feed ?? (isAtEnd && start < buffer.count ? buffer.count : nil) else {
                // These bytes hold no line feed: the next search begins behind them.
                at = buffer.count
                return nil
            }
            let found = isPassingOver ? nil : (bytes: Array(buffer[start..<end]), line: line)
            start = min(end + 1, buffer.count)
            at = start
            line += 1
            isPassingOver = false
            if let found { return found }
        }
    }

    // MARK: Values

    private mutating func nextValue(_ isAtEnd: Bool) throws(Fault) -> (bytes: [UInt8], line: Int)? {
        while at < buffer.count {
            let byte = buffer[at]
            if element == .none {
                at += 1
                try passBetween(byte)
                continue
            }
            let isWord = element == .word
            guard isWord ? Self.endsWord(byte) : passInside(byte) else {
                at += 1
                continue
            }
            if !isWord { at += 1 }
            if let found = endElement() { return found }
        }
        guard isAtEnd else { return nil }
        if element != .none {
            throw .malformed(line: line, problem: "the file ends inside a record")
        }
        if array != .closed, array != .absent, array != .unknown {
            throw .malformed(line: line, problem: "the file ends inside the array")
        }
        return nil
    }

    /// Ends an element at ``at`` and returns it; nil if it was passed over.
    private mutating func endElement() -> (bytes: [UInt8], line: Int)? {
        let found = isPassingOver ? nil : (bytes: Array(buffer[start..<at]), line: line)
        advance(to: at)
        element = .none
        isPassingOver = false
        if array != .absent { array = .afterValue }
        return found
    }

    private mutating func passBetween(_ byte: UInt8) throws(Fault) {
        switch (byte, array) {
        case (UInt8(ascii: "{"), .unknown), (UInt8(ascii: "{"), .absent),
            (UInt8(ascii: "{"), .beforeFirst), (UInt8(ascii: "{"), .afterComma):
            if array == .unknown { array = .absent }
            element = .nested
            depth = 1
            return
        case (0x20, _), (0x09, _), (0x0A, _), (0x0D, _): break
        case (0xEF, .unknown), (0xBB, .unknown), (0xBF, .unknown): break  // a byte order mark
        case (UInt8(ascii: "["), .unknown): array = .beforeFirst
        case (UInt8(ascii: ","), .afterValue): array = .afterComma
        case (UInt8(ascii: "]"), .beforeFirst), (UInt8(ascii: "]"), .afterValue): array = .closed
        case (UInt8(ascii: ","), .beforeFirst), (UInt8(ascii: ","), .afterComma),
            (UInt8(ascii: "]"), .afterComma):
            array = byte == UInt8(ascii: "]") ? .closed : .afterComma
            advance(to: at)
            throw .noRecord(
                line: line, bytes: [], problem: "expected a record beside a comma, found none")
        case (_, .beforeFirst), (_, .afterComma):
            return beginElement(byte)
        default:
            let found =
                byte > 0x20 && byte < 0x7F
                ? "'\(Character(Unicode.Scalar(byte)))'" : "byte 0x" + String(byte, radix: 16)
            throw .malformed(line: line, problem: "expected \(expected), found \(found)")
        }
        advance(to: at)
    }

    /// Begins an element of an array that is no object.
    private mutating func beginElement(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "["):
            element = .nested
            depth = 1
        case UInt8(ascii: "\""):
            element = .string
            depth = 0
            isInString = true
        default: element = .word
        }
    }

    private var expected: String {
        switch array {
        case .unknown: "an array of records or a record"
        case .absent, .beforeFirst, .afterComma: "a record that begins with '{'"
        case .afterValue: "',' or ']'"
        case .closed: "nothing after the array"
        }
    }

    /// Scans one byte of a value in brackets or quotes; returns whether it closes the value.
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
                return element == .string
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

    /// Whether a byte stands behind a word, and not in it.
    private static func endsWord(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]")
    }

    private mutating func advance(to end: Int) {
        line += buffer[start..<end].count { $0 == 0x0A }
        start = end
        at = end
    }
}
