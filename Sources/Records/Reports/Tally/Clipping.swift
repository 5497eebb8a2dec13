/// A text cut to what a page has room for.
struct Passage: Equatable, Encodable {
    let text: String
    /// How many characters (code points) are left out at the end.
    let omitted: Int

    init(_ text: String, limit: Int = 4_000) {
        // Bytes are counted first: that of a text of a megabyte costs nothing.
        guard text.utf8.count > limit else {
            (self.text, omitted) = (text, 0)
            return
        }
        let scalars = text.unicodeScalars
        let kept = String(String.UnicodeScalarView(scalars.prefix(limit)))
        (self.text, omitted) = (kept, max(0, scalars.count - limit))
    }
}

extension String {
    /// The text, or its beginning and an ellipsis.
    func clipped(to limit: Int) -> String {
        let passage = Passage(self, limit: limit)
        return passage.omitted == 0 ? self : passage.text + "…"
    }
}
