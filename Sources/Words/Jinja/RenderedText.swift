/// A rendered text that tells which of its parts the template itself wrote.
public struct RenderedText: Sendable, Equatable {
    /// The text.
    public let text: String
    /// The parts that come from outside, in bytes of UTF-8; ascending, disjoint, none empty.
    public let outside: [Range<Int>]
    /// The parts that come from a list's elements: ``Template/render(outside:trusting:tracing:own:functions:)``.
    public let elementParts: [ElementPart]
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
        outside = traced.spans.filter(\.origin.isOutside).map(\.range).joiningNeighbours
        elementParts = traced.spans.compactMap { span in
            guard case .outside(let element?) = span.origin else { return nil }
            return ElementPart(element: element, range: span.range)
        }
        headings = traced.spans.filter { $0.origin == .heading }.map(\.range)
    }
}

extension [Range<Int>] {
    /// The ascending ranges with those that touch as one.
    fileprivate var joiningNeighbours: [Range<Int>] {
        reduce(into: []) { joined, range in
            if let last = joined.last, last.upperBound == range.lowerBound {
                joined[joined.count - 1] = last.lowerBound..<range.upperBound
            } else {
                joined.append(range)
            }
        }
    }
}

/// A part of a rendered text that comes from an element of a list that the template was given.
public struct ElementPart: Sendable, Equatable {
    /// The element's index in the list.
    public let element: Int
    /// The part, in bytes of UTF-8.
    public let range: Range<Int>
}

/// Which texts of the values that a template is given are from outside.
struct OutsideRule: Sendable {
    /// Texts that are none if they stand under such a key of an object.
    var trusted: [String: Set<String>] = [:]
    /// The key of a list's elements whose texts keep the index of their element.
    var tracedKey: String?

    func isTrusted(_ text: String, under key: String?) -> Bool {
        key.flatMap { trusted[$0] }?.contains(text) ?? false
    }
}
