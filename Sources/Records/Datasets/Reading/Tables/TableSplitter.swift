/// Cuts a stream of bytes into the rows of a table of separated values (RFC 4180).
///
/// A field may stand in double quotes; inside, a quote is written twice, and separators and line ends
/// are text. Rows end with LF, CR LF or CR. Empty lines are no rows.
struct TableSplitter {
    /// A row: the bytes of its fields, and the line where it begins.
    struct Row {
        var fields: [[UInt8]] = []
        var line: Int
    }

    /// Why a stream cannot be cut, and the line where.
    enum Fault: Error {
        case malformed(line: Int, problem: String)
        case tooLong(line: Int)
    }

    /// More columns than this are a hostile file, or not a table.
    private static let fieldLimit = 16_384

    private enum State { case start, plain, quoted, afterQuote }

    private let separator: UInt8
    private let limitInBytes: Int
    private var input: [UInt8] = []
    private var at = 0
    private var state = State.start
    private var row = Row(line: 1)
    private var field: [UInt8] = []
    /// The bytes of the row so far.
    private var size = 0
    private var line = 1
    private var quoteLine = 1
    private var isRowBegun = false
    /// Whether the last byte was a CR, whose LF belongs to it.
    private var isAfterReturn = false

    init(separator: UInt8, limitInBytes: Int) {
        self.separator = separator
        self.limitInBytes = limitInBytes
    }

    /// More bytes, once ``next(isAtEnd:)`` has said that it needs some.
    mutating func append(_ bytes: [UInt8]) {
        input = bytes
        at = 0
    }

    /// The next complete row; nil if more bytes are needed, or none are left.
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

    /// Whether `byte` ends the row.
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
            quoteLine = line
            isRowBegun = true
        case UInt8(ascii: "\"") where state == .afterQuote:
            field.append(byte)
            state = .quoted
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
            if byte == 0x0A { line += 1 }
            field.append(byte)
        }
    }

    private mutating func endField() {
        row.fields.append(field)
        field = []
        state = .start
    }

    /// The row that ends here, unless it is an empty line.
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
