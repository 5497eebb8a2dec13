import Foundation
import Hashing

/// A complete page in one file that makes no network request.
///
/// The content security policy allows the page's own style and script, named by their SHA-256
/// digests, and nothing else: even if a record's text became markup, it could not run or load
/// anything.
struct Document {
    let title: String
    let style: StaticString
    let script: StaticString
    let body: HTML

    var text: String {
        let head = tag("head") {
            tag("meta", ["charset": "utf-8"])
            tag("meta", ["http-equiv": "Content-Security-Policy", "content": policy])
            tag("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
            tag("meta", ["name": "color-scheme", "content": "light dark"])
            tag("meta", ["name": "referrer", "content": "no-referrer"])
            tag("meta", ["name": "generator", "content": "synthgen"])
            tag("title", title)
            tag("style") { HTML.literal(style) }
        }
        let html = tag("html", ["lang": "en", "xmlns": "http://www.w3.org/1999/xhtml"]) {
            head
            tag("body") {
                body
                tag("script") { HTML.literal(script) }
            }
        }
        var page = "<!DOCTYPE html>\n"
        html.write(to: &page)
        return page + "\n"
    }

    private var policy: String {
        "default-src 'none'; style-src '\(Self.source(style))'; script-src '\(Self.source(script))'; "
            + "base-uri 'none'; form-action 'none'"
    }

    private static func source(_ text: StaticString) -> String {
        "sha256-" + Data(SHA256.digest(Array(text.description.utf8))).base64EncodedString()
    }
}

extension Document {
    /// A report's page: a header, links to its sections, and these.
    ///
    /// - Parameter end: What follows the last section.
    static func page(
        title: String, header: HTML, sections: [DatasetReport.Section], end: HTML = .nothing
    ) -> String {
        let body = HTML.list([
            tag("a", ["class": "skip", "href": "#content"], "Skip to the content"),
            header,
            tag("nav", ["aria-label": "Sections"]) {
                tag("ul") {
                    for section in sections {
                        tag("li") { tag("a", ["href": "#" + section.id], section.short) }
                    }
                }
            },
            tag("main", ["id": "content"]) {
                for section in sections { section.html }
                end
            },
            tag("footer") { tag("p", "Made by synthgen report. This file needs no network.") },
        ])
        return Document(title: title, style: Style.text, script: Script.text, body: body).text
    }
}
