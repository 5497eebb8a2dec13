import Dataflow
import JSON

/// Returns a field as text for comparison; a value that is not a text is written as JSON.
func comparableText(_ record: Record, _ field: String) -> String {
    record[field]?.string ?? (record[field] ?? .null).text
}

extension String {
    /// The text in lower case with single spaces, for exact comparison.
    var foldedForComparison: String {
        foldedASCII ?? lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The same for an ASCII text, byte by byte; nil for any other.
    private var foldedASCII: String? {
        guard utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        return String(unsafeUninitializedCapacity: utf8.count) { folded in
            var count = 0
            var isBetweenWords = false
            for byte in utf8 {
                if byte == 0x20 || (0x09...0x0D).contains(byte) {
                    isBetweenWords = true
                    continue
                }
                if isBetweenWords, count > 0 {
                    folded[count] = 0x20
                    count += 1
                }
                isBetweenWords = false
                folded[count] = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
                count += 1
            }
            return count
        }
    }
}
