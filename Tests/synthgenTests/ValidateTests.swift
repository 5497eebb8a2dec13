import Foundation
import Testing

/// `synthgen validate` over the documents that ship.
struct ValidateTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Pipelines")

    @Test(arguments: [".", "training", "evaluation", "rounds"])
    func `finds nothing wrong with a folder of documents, and leaves its schema out`(
        name: String
    ) async throws {
        let folder = Self.folder.appending(path: name)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".json") }.sorted().map { folder.appending(path: $0).path }
        let printed = try await Workshop().run(["validate"] + files)
        #expect(printed.status == 0, "\(printed.errors)")
        let lines = printed.output.split(separator: "\n")
        #expect(lines.count == files.count)
        #expect(lines.filter { !$0.contains(": valid, ") }.count == 1)
        #expect(printed.output.contains("schema.json: a JSON Schema, no document: left out"))
    }
}
