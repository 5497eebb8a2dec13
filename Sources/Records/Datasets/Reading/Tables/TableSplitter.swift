/// Splits a stream of bytes into the rows of a table of separated values (RFC 4180).
///
/// A field may be enclosed in double quotes; inside, a quote is doubled, and separators and line
/// ends are literal. Rows end with LF, CR LF or CR. Empty lines are skipped.
struct TableSplitter {
    /// The bytes of a row's fields, and the line where the row begins.
    struct Row {
        var fields: [[UInt8]] = []
        var line: Int
    }

    /// Why a stream cannot be split, and on which line.
    enum Fault: Error {
        case malformed(line: Int, problem: String)
        case tooLong(line: Int)
    }

    /// Most fields of a row: a file with more is hostile, or not a table.
    private static let fieldLimit = 16_384

    private enum State { case start, plain, quoted, afterQuote }

    private let separator: UInt8
    private let limitInBytes: Int
    private var input: [UInt8] = []
    private var at = 0
    private var state = State.start
    private var row = Row(line: 1)
    private var field: [UInt8] = []
    /// Size of the row so far, in bytes.
    private var size = 0
    private var line = 1
    private var quoteLine = 1
    private var isRowBegun = false
    /// Whether the last byte was a CR: a LF after it belongs to the same line end.
    private var isAfterReturn = false
    /// The same inside quotes, where both bytes belong to the field.
    private var isAfterQuotedReturn = false

    init(separator: UInt8, limitInBytes: Int) {
        self.separator = separator
        self.limitInBytes = limitInBytes
    }

    /// Replaces the input; called only once ``next(isAtEnd:)`` has returned nil.
    mutating func append(_ bytes: [UInt8]) {
        input = bytes
        at = 0
    }

    /// Returns the next complete row; nil if more bytes are needed, or none are left.
    mutating func next(isAtEnd: Bool) throws(Fault) -> Row? {
        while at < input.count {
            let byte = input[at]
            at += 1
            if isAfterReturn {
                isAfterReturn = false
                if byte == 0x0A { continue }
            }
            if try take(byte), let row = endRow() { return row }
            guard size <= limitInBytes else { throw .tooLong(line: row.line) }
        }
        guard isAtEnd else { return nil }
        if state == .quoted {
            throw .malformed(
                line: quoteLine, problem: "the file ends inside the quotes that begin here")
        }
        return endRow()
    }

    /// Adds a byte to the row; returns whether it ends the row.
    private mutating func take(_ byte: UInt8) throws(Fault) -> Bool {
        size += 1
        if state == .quoted {
            takeQuoted(byte)
            return false
        }
        switch byte {
        case separator:
            guard row.fields.count < Self.fieldLimit else {
                throw .malformed(line: line, problem: "more than \(Self.fieldLimit) fields")
            }
            endField()
            isRowBegun = true
        case 0x0A, 0x0D:
            isAfterReturn = byte == 0x0D
            line += 1
            return true
        case UInt8(ascii: "\"") where state == .start:
            state = .quoted
            isAfterQuotedReturn = false
            quoteLine = line
            isRowBegun = true
        case UInt8(ascii: "\"") where state == .afterQuote:
            field.append(byte)
            state = .quoted
            isAfterQuotedReturn = false
        case _ where state == .afterQuote:
            throw .malformed(
                line: line, problem: "text after the closing quote of field \(row.fields.count + 1)"
            )
        default:
            field.append(byte)
            state = .plain
            isRowBegun = true
        }
        return false
    }

    private mutating func takeQuoted(_ byte: UInt8) {
        if byte == UInt8(ascii: "\"") {
            state = .afterQuote
        } else {
            if byte == 0x0D || byte == 0x0A && !isAfterQuotedReturn { line += 1 }
            isAfterQuotedReturn = byte == 0x0D
            field.append(byte)
        }
    }

    private mutating func endField() {
        row.fields.append(field)
        field = []
        state = .start
    }

    /// Ends the row and returns it; nil for an empty line.
    private mutating func endRow() -> Row? {
        defer {
            row = Row(line: line)
            size = 0
            isRowBegun = false
        }
        guard isRowBegun else { return nil }
        endField()
        return row
    }
}
