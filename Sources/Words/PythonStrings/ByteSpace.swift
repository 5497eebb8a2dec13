/// White space in UTF-8, as Python's `str.strip` and `\s` see it.
extension ArraySlice<UInt8> {
    /// Returns the bytes without white space at the start.
    package func trimmingSpaceAtStart() -> ArraySlice<UInt8> {
        var rest = self
        while let length = rest.leadingSpaceLength { rest = rest.dropFirst(length) }
        return rest
    }

    /// Returns the bytes without white space at the end.
    package func trimmingSpaceAtEnd() -> ArraySlice<UInt8> {
        var rest = self
        while let last = rest.last {
            if last.isASCIISpace {
                rest = rest.dropLast()
            } else if last >= 0x80, let length = rest.trailingWideSpaceLength {
                rest = rest.dropLast(length)
            } else {
                break
            }
        }
        return rest
    }

    private var leadingSpaceLength: Int? {
        guard let first else { return nil }
        if first.isASCIISpace { return 1 }
        guard first >= 0x80 else { return nil }
        return Self.wideSpaces.first { starts(with: $0) }?.count
    }

    private var trailingWideSpaceLength: Int? {
        Self.wideSpaces.first { suffix($0.count).elementsEqual($0) }?.count
    }

    private static var wideSpaces: [[UInt8]] { WideSpaces.encoded }
}

private enum WideSpaces {
    static let encoded: [[UInt8]] =
        "\u{85}\u{A0}\u{1680}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}"
        .unicodeScalars.map { Array(String($0).utf8) }
        + (0x2000...0x200A).compactMap { (code: UInt32) in
            Unicode.Scalar(code).map { Array(String($0).utf8) }
        }
}

extension UInt8 {
    fileprivate var isASCIISpace: Bool {
        self == 0x20 || (0x09...0x0D).contains(self) || (0x1C...0x1F).contains(self)
    }
}
