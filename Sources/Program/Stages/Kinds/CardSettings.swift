import Dataflow
import Datasets
import JSON

/// The `"card"` of a `write` stage: what a person says of the dataset, for the head of its card.
enum CardSettings {
    static let license = Setting.optional(
        "license", .text,
        "The license's identifier on the Hugging Face Hub, such as apache-2.0; that of the models, "
            + "if all have the same one, unless given.")
    static let language = Setting.optional(
        "language", .oneOrMore(.text), "The languages of the texts, such as en (ISO 639).")
    static let tags = Setting.optional(
        "tags", .list(.text), "Further tags, beside \"synthetic\" and \"synthgen\".")
    static let prettyName = Setting.optional(
        "prettyName", .text, "The name to show, instead of the document's.")
    static let all: [any StageSetting] = [license, language, tags, prettyName]
}

extension DatasetCard {
    /// Reads the `"card"` of a declaration; reports what the Hub would not take.
    init(in preparation: inout StagePreparation) {
        self.init()
        guard let given = preparation[WriteSettings.card] else { return }
        license = given[CardSettings.license]
        languages = given[CardSettings.language] ?? []
        tags = given[CardSettings.tags] ?? []
        prettyName = given[CardSettings.prettyName]
        if let license, !license.isIdentifier {
            preparation.report(
                "write.license", at: WriteSettings.card,
                "'\(license)' is not a license's identifier",
                help: "the Hub's identifiers are in lower case, such as \"apache-2.0\", "
                    + "\"cc-by-4.0\" or \"other\"")
        }
        for language in languages where !language.isLanguageCode {
            preparation.report(
                "write.language", at: WriteSettings.card, "'\(language)' is not a language's code",
                help: "use a code of ISO 639, such as \"en\"")
        }
    }
}

extension String {
    /// Whether all characters are small letters, digits, `-` and `.`.
    fileprivate var isIdentifier: Bool {
        !isEmpty
            && utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
                    || $0 == 0x2E
            }
    }

    /// Whether this is two or three small letters, perhaps with a region or script after a hyphen.
    fileprivate var isLanguageCode: Bool {
        let pieces = split(separator: "-", omittingEmptySubsequences: false)
        return (2...3).contains(pieces[0].utf8.count)
            && pieces[0].utf8.allSatisfy { (0x61...0x7A).contains($0) }
            && pieces.dropFirst().allSatisfy { piece in
                (2...8).contains(piece.utf8.count)
                    && piece.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            }
    }
}
