import Foundation
import Testing

/// The folders of `Sources/Records/Dataflow`: what one declares may be used by itself and by later ones.
struct FolderTests {
    private static let folders = ["Stage", "Document", "Graph", "Run"]

    private static let module = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Sources/Records/Dataflow")

    @Test func `use no types of later folders`() throws {
        let texts = try Self.folders.map(Self.code)
        for (index, folder) in Self.folders.enumerated() {
            let used = Set(texts[index].matches(of: /\w+/).map { String($0.output) })
            for later in (index + 1)..<texts.count {
                let types = Self.declaredTypes(in: texts[later])
                #expect(!types.isEmpty)
                let wrong = used.intersection(types).sorted()
                #expect(wrong.isEmpty, "\(folder) uses \(wrong) of \(Self.folders[later])")
            }
        }
    }

    @Test func `hold all files of the module`() throws {
        let found = try FileManager.default.contentsOfDirectory(atPath: Self.module.path)
        #expect(Set(found) == Set(Self.folders))
    }

    /// The text of a folder's files without comments.
    private static func code(of folder: String) throws -> String {
        let url = module.appending(path: folder)
        return try FileManager.default.contentsOfDirectory(atPath: url.path)
            .filter { $0.hasSuffix(".swift") }
            .map { try String(contentsOf: url.appending(path: $0), encoding: .utf8) }
            .flatMap { $0.split(separator: "\n") }
            .map { String($0.prefix(upTo: $0.firstRange(of: "//")?.lowerBound ?? $0.endIndex)) }
            .joined(separator: "\n")
    }

    /// The types that a folder declares at the top level of its files.
    private static func declaredTypes(in code: String) -> Set<String> {
        let declaration =
            /^(?:public |private |final |indirect )*(?:struct|class|enum|protocol) (\w+)/
            .anchorsMatchLineEndings()
        return Set(code.matches(of: declaration).map { String($0.output.1) })
    }
}
