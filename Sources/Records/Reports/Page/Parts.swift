import Datasets
import Formatting

/// The building blocks of sections.
enum Parts {
    /// A section with a heading and a sentence that summarizes its figures.
    static func section(
        _ id: String, _ title: String, _ lede: String, @HTMLBuilder _ content: () -> HTML
    ) -> HTML {
        tag("section", ["id": id, "aria-labelledby": id + "-title"]) {
            tag("h2", ["id": id + "-title"], title)
            if !lede.isEmpty { tag("p", ["class": "lede"], lede) }
            content()
        }
    }

    /// A plot with a title above and a note below.
    static func figure(_ title: String, _ plot: HTML, note: String = "") -> HTML {
        tag("figure") {
            tag("figcaption") { tag("bdi", title) }
            plot
            if !note.isEmpty { tag("p", ["class": "note"], note) }
        }
    }

    /// Figures side by side if the page is wide enough.
    static func grid(_ style: String = "thirds", @HTMLBuilder _ content: () -> HTML) -> HTML {
        tag("div", ["class": "grid \(style)"], content)
    }

    /// A legend of colors.
    static func legend(_ entries: [(style: String, name: String)]) -> HTML {
        tag("p", ["class": "legend"]) {
            for entry in entries {
                tag("span") {
                    tag("i", ["class": "swatch \(entry.style)"])
                    entry.name
                }
            }
        }
    }

    /// A bar whose parts are as wide as their shares of the row.
    ///
    /// It is sized in percent, without a view box, so that it stretches with the row.
    static func bar(_ parts: [(share: Double, style: String)], title: String) -> HTML {
        tag(
            "svg",
            [
                "xmlns": "http://www.w3.org/2000/svg", "class": "bar", "role": "img",
                "aria-label": title,
            ]
        ) {
            tag("title", title)
            tag("rect", ["class": "track", "width": "100%", "height": "100%"])
            let starts = parts.reduce(into: [0.0]) { $0.append(($0.last ?? 0) + $1.share) }
            for (start, part) in zip(starts, parts) {
                tag(
                    "rect",
                    [
                        "class": "column \(part.style)", "x": percent(start),
                        "width": percent(part.share), "height": "100%",
                    ])
            }
        }
    }

    private static func percent(_ share: Double) -> String {
        (max(0, min(1, share)) * 100).fixed(3) + "%"
    }

    /// A text with its line feeds, in its own writing direction.
    static func passage(_ passage: Passage) -> HTML {
        tag("div", ["class": "passage", "dir": "auto"]) {
            passage.text
            if passage.omitted > 0 {
                tag(
                    "span", ["class": "cut"], " … \(Numbers.count(passage.omitted)) more characters"
                )
            }
        }
    }

    /// A summary that opens to show its content.
    static func details(
        _ style: String, _ summary: HTML, @HTMLBuilder _ content: () -> HTML
    ) -> HTML {
        tag("details", ["class": style]) {
            tag("summary") { summary }
            content()
        }
    }
}
