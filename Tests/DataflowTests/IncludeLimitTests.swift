import Dataflow
import TestSupport
import Testing

@Suite struct `Documents that include each other many times` {
    private func codes(_ files: [String: String]) throws -> [String] {
        let folder = try TemporaryFolder()
        for (name, text) in files { try folder.write(name, text) }
        let stages = ClosureStages(each: ["same": { _, _ in [.pass] }])
        do {
            _ = try Graph(
                PipelineDocument(path: folder.appending(path: "0.json").path),
                registry: stages.registry)
            return []
        } catch {
            return Array(Set(error.problems.map(\.code))).sorted()
        }
    }

    private func document(_ stages: String) -> String {
        #"{"schemaVersion": 1, "stages": {"in": {"type": "read", "to": 2}, \#(stages)}}"#
    }

    @Test func `in rounds that multiply are refused at a number of stages`() throws {
        var files: [String: String] = [:]
        for depth in 0..<4 {
            files["\(depth).json"] = document(
                """
                "m": {"type": "same", "input": "in"},
                "p": {"type": "pipeline", "document": "\(depth + 1).json", "input": "m", "rounds": 64},
                "out": {"type": "write", "input": "p"}
                """)
        }
        files["4.json"] = document(
            #""m": {"type": "same", "input": "in"}, "out": {"type": "write", "input": "m"}"#)
        #expect(try codes(files) == ["document.tooManyStages"])
    }

    @Test func `by inputs that multiply are refused at a number of inputs`() throws {
        let many = Array(repeating: #""in""#, count: 60).joined(separator: ", ")
        var stages = #""p0": {"type": "same", "input": "in"}, "#
        for depth in 1...6 {
            stages +=
                #""p\#(depth)": {"type": "pipeline", "document": "1.json", "input": "p\#(depth - 1)"}, "#
        }
        let files = [
            "0.json": document(stages + #""out": {"type": "write", "input": "p6"}"#),
            "1.json": document(#""out": {"type": "write", "input": [\#(many)]}"#),
        ]
        #expect(try codes(files) == ["graph.tooManyInputs"])
    }

    @Test func `a few thousand stages in a row are connected in document order`() throws {
        var stages = #""s0": {"type": "same", "input": "in"}, "#
        for index in 1..<3_000 {
            stages += #""s\#(index)": {"type": "same", "input": "s\#(index - 1)"}, "#
        }
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "0.json", document(stages + #""out": {"type": "write", "input": "s2999"}"#))
        let graph = try Graph(
            PipelineDocument(path: file.path),
            registry: ClosureStages(each: ["same": { _, _ in [.pass] }]).registry)
        #expect(graph.nodes.map(\.name).prefix(3) == ["in", "s0", "s1"])
        #expect(graph.nodes.count == 3_002)
    }
}
