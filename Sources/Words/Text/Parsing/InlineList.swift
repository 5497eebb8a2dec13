import PythonStrings

/// Reads lists that are written in one line.
enum InlineList {
    /// Returns the parts of "1. A 2. B 3. C" or "(1) A (2) B", if the numbers count up from 1.
    static func numbered(_ line: String) -> [String]? {
        let words = line.words()
        var parts: [[String]] = []
        for word in words {
            if let (_, rest) = number(word, expecting: parts.count + 1) {
                parts.append(rest.isEmpty ? [] : [rest])
            } else if parts.isEmpty {
                return nil
            } else {
                parts[parts.count - 1].append(word)
            }
        }
        guard parts.count > 1, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        return parts.map { trimmed($0.joined(separator: " ")) }
    }

    private static func number(_ word: String, expecting number: Int) -> (Int, String)? {
        for marker in ["\(number).", "\(number))", "(\(number))", "\(number):"]
        where word.hasPrefix(marker) {
            let rest = word.dropFirst(marker.count)
            if rest.first?.isNumber != true { return (number, String(rest)) }
        }
        return nil
    }

    /// Returns the parts of "A; B; C" or "A, B, and C"; nil if the line is likely a sentence.
    ///
    /// A line with exactly `expected` parts is always a list. Otherwise the parts must be short (15
    /// words between semicolons, 5 between commas), and the line must not end like a sentence.
    static func separated(_ line: String, expected: Int?) -> [String]? {
        for separator in [";", ","] {
            let parts = line.pythonSplit(separator, atMost: .max)
                .map { trimmed(withoutAnd($0.withFoldedSpace)) }
            guard parts.count > 1, parts.allSatisfy({ !$0.isEmpty }) else { continue }
            if parts.count == expected { return parts }
            let areShort = parts.allSatisfy { $0.words().count <= (separator == ";" ? 15 : 5) }
            guard areShort, parts.count > 2 || separator == ";", !line.endsLikeSentence else {
                continue
            }
            return parts
        }
        return nil
    }

    private static func withoutAnd(_ part: String) -> String {
        for word in ["and ", "or ", "& "] where part.lowercased().hasPrefix(word) {
            return String(part.dropFirst(word.count))
        }
        return part
    }

    private static func trimmed(_ part: String) -> String {
        var part = part.trimming(" ,;", atStart: false, atEnd: true)
        if part.lowercased().hasSuffix(" and") { part = String(part.dropLast(4)) }
        return part.trimming(" ,;", atStart: false, atEnd: true)
    }
}
