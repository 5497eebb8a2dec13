/// A text cut to a limit, with the number of characters left out.
struct Passage: Equatable, Encodable {
    let text: String
    /// The characters (code points) left out at the end.
    let omitted: Int

    init(_ text: String, limit: Int = 4_000) {
        // Bytes are counted first: that takes no time, and no text has more code points than bytes.
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
    /// The text cut to `limit` code points, with an ellipsis if it was longer.
    func clipped(to limit: Int) -> String {
        let passage = Passage(self, limit: limit)
        return passage.omitted == 0 ? self : passage.text + "…"
    }
}
