/// Joins a new dataset card with the `README.md` that is in the folder, of which every line that a
/// person wrote stays.
///
/// A card ends with a marker line, which holds the digest of the text above it. The text below the
/// marker belongs to people. A file without the marker, or with another text above it than a run
/// wrote, is left alone.
struct CardFile {
    /// What becomes of the file.
    enum Outcome: Equatable {
        case write(String)
        case keep(KeptCard)
    }

    /// - Parameters:
    ///   - card: The new card's text.
    ///   - present: The file's bytes; nil if there is none.
    static func joining(_ card: String, to present: [UInt8]?) -> Outcome {
        guard let present, !present.isEmpty else { return .write(card + closing(of: card)) }
        guard let text = String(validating: present, as: UTF8.self) else {
            return .keep(.notOurs)
        }
        if let (above, digest, below) = parts(of: text) {
            guard self.digest(of: above) == digest else { return .keep(.edited) }
            return .write(card + closing(of: card) + below)
        }
        guard let below = partBelowUnmarkedCard(text) else { return .keep(.notOurs) }
        return .write(card + closing(of: card) + below)
    }

    /// Whether a run wrote the file, at least its upper part.
    static func isOurs(_ present: [UInt8]) -> Bool {
        guard let text = String(validating: present, as: UTF8.self) else { return false }
        return parts(of: text) != nil || partBelowUnmarkedCard(text) != nil
    }

    // MARK: The marker

    private static let markerStart = "<!-- synthgen "
    private static let markerEnd =
        ": each run writes the text above anew; what you write below stays -->"

    /// The text of a card file without its marker's line.
    static func withoutMarker(_ text: String) -> String {
        guard let (above, _, below) = parts(of: text) else { return text }
        return above + below
    }

    private static func closing(of card: String) -> String {
        "\n\(markerStart)\(digest(of: card))\(markerEnd)\n"
    }

    private static func digest(of card: String) -> String {
        XXHash64.hash(Array(card.utf8)).hexadecimal
    }

    /// The parts of a file with a marker: the card, its digest, and what follows the marker's line.
    private static func parts(
        of text: String
    ) -> (above: String, digest: String, below: String)? {
        let start = "\n" + markerStart
        guard let marker = text.firstRange(of: start),
            let end = text[marker.upperBound...].firstRange(of: markerEnd)
        else { return nil }
        var below = text[end.upperBound...]
        if below.first == "\n" { below.removeFirst() }
        return (
            String(text[..<marker.lowerBound]),
            String(text[marker.upperBound..<end.lowerBound]), String(below)
        )
    }

    // MARK: Cards of earlier versions

    /// The last sentence of the cards that had no marker.
    private static let lastSentence = "`catalog.sqlite` says where every record came from.\n"

    /// What follows a card of an earlier version, which had no marker; nil if the file is no card.
    private static func partBelowUnmarkedCard(_ text: String) -> String? {
        guard text.hasPrefix("---\n"), text.contains("\n- synthgen\n"),
            let end = text.firstRange(of: lastSentence)
        else { return nil }
        return String(text[end.upperBound...])
    }
}

/// Why a run left a folder's `README.md` as it was.
public enum KeptCard: Sendable {
    /// No run wrote it.
    case notOurs
    /// Its upper part, which runs write, was changed by hand.
    case edited
}
