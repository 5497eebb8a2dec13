import Datasets
import Foundation
import JSON

/// Reads the ancestry of records from the catalog and the journal, as far as both are intact.
struct AncestryReader {
    private let reader: DatasetReader?
    private let journal: JournalReader?

    private static let stepLimit = 40
    /// The most records for which ancestry is read without an index: every look-up then reads all
    /// rows, which takes hours in a large dataset.
    private static let smallDataset = 20_000

    init(_ survey: DatasetSurvey, folder: URL) {
        let isIndexed = (try? survey.reader?.isIndexed()) ?? false
        let records = survey.statistics.funnel.reduce(0) { $0 + $1.created }
        reader = isIndexed || records <= Self.smallDataset ? survey.reader : nil
        journal = reader == nil ? nil : (try? JournalReader(folder: folder)) ?? nil
    }

    /// Adds the ancestry to `example`; leaves out what cannot be read.
    func trace(_ example: inout Example) {
        guard let rows = try? reader?.ancestry(of: example.id, limit: Self.stepLimit) else {
            return
        }
        example.ancestry = rows.prefix(Self.stepLimit).map { row in
            AncestryStep(row, call: row.call.flatMap(call))
        }
        let known = Set(rows.map(\.id))
        example.isAncestryCut =
            rows.count > Self.stepLimit
            || rows.contains { !known.isSuperset(of: $0.parents) }
    }

    private func call(_ key: String) -> JSON? {
        guard let key = [UInt8](hexadecimalDigits: key), let value = try? journal?.get(key: key)
        else { return nil }
        return try? JSON(parsing: value)
    }
}

extension [UInt8] {
    /// Decodes pairs of hexadecimal digits; nil if the text is anything else.
    fileprivate init?(hexadecimalDigits text: String) {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
        self = stride(from: 0, to: digits.count, by: 2).map {
            UInt8(digits[$0] << 4 | digits[$0 + 1])
        }
    }
}
