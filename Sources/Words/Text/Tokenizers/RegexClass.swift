import Foundation
import Synchronization

/// The characters that a pattern of one character matches: `\p{L}`, `[^\r\n]`, `(?i)s`.
///
/// Asked of Foundation once for all characters, as runs; for those beyond ASCII when the first of
/// them comes.
final class RegexClass: Sendable {
    private let flags: String
    private let body: String
    private let ascii: [Bool]
    /// The first characters of runs that match and that do not, in turns.
    private let runs = Mutex<[UInt32]?>(nil)

    /// Creates the class of a pattern, `body`, under flags such as `(?i)`; one that is not valid has
    /// no characters.
    init(_ body: String, flags: String = "") {
        // In brackets: Foundation goes through runs of a set without saving every step.
        let body = body.hasPrefix("\\") ? "[\(body)]" : body
        self.body = body
        self.flags = flags
        var ascii = [Bool](repeating: false, count: 128)
        for run in Self.runs(of: flags + body, in: 0..<128) {
            for scalar in run { ascii[Int(scalar)] = true }
        }
        self.ascii = ascii
    }

    func contains(_ scalar: UInt32) -> Bool {
        if scalar < 128 { return ascii[Int(scalar)] }
        return runs.withLock { runs in
            let known: [UInt32]
            if let runs {
                known = runs
            } else {
                known = Self.runs(of: flags + body, in: 128..<0x110000)
                    .flatMap { [$0.lowerBound, $0.upperBound] }
                runs = known
            }
            // The number of bounds up to the scalar is odd inside of a run.
            var (low, high) = (0, known.count)
            while low < high {
                let middle = (low + high) / 2
                if known[middle] <= scalar { low = middle + 1 } else { high = middle }
            }
            return low % 2 == 1
        }
    }

    /// The characters of `range` that match, in ascending runs.
    private static func runs(of source: String, in range: Range<UInt32>) -> [Range<UInt32>] {
        guard let expression = try? NSRegularExpression(pattern: source + "+") else { return [] }
        let scalars = range.compactMap { Unicode.Scalar($0) }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        let text = String(view)
        let whole = NSRange(location: 0, length: text.utf16.count)
        return expression.matches(in: text, range: whole).map { match in
            let start = scalar(at: match.range.location, from: range.lowerBound)
            let end = scalar(at: match.range.location + match.range.length, from: range.lowerBound)
            return start..<max(start, end)
        }
    }

    /// The character at an offset of UTF-16 in the text of all characters from `first` on.
    private static func scalar(at offset: Int, from first: UInt32) -> UInt32 {
        let surrogates = (0xD800, 0xE000)
        let planes = 0x10000 - (surrogates.1 - surrogates.0) - Int(first)
        if offset >= planes { return UInt32(0x10000 + (offset - planes) / 2) }
        let scalar = Int(first) + offset
        return UInt32(scalar < surrogates.0 ? scalar : scalar + surrogates.1 - surrogates.0)
    }
}
