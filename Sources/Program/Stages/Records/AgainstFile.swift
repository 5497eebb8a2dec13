import Dataflow
import Datasets
import Files
import Formatting
import Foundation
import JSON

/// A file that a stage compares its records with: an entry of its `"against"`.
struct AgainstFile: Sendable {
    /// Something in the file to compare with.
    enum Passage {
        /// The whole of a plain text.
        case text(String)
        /// The value of a record's field, and the line or row of the record.
        case value(JSON, line: Int)
    }

    /// The path, as the document gives it.
    let path: String
    /// The fields of its records that count; nil if the document names none.
    let fields: [String]?
    /// The key of the entry in the document.
    let key: String

    private static let dataset = Setting.required("dataset", .file, "The file.")
    private static let entryFields = Setting.optional(
        "fields", .oneOrMore(.text), "Of its records, only these fields.")

    /// An entry in a document: a path, or an object with a path and fields.
    typealias Entry = EitherSetting<String, SettingValues>

    /// The form of the setting: one entry or a list of them.
    static var form: SettingForm<[Entry]> {
        .oneOrMore(.either(.file, .object([dataset, entryFields])))
    }

    /// Returns the files that a setting of this form names.
    static func files(_ entries: [Entry], in declaration: StageDeclaration) -> [AgainstFile] {
        let isList = declaration.values["against"]?.array != nil
        return entries.enumerated().map { number, entry in
            AgainstFile(
                path: entry.first ?? entry.second?[dataset] ?? "",
                fields: entry.second?[entryFields] ?? nil,
                key: isList ? "against/\(number)" : "against")
        }
    }

    /// Calls `take` with everything in the file that counts.
    ///
    /// - Parameter standard: The fields that count where the document names none; nil for all.
    /// - Returns: The names of the fields of its records; none for a plain text.
    func read(
        in declaration: StageDeclaration, fields standard: [String]?,
        _ take: (Passage) throws -> Void
    ) throws -> Set<String> {
        let url = declaration.source.resolve(path)
        guard RecordPaths.holdRecords(url) else {
            try take(.text(FileReading.text(of: url)))
            return []
        }
        let reader = try RecordReader(url: url)
        var names: Set<String> = []
        while let record = try reader.next() {
            names.formUnion(record.keys)
            let values = (fields ?? standard).map { $0.compactMap { record[$0] } } ?? record.values
            for value in values { try take(.value(value, line: reader.line)) }
        }
        return names
    }
}

extension StagePreparation {
    /// Reads the files of `"against"`; reports a list without files, and files that cannot be read
    /// or hold nothing to compare.
    ///
    /// - Parameters:
    ///   - fields: The fields that count where the document names none; nil for all.
    ///   - thing: What is compared, for messages.
    ///   - take: Takes a passage of the file with this number; returns how many things to compare
    ///     were in it.
    mutating func read(
        _ files: [AgainstFile], for setting: any StageSetting, fields: [String]?,
        thing: String = "text", _ take: (Int, AgainstFile.Passage) throws -> Int
    ) {
        let kind = declaration.type
        if files.isEmpty {
            report(
                "\(kind).empty", at: setting, "\"\(setting.name)\" names no file to compare with",
                help: "add the path of one")
        }
        for (number, file) in files.enumerated() {
            do {
                var found = 0
                let names = try file.read(in: declaration, fields: fields) {
                    found += try take(number, $0)
                }
                guard found == 0 else { continue }
                let wanted = (file.fields ?? fields)?.first
                report(
                    "\(kind).empty", key: file.key, "'\(file.path)' has no \(thing) to compare",
                    details: names.isEmpty
                        ? [] : ["Its records have: \(names.sorted().joined(separator: ", "))."],
                    help: wanted.map { help(for: $0, of: file, among: names) })
            } catch {
                report(
                    "\(kind).unreadable", key: file.key, "cannot read '\(file.path)': \(error)")
            }
        }
    }

    private func help(for field: String, of file: AgainstFile, among names: Set<String>) -> String {
        if let near = nearestName(to: field, in: names) { return "did you mean '\(near)'?" }
        return "name its field, for example {\"dataset\": \"\(file.path)\", \"fields\": "
            + "\"\(names.min() ?? "text")\"}"
    }
}
