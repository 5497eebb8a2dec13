/// Cuts a text into n-grams of one to three letters, word edges included, in order.
enum LetterRuns {
    static func runs(in text: CodePoints) -> [String] {
        var runs: [String] = []
        var window: CodePoints = [" "]
        var isInCapitals = false
        for scalar in text {
            let letter = scalar.letter
            let last = window[window.count - 1]
            if last == " " {
                window = [" "]
                isInCapitals = false
                if letter == " " { continue }
            } else if window.count == 3 {
                window.removeFirst()
            }
            window.append(letter)
            // Words in capitals say little about the language: only their edges count.
            let isCapital = letter.properties.isUppercase
            isInCapitals = isCapital && (isInCapitals || last.properties.isUppercase)
            guard !isInCapitals else { continue }
            for length in 1...window.count where length > 1 || letter != " " {
                runs.append(window.suffix(length).text)
            }
        }
        return runs
    }
}

extension Unicode.Scalar {
    /// The letter that stands for this one in the profiles.
    ///
    /// A space, the edge of a word, for ASCII without letters and some punctuation; one letter for
    /// all of a script that a single language uses.
    fileprivate var letter: Unicode.Scalar {
        switch value {
        case 0..<0x80: properties.isAlphabetic ? self : " "
        case 0xA0, 0xAB, 0xB0, 0xBB, 0x2000...0x206F: " "
        case 0x0219: "\u{015F}"
        case 0x021B: "\u{0163}"
        case 0x06CC: "\u{064A}"
        case 0x1EA0...0x1EFF: "\u{1EC3}"
        case 0x3040...0x309F: "\u{3042}"
        case 0x30A0...0x30FF: "\u{30A2}"
        case 0x3100...0x312F, 0x31A0...0x31BF: "\u{3105}"
        case 0xAC00...0xD7AF: "\u{AC00}"
        default: self
        }
    }
}
