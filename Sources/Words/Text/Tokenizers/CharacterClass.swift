/// The classes that published split patterns distinguish: `\p{L}`, `\p{N}`, `\s`, or none of them.
enum CharacterClass: UInt8, Sendable, CaseIterable {
    case other, letter, number, space

    /// The class by the standard library's Unicode data, from which the table is generated.
    init(of scalar: Unicode.Scalar) {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
            self = .letter
        case .decimalNumber, .letterNumber, .otherNumber: self = .number
        default: self = scalar.properties.isWhitespace ? .space : .other
        }
    }
}

/// The class of every scalar, one byte each, expanded from ``characterClassRuns`` on first use.
///
/// A committed table rather than the standard library's data: token ids must not change with the
/// compiler.
struct CharacterClasses: Sendable {
    static let table = CharacterClasses()

    private let classes: [UInt8]

    private init() {
        var classes = [UInt8](repeating: 0, count: 0x110000)
        classes.withUnsafeMutableBufferPointer { classes in
            for (position, run) in characterClassRuns.enumerated() {
                let isLast = position + 1 == characterClassRuns.count
                let end = isLast ? 0x110000 : Int(characterClassRuns[position + 1] >> 2)
                classes[Int(run >> 2)..<end].update(repeating: UInt8(run & 3))
            }
        }
        self.classes = classes
    }

    subscript(scalar: UInt32) -> CharacterClass {
        CharacterClass(rawValue: classes[Int(scalar)]) ?? .other
    }

    /// The class of the character at `index`, and its length in bytes.
    func character(at index: Int, of text: ByteBuffer) -> (class: CharacterClass, length: Int) {
        let (scalar, length) = text.scalar(at: index)
        return (self[scalar], length)
    }

    /// Returns the end of the run of `wanted` characters that begins at `index`; `index` if none.
    func endOfRun(_ wanted: CharacterClass, in text: ByteBuffer, from index: Int) -> Int {
        var end = index
        while end < text.count {
            let (found, length) = character(at: end, of: text)
            guard found == wanted else { break }
            end += length
        }
        return end
    }
}
