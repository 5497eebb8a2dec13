import Chat
import Dataflow
import Datasets
import Foundation
import JSON
import Stages
import TestSupport
import Testing

/// A run that was killed could not read its source records again, if it had written over them.
@Suite struct `A document that reads what it writes` {
    private let folder: TemporaryFolder

    /// A folder with a dataset of two records, a link to it and other files.
    init() throws {
        folder = try TemporaryFolder()
        for name in ["out", "other"] {
            let writer = try DatasetWriter(folder: folder.appending(path: name))
            try writer.append(["id": "a", "n": 1])
            try writer.append(["id": "b", "n": 2])
            try writer.finish()
        }
        let files = FileManager.default
        try files.createSymbolicLink(
            at: folder.appending(path: "linked"), withDestinationURL: folder.appending(path: "out"))
        try files.linkItem(
            at: folder.appending(path: "out/shard-00000.jsonl.zst"),
            to: folder.appending(path: "second-name.jsonl.zst"))
        try folder.write("out/seeds.jsonl", "{\"n\": 1}\n")
    }

    /// The codes of a document's problems.
    private func problems(
        _ settings: String, overrides: RunOverrides = RunOverrides()
    ) throws -> [String] {
        let document = try folder.write(
            "d.json",
            """
            {"schemaVersion": 1, "stages": {
              "in": {"type": "read", \(settings)},
              "out": {"type": "write", "input": "in", "dataset": "out"}
            }}
            """)
        do throws(InvalidDocument) {
            _ = try Graph(
                PipelineDocument(path: document.path),
                registry: .builtIn(models: LanguageModelRegistry()), overrides: overrides)
            return []
        } catch {
            return error.problems.map(\.code)
        }
    }

    @Test(arguments: [
        #""dataset": "out""#, #""dataset": "./other/../out/""#, #""dataset": "linked""#,
        #""dataset": "out/shard-00000.jsonl.zst""#, #""dataset": "out/*.zst""#,
        #""dataset": ["other", "linked/shard-*.zst"]"#, #""dataset": "second-name.jsonl.zst""#,
        #""records": [{"n": 1}], "attach": {"old": "out"}"#,
    ])
    func `is refused, whatever the name it is read by`(settings: String) throws {
        #expect(try Set(problems(settings)) == ["graph.readsOutput"])
    }

    @Test(arguments: [#""dataset": "other""#, #""dataset": "out/seeds.jsonl""#])
    func `is not one that reads other files, even in the same folder`(settings: String) throws {
        #expect(try problems(settings).isEmpty)
    }

    @Test func `may become one by the command line, or cease to be one`() throws {
        let other = folder.appending(path: "other")
        #expect(try problems(#""dataset": "out""#, overrides: RunOverrides(output: other)) == [])
        #expect(
            try problems(#""dataset": "other""#, overrides: RunOverrides(output: other)) == [
                "graph.readsOutput"
            ])
        #expect(
            try problems(
                #""records": [{"n": 1}]"#,
                overrides: RunOverrides(datasets: ["in": [folder.appending(path: "out").path]]))
                == ["graph.readsOutput"])
    }
}
