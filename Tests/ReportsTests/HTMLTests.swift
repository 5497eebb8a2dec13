import Testing

@testable import Reports

@Suite struct HTMLTests {
    private func written(_ html: HTML) -> String {
        var page = ""
        html.write(to: &page)
        return page
    }

    @Test func `text and attributes are escaped, elements are not`() {
        let html = tag("p", ["title": "a\"b'c<d>&"]) {
            "1 < 2 & \"so\""
            tag("b", "bold")
        }
        #expect(
            written(html)
                == "<p title=\"a&quot;b&#39;c&lt;d&gt;&amp;\">1 &lt; 2 &amp; &quot;so&quot;<b>bold</b></p>"
        )
    }

    @Test func `empty elements are closed in a way that HTML and XML both understand`() {
        #expect(written(tag("br")) == "<br/>")
        #expect(written(tag("td")) == "<td></td>")
        #expect(written(tag("rect", ["x": "1"])) == "<rect x=\"1\"/>")
        #expect(written(tag("rect") { tag("title", "t") }) == "<rect><title>t</title></rect>")
    }

    @Test(
        arguments: [
            ("a\u{0}b", "a\u{2400}b"), ("\u{1B}[31m", "\u{241B}[31m"), ("\u{7F}", "\u{2421}"),
            ("a\r\nb\tc", "a\nb\tc"), ("\u{202E}evil", "[U+202E]evil"),
            ("\u{2066}x\u{2069}", "[U+2066]x[U+2069]"), ("\u{FEFF}", "[U+FEFF]"),
            ("\u{E0041}", "[U+E0041]"), ("\u{85}", "\u{FFFD}"), ("\u{FFFE}", "\u{FFFD}"),
            ("\u{1FFFF}", "\u{FFFD}"), ("\u{2028}", "\n"), ("שלום", "שלום"), ("👩‍💻", "👩‍💻"),
        ]
    )
    func `what would act unseen is made visible`(text: String, shown: String) {
        #expect(written(.text(text)) == shown)
    }

    @Test func `marks piled on a letter end at eight`() {
        let pile = "e" + String(repeating: "\u{301}", count: 500) + "f\u{301}"
        #expect(written(.text(pile)).unicodeScalars.count == 1 + 8 + 2)
    }

    @Test func `a long text is cut, and says how much is missing`() {
        let passage = Passage(String(repeating: "é", count: 5_000), limit: 4_000)
        #expect(passage.text.unicodeScalars.count == 4_000 && passage.omitted == 1_000)
        #expect(Passage("short", limit: 4_000).omitted == 0)
        #expect(Passage(String(repeating: "é", count: 3_000), limit: 4_000).omitted == 0)
    }
}
