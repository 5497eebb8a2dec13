import Dataflow
import Datasets
import Files
import Formatting
import Foundation
import Hashing
import JSON
import Text

/// The n-grams of the evaluation files that a `decontaminate` stage names.
struct EvaluationTexts: Sendable {
    /// The files' paths, as the document gives them.
    private var files: [String] = []
    private var index: NGramIndex
    private var hash = SHA256()

    /// A digest of all texts read.
    var digest: String { hash.finalize().hexadecimal }

    private static let dataset = Setting.required("dataset", .file, "The file.")
    private static let entryFields = Setting.optional(
        "fields", .list(.text), "Of its records, only these fields.")
    /// The evaluation files.
    static let against = Setting.required(
        "against", .oneOrMore(.either(.file, .object([dataset, entryFields]))),
        "Evaluation files: records (.jsonl, .json, .zst, a dataset folder), or plain text.")
    /// Number of consecutive words that count as a copy.
    static let ngramSize = Setting(
        "ngramSize", .integer(1...100), default: 13,
        "How many words in a row, lower-cased and without punctuation. An evaluation text with "
            + "fewer is compared whole, if it has 8 or more.",
        formerly: "n")

    /// Reads the files; reports problems and returns nil.
    init?(_ preparation: inout StagePreparation) {
        index = NGramIndex(n: preparation[Self.ngramSize])
        let listed = preparation[Self.against]
        if listed.isEmpty {
            preparation.report(
                "decontaminate.empty", at: Self.against, "\"against\" names no evaluation file",
                help: "add the path of one")
            return nil
        }
        for (number, entry) in listed.enumerated() {
            let path = entry.first ?? entry.second?[Self.dataset] ?? ""
            let fields = entry.second?[Self.entryFields] ?? nil
            let key = "against/\(number)"
            do {
                let found = try read(path, fields: fields, by: preparation.declaration)
                guard found.texts == 0 else { continue }
                preparation.report(
                    "decontaminate.empty", key: key, "'\(path)' has no text to compare",
                    details: fields == nil
                        ? []
                        : ["Its records have: \(found.names.sorted().joined(separator: ", "))."],
                    help: fields.flatMap { $0.first }.map {
                        suggestion(for: $0, among: found.names)
                    })
            } catch {
                preparation.report(
                    "decontaminate.unreadable", key: key, "cannot read '\(path)': \(error)")
            }
        }
        guard preparation.isSound else { return nil }
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

    private mutating func read(
        _ path: String, fields: [String]?, by declaration: StageDeclaration
    ) throws -> (texts: Int, names: [String]) {
        let url = declaration.source.resolve(path)
        files.append(path)
        guard RecordPaths.holdRecords(url) else {
            let text = try FileReading.text(of: url)
            insert(text, line: 1, isOnSeveralLines: true)
            return (text.isEmpty ? 0 : 1, [])
        }
        let reader = try RecordReader(url: url)
        var names: Set<String> = []
        var texts = 0
        while let record = try reader.next() {
            names.formUnion(record.keys)
            let values = fields.map { $0.compactMap { record[$0] } } ?? record.values
            for text in values.flatMap(\.allTexts) {
                insert(text, line: reader.line)
                texts += 1
            }
        }
        return (texts, names.sorted())
    }

    private mutating func insert(_ text: String, line: Int, isOnSeveralLines: Bool = false) {
        hash.update(framed: text)
        index.insert(
            ComparableWords(text), number: files.count - 1, line: line,
            isOnSeveralLines: isOnSeveralLines)
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
