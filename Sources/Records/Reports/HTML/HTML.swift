/// A part of a page that is valid as HTML and as XML.
///
/// Names of tags and attributes, styles and scripts are literals of this program; texts and
/// attribute values may come from any source and are escaped on writing. The types allow no other
/// way.
indirect enum HTML {
    case text(String)
    case element(name: StaticString, attributes: [(StaticString, String)], content: HTML)
    case list([HTML])
    /// The content of a `style` or `script` element.
    case literal(StaticString)

    static var nothing: HTML { .list([]) }

    /// Elements written as `<name/>` when empty; all others need an end tag in HTML.
    private static let void: Set<String> = [
        "meta", "br", "hr", "link", "rect", "line", "path", "circle", "polyline", "polygon",
    ]

    /// Appends the part to a page.
    func write(to page: inout String) {
        switch self {
        case .text(let text): HTMLText.append(text, to: &page)
        case .literal(let text): page += text.description
        case .list(let pieces): for piece in pieces { piece.write(to: &page) }
        case .element(let name, let attributes, let content):
            page += "<\(name)"
            for (key, value) in attributes {
                page += " \(key)=\""
                HTMLText.append(value, to: &page)
                page += "\""
            }
            if content.isEmpty, Self.void.contains(name.description) {
                page += "/>"
            } else {
                page += ">"
                content.write(to: &page)
                page += "</\(name)>"
            }
        }
    }

    private var isEmpty: Bool {
        switch self {
        case .list(let pieces): pieces.allSatisfy(\.isEmpty)
        case .text, .element, .literal: false
        }
    }
}

/// An element with attributes; its content is a list of elements and texts.
func tag(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
    @HTMLBuilder _ content: () -> HTML = { .nothing }
) -> HTML {
    .element(name: name, attributes: attributes.map { ($0, $1) }, content: content())
}

/// An element that holds a text.
func tag(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>, _ text: String
) -> HTML {
    .element(name: name, attributes: attributes.map { ($0, $1) }, content: .text(text))
}

/// An element without attributes that holds a text.
func tag(_ name: StaticString, _ text: String) -> HTML {
    .element(name: name, attributes: [], content: .text(text))
}

/// Builds a list of elements and texts, with loops and conditions.
@resultBuilder
enum HTMLBuilder {
    static func buildExpression(_ piece: HTML) -> HTML { piece }
    static func buildExpression(_ pieces: [HTML]) -> HTML { .list(pieces) }
    static func buildExpression(_ text: String) -> HTML { .text(text) }
    static func buildBlock(_ pieces: HTML...) -> HTML { .list(pieces) }
    static func buildOptional(_ piece: HTML?) -> HTML { piece ?? .nothing }
    static func buildEither(first: HTML) -> HTML { first }
    static func buildEither(second: HTML) -> HTML { second }
    static func buildArray(_ pieces: [HTML]) -> HTML { .list(pieces) }
}
