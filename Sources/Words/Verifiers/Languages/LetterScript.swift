/// Non-Latin scripts and the languages written in them.
enum LetterScript {
    /// Returns the languages of a run's script, by its first letter; empty for Latin and for runs
    /// without letters.
    static func languages(of run: String) -> [String] {
        guard let letter = run.unicodeScalars.first(where: { $0 != " " }) else { return [] }
        return ranges.first { $0.range.contains(letter.value) }?.languages ?? []
    }

    private static let ranges: [(range: ClosedRange<UInt32>, languages: [String])] = [
        (0x0370...0x03FF, ["el"]), (0x0400...0x052F, ["bg", "mk", "ru", "uk"]),
        (0x0590...0x05FF, ["he"]), (0x0600...0x06FF, ["ar", "fa", "ur"]),
        (0x0900...0x097F, ["hi", "mr", "ne"]), (0x0980...0x09FF, ["bn"]), (0x0A00...0x0A7F, ["pa"]),
        (0x0A80...0x0AFF, ["gu"]), (0x0B80...0x0BFF, ["ta"]), (0x0C00...0x0C7F, ["te"]),
        (0x0C80...0x0CFF, ["kn"]), (0x0D00...0x0D7F, ["ml"]), (0x0E00...0x0E7F, ["th"]),
        (0x3040...0x30FF, ["ja"]), (0x4E00...0x9FFF, ["ja", "zh-cn", "zh-tw"]),
    ]
}
