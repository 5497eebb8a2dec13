/// Splits a stream of bytes into the rows of a table of separated values (RFC 4180).
///
/// A field may be enclosed in double quotes; inside, a quote is doubled, and separators and line
/// ends are literal. Rows end with LF, CR LF or CR. Empty lines are skipped. A row that breaks these
/// rules, or is too long, is passed over up to the end of its line, and then reported.
struct TableSplitter {
    /// The bytes of a row's fields, and the line where the row begins.
    struct Row {
        var fields: [[UInt8]] = []
        var line: Int
    }

    /// Why a stream cannot be split, and on which line.
    enum Fault: Error {
        /// The file ends where it must not.
        case malformed(line: Int, problem: String)
        /// One row is no row; the next can be read.
        case noRow(line: Int, problem: String)
        /// One row is longer than the limit; the next can be read.
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
    /// What is wrong with the row, whose line is passed over.
    private var fault: Fault?
    /// The beginning of the row in earlier input, and where the row goes on in this one.
    private var head: [UInt8] = []
    private var rowStart = 0
    /// The same of the row that was returned or reported last, with its end.
    private var last: (head: [UInt8], range: Range<Int>) = ([], 0..<0)
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
        head += input[rowStart...].prefix(max(0, keptBytesOfRow - head.count))
        input = bytes
        at = 0
        rowStart = 0
        last = ([], 0..<0)
    }

    /// The beginning of the row that was returned or reported last, as it is in the file.
    var bytesOfLastRow: [UInt8] { Array((last.head + input[last.range]).prefix(keptBytesOfRow)) }

    /// Returns the next complete row; nil if more bytes are needed, or none are left.
    mutating func next(isAtEnd: Bool) throws(Fault) -> Row? {
        while at < input.count {
            let byte = input[at]
            at += 1
            if isAfterReturn {
                isAfterReturn = false
                if byte == 0x0A {
                    rowStart = at
                    continue
                }
            }
            if let fault {
                guard endsLine(byte) else { continue }
                dropRow(upTo: at - 1)
                throw fault
            }
            if take(byte), let row = endRow(upTo: at - 1) { return row }
            if size > limitInBytes, fault == nil {
                fault = .tooLong(line: row.line)
                (row.fields, field) = ([], [])
            }
        }
        guard isAtEnd else { return nil }
        if let fault {
            dropRow(upTo: at)
            throw fault
        }
        if state == .quoted {
            throw .malformed(
                line: quoteLine, problem: "the file ends inside the quotes that begin here")
        }
        return endRow(upTo: at)
    }

    /// Adds a byte to the row; returns whether it ends the row.
    private mutating func take(_ byte: UInt8) -> Bool {
        size += 1
        if state == .quoted {
            takeQuoted(byte)
            return false
        }
        switch byte {
        case separator:
            guard row.fields.count < Self.fieldLimit else {
                fault = .noRow(line: line, problem: "more than \(Self.fieldLimit) fields")
                return false
            }
            endField()
            isRowBegun = true
        case 0x0A, 0x0D: return endsLine(byte)
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
            fault = .noRow(
                line: line, problem: "text after the closing quote of field \(row.fields.count + 1)"
            )
        default:
            field.append(byte)
            state = .plain
            isRowBegun = true
        }
        return false
    }

    /// Whether a byte ends a line, which is counted then.
    private mutating func endsLine(_ byte: UInt8) -> Bool {
        guard byte == 0x0A || byte == 0x0D else { return false }
        isAfterReturn = byte == 0x0D
        line += 1
        return true
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

    /// Ends a row at the index before its line end, and begins the next one.
    private mutating func dropRow(upTo end: Int) {
        last = (head, rowStart..<max(rowStart, end))
        head = []
        rowStart = at
        row = Row(line: line)
        field = []
        state = .start
        size = 0
        isRowBegun = false
        fault = nil
    }

    /// Ends the row and returns it; nil for an empty line.
    private mutating func endRow(upTo end: Int) -> Row? {
        defer { dropRow(upTo: end) }
        guard isRowBegun else { return nil }
        endField()
        return row
    }
}
