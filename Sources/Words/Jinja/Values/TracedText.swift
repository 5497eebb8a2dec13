import PythonStrings

/// A text that knows where its parts come from: from outside, that is, from the values that a
/// template is given, or from the template itself.
///
/// A template may cut, trim, join and pass on texts as it likes: every part keeps its origin. What
/// an operation does not keep counts as from outside, so that no text from outside ever passes for
/// the template's own.
struct TracedText: Sendable {
    /// What is known of a part; the parts that no span covers are the template's own.
    enum Origin: Equatable, Sendable {
        /// From a value that the template was given; of a list's element, with the element's index.
        case outside(element: Int?)
        /// A heading line of the template: ``Template/init(_:name:headings:)``.
        case heading

        /// From a value that the template was given.
        static let outside = Origin.outside(element: nil)

        var isOutside: Bool {
            if case .outside = self { true } else { false }
        }
    }

    /// A part of the text, in bytes.
    struct Span: Equatable, Sendable {
        var range: Range<Int>
        let origin: Origin
    }

    private(set) var string = ""
    /// Disjoint and ascending; none is empty.
    private(set) var spans: [Span] = []
    /// Whether the text is already escaped for HTML.
    var isMarkup = false

    /// A text of the template's own.
    init(_ string: String = "", isMarkup: Bool = false) {
        self.string = string
        self.isMarkup = isMarkup
    }

    /// A text of one origin.
    init(_ string: String, from origin: Origin, isMarkup: Bool = false) {
        self.init(string, isMarkup: isMarkup)
        if !string.isEmpty { spans = [Span(range: 0..<string.utf8.count, origin: origin)] }
    }

    /// A text with these spans, which are in order.
    init(_ string: String, spans: [Span]) {
        self.string = string
        self.spans = spans
    }

    var count: Int { string.utf8.count }

    /// Appends a text of the template's own.
    mutating func append(_ text: String) { string += text }

    mutating func append(_ text: String, from origin: Origin?) {
        guard let origin else { return append(text) }
        append(TracedText(text, from: origin))
    }

    mutating func append(_ other: TracedText) {
        let start = count
        string += other.string
        for span in other.spans {
            add(Span(range: span.range.shifted(by: start), origin: span.origin))
        }
    }

    private mutating func add(_ span: Span) {
        guard let last = spans.last, span.origin.isOutside, last.origin == span.origin,
            last.range.upperBound == span.range.lowerBound
        else { return spans.append(span) }
        spans[spans.count - 1].range = last.range.lowerBound..<span.range.upperBound
    }

    /// Returns the part of a range of bytes, whose ends lie between code points.
    func part(_ range: Range<Int>) -> TracedText {
        let kept = spans.compactMap { span -> Span? in
            let common = span.range.clamped(to: range)
            // A heading that is cut is none: what is left of it is plain text of the template.
            guard !common.isEmpty, span.origin.isOutside || common == span.range else {
                return nil
            }
            return Span(range: common.shifted(by: -range.lowerBound), origin: span.origin)
        }
        var part = TracedText(string.bytes(range), spans: kept)
        part.isMarkup = isMarkup
        return part
    }

    /// Returns the part of a range of code points.
    func part(codePoints range: Range<Int>) -> TracedText {
        let scalars = string.unicodeScalars
        let start = scalars.index(scalars.startIndex, offsetBy: range.lowerBound)
        let end = scalars.index(start, offsetBy: range.count)
        let lower = string.utf8.distance(from: string.startIndex, to: start)
        return part(lower..<lower + string.utf8.distance(from: start, to: end))
    }

    /// The parts, each of one origin, in order; nil is the template's own.
    var runs: [(text: String, origin: Origin?)] {
        var runs: [(text: String, origin: Origin?)] = []
        var end = 0
        for span in spans {
            if end < span.range.lowerBound {
                runs.append((string.bytes(end..<span.range.lowerBound), nil))
            }
            runs.append((string.bytes(span.range), span.origin))
            end = span.range.upperBound
        }
        if end < count { runs.append((string.bytes(end..<count), nil)) }
        return runs
    }

    /// Each code point.
    var codePoints: [TracedText] {
        var start = 0
        var span = 0
        return string.unicodeScalars.map { scalar in
            let end = start + UTF8.width(scalar)
            defer { start = end }
            while span < spans.count, spans[span].range.upperBound <= start { span += 1 }
            guard span < spans.count, spans[span].range.contains(start),
                spans[span].origin.isOutside
            else { return TracedText(String(scalar), isMarkup: isMarkup) }
            return TracedText(String(scalar), from: spans[span].origin, isMarkup: isMarkup)
        }
    }

    /// The value of this text: a plain one if all of it is the template's own.
    var value: TemplateValue {
        if !spans.isEmpty { return .traced(self) }
        return isMarkup ? .markup(string) : .string(string)
    }
}

extension Range<Int> {
    fileprivate func shifted(by distance: Int) -> Range<Int> {
        lowerBound + distance..<upperBound + distance
    }
}

extension TemplateValue {
    /// The text with its origins if this is a string.
    var tracedText: TracedText? {
        switch self {
        case .string(let text): TracedText(text)
        case .markup(let text): TracedText(text, isMarkup: true)
        case .traced(let text): text
        default: nil
        }
    }

    /// Whether the value is or holds a text that is not all the template's own.
    var isTraced: Bool {
        switch self {
        case .traced: true
        case .list(let items), .tuple(let items): items.isTraced
        case .dictionary(let mapping): mapping.isTraced
        case .object(let object): object.contents?.isTraced ?? false
        default: false
        }
    }

    /// The same string without origins; other values as they are.
    var untraced: TemplateValue {
        guard case .traced(let text) = self else { return self }
        return text.isMarkup ? .markup(text.string) : .string(text.string)
    }

    /// The value with every text in it from outside.
    var fromOutside: TemplateValue {
        switch self {
        case .string(let text): TracedText(text, from: .outside).value
        case .markup(let text): TracedText(text, from: .outside, isMarkup: true).value
        case .traced(let text):
            TracedText(text.string, from: .outside, isMarkup: text.isMarkup).value
        case .list(let items):
            .list(Items(items.values.map(\.fromOutside), names: items.names))
        case .tuple(let items):
            .tuple(Items(items.values.map(\.fromOutside), names: items.names))
        case .dictionary(let mapping):
            .dictionary(
                Mapping(
                    distinctKeys: mapping.keys.map(\.fromOutside),
                    values: mapping.values.map(\.fromOutside)))
        case .object(let object):
            object is OneTimeSequence
                ? .object(OneTimeSequence((object.elements() ?? []).map(\.fromOutside))) : self
        default: self
        }
    }
}
