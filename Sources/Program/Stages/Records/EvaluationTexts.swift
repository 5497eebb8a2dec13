import Dataflow
import Formatting
import Foundation
import Hashing
import JSON
import Text

/// The n-grams of the evaluation files that a `decontaminate` stage names.
struct EvaluationTexts: Sendable {
    /// The files' paths, as the document gives them.
    private let files: [String]
    private let index: NGramIndex
    /// A digest of all texts read.
    let digest: String
    /// What is not looked for; nil if every evaluation text is.
    let note: String?

    /// The evaluation files.
    static let against = Setting.required(
        "against", AgainstFile.form,
        "Evaluation files: records (.jsonl, .json, .zst, a dataset folder), or plain text.")
    /// Number of consecutive words that count as a copy.
    static let ngramSize = Setting(
        "ngramSize", .integer(1...100), default: 13,
        "How many words in a row, lower-cased and without punctuation. An evaluation text with "
            + "fewer is compared whole, if it has 8 or more.",
        formerly: "n")

    /// Reads the files; reports problems and returns nil. Warns of texts that are too short.
    init?(_ preparation: inout StagePreparation) {
        var index = NGramIndex(n: preparation[Self.ngramSize])
        var hash = SHA256()
        var (texts, tooShort) = (0, 0)
        func insert(_ text: String, _ number: Int, line: Int, isOnSeveralLines: Bool) {
            hash.update(framed: text)
            let words = ComparableWords(text)
            let isStored = index.insert(
                words, number: number, line: line, isOnSeveralLines: isOnSeveralLines)
            guard words.count > 0 else { return }
            texts += 1
            if !isStored { tooShort += 1 }
        }
        let against = AgainstFile.files(preparation[Self.against], in: preparation.declaration)
        preparation.read(against, for: Self.against, fields: nil) { number, passage in
            switch passage {
            case .text(let text):
                insert(text, number, line: 1, isOnSeveralLines: true)
                return text.isEmpty ? 0 : 1
            case .value(let value, let line):
                let found = value.allTexts
                for text in found { insert(text, number, line: line, isOnSeveralLines: false) }
                return found.count
            }
        }
        guard preparation.isSound else { return nil }
        files = against.map(\.path)
        self.index = index
        digest = hash.finalize().hexadecimal
        guard tooShort > 0 else {
            note = nil
            return
        }
        let note =
            "\(Format.count(tooShort)) of \(Format.count(texts)) evaluation texts have fewer than "
            + "\(index.shortest) words and are not looked for"
        self.note = note
        preparation.warn(
            "decontaminate.tooShort", at: Self.against, note,
            help: "a \"deduplicate\" stage with the same \"against\" finds whole texts of any "
                + "length; \"fields\" leaves out what is no question")
    }

    /// Returns why a text is rejected; nil if it shares no n-gram.
    func overlap(with text: String, field: String) -> Rejection? {
        guard let found = index.firstOverlap(in: ComparableWords(text)) else { return nil }
        let file = files[Int(found.location.text)]
        return Rejection(
            "overlaps '\((file as NSString).lastPathComponent)'",
            detail: [
                "file": .string(file), "line": .integer(Int(found.location.line)),
                "field": .string(field),
                "words": .string(
                    ComparableWords.spelled(text, found.words).joined(separator: " ")),
            ])
    }
}

extension JSON {
    /// Every text in this value, in order: the value itself, or those of its elements and members.
    var allTexts: [String] {
        switch self {
        case .string(let text): [text]
        case .array(let values): values.flatMap(\.allTexts)
        case .object(let members): members.values.flatMap(\.allTexts)
        default: []
        }
    }
}
