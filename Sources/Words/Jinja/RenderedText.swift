/// A rendered text that tells which of its parts the template itself wrote.
public struct RenderedText: Sendable, Equatable {
    /// The text.
    public let text: String
    /// The parts that come from outside, in bytes of UTF-8; ascending, disjoint, none empty.
    public let outside: [Range<Int>]
    /// The heading lines, in bytes of UTF-8: ``Template/init(_:name:headings:)``.
    public let headings: [Range<Int>]

    /// The texts of the template's own before each part from outside.
    public var ownTexts: [String] {
        let bytes = Array(text.utf8)
        var end = 0
        return outside.map { part in
            defer { end = part.upperBound }
            return String(decoding: bytes[end..<part.lowerBound], as: UTF8.self)
        }
    }

    init(_ traced: TracedText) {
        text = traced.string
        outside = traced.spans.filter { $0.origin == .outside }.map(\.range)
        headings = traced.spans.filter { $0.origin == .heading }.map(\.range)
    }
}

/// Which texts of the values that a template is given are from outside.
struct OutsideRule: Sendable {
    /// Texts that are none if they stand under such a key of an object.
    var trusted: [String: Set<String>] = [:]

    func isTrusted(_ text: String, under key: String?) -> Bool {
        key.flatMap { trusted[$0] }?.contains(text) ?? false
    }
}
