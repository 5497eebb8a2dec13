import Foundation
import Testing

/// The table "What we call things" in ARCHITECTURE.md, held against the sources.
struct VocabularyTests {
    /// A row: the words, what they mean, and what the thing is not called.
    private struct Entry {
        let words: String
        let meaning: String
        let avoided: String
    }

    private static func entries() throws -> [Entry] {
        let text = try String(
            contentsOf: Manifest.folder.appending(path: "ARCHITECTURE.md"), encoding: .utf8)
        let section = text.components(separatedBy: "\n## ").first { $0.hasPrefix("What we call") }
        return (section ?? "").split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 5, cells[1] != "word", !cells[1].hasPrefix("---") else {
                return nil
            }
            return Entry(words: cells[1], meaning: cells[2], avoided: cells[3])
        }
    }

    private static func sources() throws -> [(path: String, text: String)] {
        let root = Manifest.folder.appending(path: "Sources")
        let paths = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String }
        return try (paths ?? []).filter { $0.hasSuffix(".swift") }.map { path in
            (path, try String(contentsOf: root.appending(path: path), encoding: .utf8))
        }
    }

    @Test func `the table has some forty words, each once`() throws {
        let words = try Self.entries().map(\.words)
        #expect((35...60).contains(words.count))
        #expect(Set(words).count == words.count)
    }

    @Test func `every name of the table is declared`() throws {
        let declared = try Self.sources().reduce(into: Set<String>()) { names, source in
            for match in source.text.matches(
                of: /\b(?:struct|class|enum|protocol|actor|typealias) (\w+)/)
            {
                names.insert(String(match.output.1))
            }
        }
        for entry in try Self.entries() {
            for match in (entry.words + entry.meaning).matches(of: /`([A-Z]\w+)`/) {
                let name = String(match.output.1)
                #expect(declared.contains(name), "'\(name)' of the table is declared nowhere")
            }
        }
    }

    /// Words that the field does not use, as parts of declared names.
    @Test func `no name is made of a word that the table avoids`() throws {
        let avoided =
            /\b(?:func|var|let|case|struct|class|enum|protocol|actor) \w*(?:[bB]rain|Shelf|shelf|turnAway|turnedAway|Genealogist|CallDesk|PlanBook|SecondOpinion|RunMoment)\w*/
        for source in try Self.sources() {
            for match in source.text.matches(of: avoided) {
                Issue.record("\(source.path): '\(match.output)': see the table in ARCHITECTURE.md")
            }
        }
    }
}
