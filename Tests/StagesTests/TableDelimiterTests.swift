import Chat
import Dataflow
import Stages
import TestSupport
import Testing

@Suite struct `A table that is read` {
    /// The fields of its records, or its problems.
    private func read(
        _ files: [String: String], _ settings: String
    ) throws -> (fields: Set<String>, problems: [Problem]) {
        let folder = try TemporaryFolder()
        for (name, text) in files { try folder.write(name, text) }
        let document = try folder.write(
            "test.json",
            """
            {"schemaVersion": 1, "stages": {
              "in": {"type": "read", \(settings)},
              "out": {"type": "write", "input": "in", "dataset": "out"}}}
            """)
        do {
            let graph = try Graph(
                PipelineDocument(path: document.path),
                registry: .builtIn(models: LanguageModelRegistry()))
            return (graph.nodes[0].stage.fields.names, [])
        } catch {
            return ([], error.problems)
        }
    }

    @Test(arguments: [
        ("a.csv", "id;why\n1;so, so\n", ";"), ("a.csv", "id|why\n1|so\n", "|"),
        ("a.csv", "id\twhy\n1\tso\n", "\\t"), ("a.tsv", "id,why\n1,so\n", ","),
        ("a.csv", "id,why\n1,so\n", ","), ("a.csv", "id:why\n1:\"so:\"\n", ":"),
    ])
    func `has the values between its delimiters`(
        name: String, text: String, delimiter: String
    ) throws {
        let found = try read(
            [name: text], #""dataset": "\#(name)", "delimiter": "\#(delimiter)""#)
        #expect(found.problems.isEmpty)
        #expect(found.fields == ["id", "why"])
    }

    @Test(arguments: [
        (
            "a.csv", "id;why\n1;so\n", #"look separated by ';', not by ','"#,
            #"add "delimiter": ";""#
        ),
        ("a.csv", "id;why\n1;so, so\n", "look separated by ';'", #""delimiter": ";""#),
        ("a.csv", "id\twhy\n1\tso\n", "look separated by a tab", #""delimiter": "\t""#),
        ("a.csv", "id|why;x|z\n1|so|1\n", "look separated by '|'", #""delimiter": "|""#),
        ("a.tsv", "id,why\n1,so\n", "look separated by ',', not by a tab", #""delimiter": ",""#),
    ])
    func `with other delimiters than its name says is told which`(
        name: String, text: String, message: String, help: String
    ) throws {
        let problem = try #require(read([name: text], #""dataset": "\#(name)""#).problems.first)
        #expect(problem.message.contains(message), "\(problem)")
        #expect(problem.message.contains(help), "\(problem)")
    }

    @Test(arguments: ["why\nso; so\n", "why\n\"a|b\"\n"])
    func `of one column needs none`(text: String) throws {
        #expect(try read(["a.csv": text], #""dataset": "a.csv""#).fields == ["why"])
        let named = try read(["a.csv": "a;b\nc\n"], #""dataset": "a.csv", "delimiter": ",""#)
        #expect(named.fields == ["a;b"])
    }

    @Test(arguments: [
        (#""dataset": "a.csv", "delimiter": """#, "must be one ASCII character"),
        (#""dataset": "a.csv", "delimiter": ";;""#, "must be one ASCII character"),
        (#""dataset": "a.csv", "delimiter": "\"""#, "must be one ASCII character"),
        (#""dataset": "a.csv", "delimiter": "\n""#, "must be one ASCII character"),
        (#""dataset": "a.csv", "delimiter": "§""#, "must be one ASCII character"),
        (#""dataset": "a.jsonl", "delimiter": ";""#, "no file that is read is one"),
        (#""records": [{"a": 1}], "delimiter": ";""#, "no file that is read is one"),
    ])
    func `has a delimiter that can be one, where there is a table`(
        settings: String, message: String
    ) throws {
        let files = ["a.csv": "a,b\n1,2\n", "a.jsonl": "{\"a\": 1}\n"]
        let found = try read(files, settings).problems
        #expect(found.map(\.code) == ["read.delimiter"])
        #expect(found.first?.message.contains(message) == true, "\(found)")
    }

    @Test func `is not told to have a part where its records are written in the document`() throws {
        let found = try read([:], #""records": [{"a": 1}], "part": "train""#).problems
        #expect(found.map(\.code) == ["read.part"])
    }

    @Test(arguments: ["", "a,b\n", "\n\n", "a,b"])
    func `without rows is told so`(text: String) throws {
        let found = try read(["a.csv": text], #""dataset": "a.csv""#).problems
        #expect(found.map(\.code) == ["read.empty"])
        #expect(found.first?.message == "stage 'in': 'a.csv' has no rows")
    }

    @Test func `without rows may stand beside one that has some`() throws {
        let files = ["a.csv": "a,b\n", "b.csv": "a,b\n1,2\n"]
        #expect(try read(files, #""dataset": ["a.csv", "b.csv"]"#).fields == ["a", "b"])
        let both = try read(["a.csv": "a\n", "b.csv": ""], #""dataset": "*.csv""#).problems
        #expect(both.map(\.message) == ["stage 'in': '*.csv' have no rows"])
    }
}
