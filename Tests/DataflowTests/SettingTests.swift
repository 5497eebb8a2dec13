import Dataflow
import JSON
import Synchronization
import TestSupport
import Testing

private enum Size: String, CaseIterable {
    case small, large
}

private enum Every {
    static let flag = Setting("flag", .bool, default: true, "A truth value.")
    static let count = Setting("count", .integer(1...), default: 3, "A whole number.")
    static let share = Setting("share", .number(0...1), default: 0.5, "A number.")
    static let text = Setting("text", .text, default: "a", "A text.")
    static let size = Setting("size", .choice(Size.self), default: .small, "A choice.")
    static let word = Setting.optional("word", .choice(of: ["one", "two"]), "A choice of words.")
    static let file = Setting.optional("file", .file, "A file.")
    static let files = Setting.optional("files", .files, "Files.")
    static let template = Setting.optional("template", .template, "A template.")
    static let path = Setting.optional("path", .path, "A path.")
    static let model = Setting.optional("model", .model, "A model.")
    static let expression = Setting.optional("expression", .expression, "An expression.")
    static let list = Setting.optional("list", .list(.integer(0...9)), "A list.")
    static let names = Setting("names", .oneOrMore(.text), default: ["x"], "One or more.")
    static let named = Setting.optional("named", .named(.number(0...)), "Named values.")
    static let either = Setting(
        "either", .either(.bool, .number(0...10)), default: .second(1), "One or the other.")
    static let inner = Setting("inner", .integer(0...9), default: 7, "In an object.")
    static let object = Setting.optional("object", .object([inner]), "An object.")
    static let anything = Setting.optional("anything", .any, "Anything.")
    static let members = Setting.optional("members", .anyObject, "Any object.")
    static let needed = Setting.required("needed", .text, "A text that must be there.")
    static let renamed = Setting(
        "renamed", .integer(0...99), default: 13, "A number with a new name.", formerly: "n")
    static let all: [any StageSetting] = [
        flag, count, share, text, size, word, file, files, template, path, model, expression, list,
        names, named, either, object, anything, members, needed, renamed,
    ]
}

/// What a stage with every setting reads of a declaration.
private final class Reading: Sendable {
    private let values = Mutex<SettingValues?>(nil)

    var registry: StageRegistry {
        let every = StageKind(name: "every", summary: "", settings: Every.all) { preparation in
            let given = preparation.values
            self.values.withLock { $0 = given }
            if preparation[Every.renamed] == 99 {
                preparation.report("test", at: Every.renamed, "it is 99")
            }
            return PreparedStage(work: .merge, fields: preparation.fields)
        }
        return StageRegistry([.count, every, .end])
    }

    func graph(_ settings: String) throws -> Graph {
        try makeGraph(
            """
            {"schemaVersion": 1, "models": {"m": {"source": "x"}}, "stages": {
              "in": {"type": "read", "to": 3},
              "every": {"type": "every", "input": "in", \(settings)
              },
              "out": {"type": "write", "input": "every"}}}
            """, registry)
    }

    func values(_ settings: String) throws -> SettingValues {
        _ = try graph(settings)
        return try #require(values.withLock { $0 })
    }

    func problems(_ settings: String) throws -> [Problem] {
        do {
            _ = try graph(settings)
            return []
        } catch let error as InvalidDocument {
            return error.problems
        }
    }
}

@Suite struct `A setting` {
    @Test func `reads as its default where a document does not give it`() throws {
        let values = try Reading().values(#""needed": "here""#)
        #expect(values[Every.flag])
        #expect(values[Every.count] == 3)
        #expect(values[Every.share] == 0.5)
        #expect(values[Every.text] == "a")
        #expect(values[Every.size] == .small)
        #expect(values[Every.names] == ["x"])
        #expect(values[Every.either].second == 1)
        #expect(values[Every.renamed] == 13)
        #expect(values[Every.word] == nil)
        #expect(values[Every.file] == nil)
        #expect(values[Every.list] == nil)
        #expect(values[Every.named] == nil)
        #expect(values[Every.object] == nil)
        #expect(values[Every.anything] == nil)
        #expect(!values.gives(Every.flag))
        #expect(values.gives(Every.needed))
    }

    @Test func `reads as what a document gives, whatever its type`() throws {
        let values = try Reading().values(
            """
            "flag": false, "count": 4, "share": 1, "text": "b", "size": "large", "word": "two",
            "file": "test.json", "files": ["test.json", "*.json"], "template": "test.json",
            "path": "nowhere", "model": "m", "expression": "n + 1", "list": [1, 2],
            "names": ["y", "z"], "named": {"b": 2, "a": 1}, "either": false,
            "object": {"inner": 8}, "anything": [null], "members": {"x": 1},
            "needed": "here", "renamed": 8
            """)
        #expect(!values[Every.flag])
        #expect(values[Every.count] == 4)
        #expect(values[Every.share] == 1)
        #expect(values[Every.text] == "b")
        #expect(values[Every.size] == .large)
        #expect(values[Every.word] == "two")
        #expect(values[Every.file] == "test.json")
        #expect(values[Every.files] == ["test.json", "*.json"])
        #expect(values[Every.template] == .either("test.json"))
        #expect(values[Every.path] == "nowhere")
        #expect(values[Every.model] == "m")
        #expect(values[Every.expression] == "n + 1")
        #expect(values[Every.list] == [1, 2])
        #expect(values[Every.names] == ["y", "z"])
        #expect(values[Every.named]?.map(\.name) == ["b", "a"])
        #expect(values[Every.named]?.map(\.value) == [2, 1])
        #expect(values[Every.either].first == false)
        #expect(values[Every.object]?[Every.inner] == 8)
        #expect(values[Every.anything] == [nil])
        #expect(values[Every.members] == ["x": 1])
        #expect(values[Every.needed] == "here")
        #expect(values[Every.renamed] == 8)
    }

    @Test func `of one or more values takes one without a list`() throws {
        let reading = Reading()
        #expect(
            try reading.values(#""needed": "", "names": "y", "files": "*.x""#)[Every.names] == ["y"]
        )
        #expect(
            try reading.values(#""needed": "", "object": {}"#)[Every.object]?[Every.inner] == 7)
    }

    @Test(arguments: [
        (#""flag": 1"#, #""flag" must be true or false, found 1"#),
        (#""count": 0"#, #""count" must be a whole number of at least 1, found 0"#),
        (#""share": 2"#, #""share" must be a number from 0.0 to 1.0, found 2"#),
        (#""text": 1"#, #""text" must be a string, found 1"#),
        (#""size": "huge""#, #""size" must be one of "small", "large", found "huge""#),
        (#""word": "three""#, #""word" must be one of "one", "two", found "three""#),
        (#""files": []"#, #""files" must be a path, or a list of paths, found []"#),
        (#""path": 1"#, #""path" must be a path, found 1"#),
        (#""model": 1"#, #""model" must be the name of a model, found 1"#),
        (#""model": "k""#, "no model named 'k'"),
        (#""file": "gone.json""#, #""file" names a file that is not there: gone.json"#),
        (#""template": "gone""#, #""template" names a file that is not there: gone"#),
        (#""expression": 1"#, #""expression" must be a Jinja expression, found 1"#),
        (
            #""list": [10]"#,
            #""list" must be a list, each a whole number from 0 to 9, found [10]"#
        ),
        (#""names": 1"#, #""names" must be a string, or a list, each a string, found 1"#),
        (
            #""named": {"a": "b"}"#,
            #""named" must be an object of names, each a number of at least 0.0, found {"a":"b"}"#
        ),
        (
            #""either": "x""#,
            #""either" must be true or false, or a number from 0.0 to 10.0, found "x""#
        ),
        (#""object": 1"#, #""object" must be an object with inner, found 1"#),
        (
            #""object": {"inner": 10}"#,
            #""object/inner" must be a whole number from 0 to 9, found 10"#
        ),
        (#""object": {"outer": 10}"#, #"unknown key "outer""#),
        (#""n": "x""#, #""n" must be a whole number from 0 to 99, found "x""#),
    ])
    func `of another type is told what was expected`(given: String, message: String) throws {
        let problems = try Reading().problems(#""needed": "", "# + given)
        #expect(problems.map(\.message) == ["stage 'every': " + message])
    }

    @Test func `that is required and not given is a problem`() throws {
        let problems = try Reading().problems(#""count": 2"#)
        #expect(problems.map(\.code) == ["stage.missingKey"])
        #expect(problems.first?.message == #"stage 'every': "needed" is missing"#)
        #expect(
            problems.first?.help == #"add "needed": a string. A text that must be there."#)
    }

    // MARK: Renamed settings

    @Test func `by its former name is read all the same, with a warning at its line`() throws {
        let reading = Reading()
        let text = "\"needed\": \"\",\n\"n\": 8"
        #expect(try reading.values(text)[Every.renamed] == 8)
        #expect(try reading.values(text).gives(Every.renamed))
        let warnings = try reading.graph(text).warnings
        #expect(warnings.map(\.code) == ["stage.formerKey"])
        #expect(warnings.map(\.line) == [4])
        #expect(warnings.first?.message == #"stage 'every': "n" is called "renamed" now"#)
        #expect(try reading.graph(#""needed": "", "renamed": 8"#).warnings.isEmpty)
    }

    @Test func `by its former name has its problems at the line of that`() throws {
        let problems = try Reading().problems("\"needed\": \"\",\n\"n\": 99")
        #expect(problems.map(\.code) == ["test"])
        #expect(problems.map(\.line) == [4])
    }

    @Test func `given by both of its names is a problem`() throws {
        let problems = try Reading().problems(#""needed": "", "n": 8, "renamed": 8"#)
        #expect(problems.map(\.code) == ["stage.repeatedKey"])
    }

    @Test func `has the same digest and the same facts by either name`() throws {
        let reading = Reading()
        let old = try reading.graph(#""needed": "", "n": 8, "count": 2"#)
        let new = try reading.graph(#""needed": "", "renamed": 8, "count": 2"#)
        #expect(old.fingerprint(seed: 5) == new.fingerprint(seed: 5))
        let facts = StageFacts.of(old, models: [:])
        #expect(facts == StageFacts.of(new, models: [:]))
        // As a run from before the renaming has stored them.
        #expect(
            facts["every"]?["values"]
                == ["type": "every", "input": "in", "needed": "", "n": 8, "count": 2])
        #expect(StageFacts.changes(from: facts, to: facts, of: new).isEmpty)
        let other = try reading.graph(#""needed": "", "renamed": 9, "count": 2"#)
        #expect(other.fingerprint(seed: 5) != new.fingerprint(seed: 5))
        #expect(
            StageFacts.changes(from: facts, to: StageFacts.of(other, models: [:]), of: other)
                == ["every": [#""renamed" was 8, is 9"#]])
    }

    // MARK: The schema

    @Test func `is in the schema with its help, its default and its former name`() throws {
        let schemas = Reading().registry.documentSchema["properties"]?["stages"]?[
            "additionalProperties"]?["oneOf"]?.array
        let schema = try #require(
            schemas?.first { $0["properties"]?["type"]?["const"] == "every" })
        let properties = try #require(schema["properties"]?.object)
        for setting in Every.all {
            #expect(properties[setting.name]?["description"] == .string(setting.summary))
            #expect(properties[setting.name]?["default"] == setting.defaultValue)
        }
        #expect(properties["n"]?["deprecated"] == true)
        #expect(schema["required"] == ["type", "input", "needed"])
        #expect(properties["size"]?["default"] == "small")
        #expect(properties["either"]?["default"] == 1.0)
    }
}
