import Dataflow
import JSON
import TestSupport
import Testing

/// Documents whose stage `a` takes settings of every form.
private enum Form {
    static let text = Setting.optional("text", .text, "A text.")
    static let count = Setting.optional("count", .integer(0...99), "A number.")
    static let flag = Setting.optional("flag", .bool, "A truth value.")
    static let list = Setting.optional("list", .list(.text), "A list.")
    static let size = Setting.optional("size", .integer(0...9), "In an object.")
    static let inner = Setting.optional("inner", .object([size]), "An object.")
    static let free = Setting.optional("free", .anyObject, "Any object.")
    static let template = Setting.optional("template", .template, "A template.")

    static let registry: StageRegistry = {
        let every = StageKind(
            name: "every", summary: "",
            settings: [text, count, flag, list, inner, free, template]
        ) { preparation in
            PreparedStage(work: .merge, fields: preparation.fields)
        }
        return StageRegistry([.count, every, .end])
    }()
}

@Suite struct `The parameters of a document` {
    private func document(
        _ settings: String, parameters: String? = nil, files: [String: String] = [:],
        set: [String] = []
    ) throws -> PipelineDocument {
        let folder = try TemporaryFolder()
        for (name, text) in files { try folder.write(name, text) }
        let declared = parameters.map { "\"parameters\": {\($0)}," } ?? ""
        let url = try folder.write(
            "test.json",
            """
            {"schemaVersion": 1, \(declared)
             "models": {"m": {"source": "x"}},
             "stages": {
              "in": {"type": "read", "to": 3},
              "a": {"type": "every", "input": "in",
                \(settings)},
              "out": {"type": "write", "input": "a"}}}
            """)
        return try PipelineDocument(
            path: url.path, given: set.map { try #require(GivenValue($0)) })
    }

    /// The values of stage `a`, without its type and input.
    private func values(
        _ settings: String, parameters: String? = nil, set: [String] = []
    ) throws -> String {
        let document = try document(settings, parameters: parameters, set: set)
        let graph = try Graph(document, registry: Form.registry)
        let stage = try #require(graph.nodes.first { $0.name == "a" })
        return JSON.object(
            JSONObject(stage.declaration.values.pairs.filter { !["type", "input"].contains($0.0) })
        ).text
    }

    private func problems(
        _ settings: String, parameters: String? = nil, set: [String] = []
    ) throws -> [Problem] {
        do {
            _ = try Graph(
                document(settings, parameters: parameters, set: set), registry: Form.registry)
            return []
        } catch let error as InvalidDocument {
            return error.problems
        }
    }

    // MARK: Substitution

    @Test(arguments: [
        (#""count": "${n}""#, #"{"count":4}"#), (#""flag": "${on}""#, #"{"flag":true}"#),
        (#""list": "${labels}""#, #"{"list":["a","b"]}"#),
        (#""list": ["${style}", "x${n}"]"#, #"{"list":["formal","x4"]}"#),
        (#""inner": {"size": "${n}"}"#, #"{"inner":{"size":4}}"#),
        (#""text": "${style}""#, #"{"text":"formal"}"#),
        (
            #""text": "Be ${style}, ${n} times: ${on} ${half}.""#,
            #"{"text":"Be formal, 4 times: true 0.5."}"#
        ),
        (#""text": "$${style} ${style}""#, #"{"text":"${style} formal"}"#),
        (#""text": "$${style}""#, #"{"text":"${style}"}"#),
        (
            #""text": "${{ price }} $5 $ {style} ${ style } ${1} $$""#,
            #"{"text":"${{ price }} $5 $ {style} ${ style } ${1} $$"}"#
        ),
        (#""free": {"${style}": "${a-b_1}"}"#, #"{"free":{"${style}":"x"}}"#),
    ])
    func `stand for their values, with their type where they are the whole string`(
        settings: String, meaning: String
    ) throws {
        #expect(
            try values(
                settings,
                parameters:
                    #""style": "formal", "n": 4, "on": true, "half": 0.5, "labels": ["a", "b"], "a-b_1": "x""#
            ) == meaning)
    }

    @Test(arguments: [#""text": "Costs ${price}, $${more}""#, #""free": {"x": ["${y}"]}"#])
    func `change nothing in a document that declares none`(settings: String) throws {
        #expect(try values(settings) == (try JSON(parsing: "{\(settings)}")).text)
    }

    @Test func `that stand for nothing are told with their line`() throws {
        let found = try problems(
            "\"text\": \"x\",\n\"list\": [\n\"${stlye}\", \"${far}\"]",
            parameters: #""style": "formal""#)
        #expect(found.map(\.code) == ["document.unknownParameter", "document.unknownParameter"])
        #expect(found.map(\.line) == [8, 8])
        #expect(found[0].message == "no parameter named 'stlye'")
        #expect(found[0].help == "did you mean '${style}'?")
        #expect(found[1].help?.contains("$${far}") == true)
    }

    @Test func `of several values cannot stand inside a text`() throws {
        let found = try problems(#""text": "Of ${labels}.""#, parameters: #""labels": ["a"]"#)
        #expect(found.map(\.code) == ["document.parameterValue"])
        #expect(found.first?.message.contains("is an array and stands inside a text") == true)
    }

    @Test(arguments: [
        (#""1x": 1"#, "document.parameterName"), (#""a b": 1"#, "document.parameterName"),
        (#""x": null"#, "document.parameterValue"),
    ])
    func `have names and default values`(declared: String, code: String) throws {
        #expect(try problems(#""count": 1"#, parameters: declared).map(\.code) == [code])
    }

    @Test func `are not in the resolved document, which reads as the same run`() throws {
        let text = #""text": "$${style} ${style}", "count": "${n}""#
        let resolved = try document(text, parameters: #""style": "formal", "n": 4"#, set: ["n=7"])
        #expect(resolved.source.value["parameters"] == nil)
        #expect(resolved.source.value["stages"]?["a"]?["count"] == 7)
        let graph = try Graph(resolved, registry: Form.registry)
        let folder = try TemporaryFolder()
        let copy = try folder.write("copy.json", resolved.source.value.pretty())
        let again = try Graph(PipelineDocument(path: copy.path), registry: Form.registry)
        #expect(again.fingerprint(seed: 1) == graph.fingerprint(seed: 1))
    }

    // MARK: The command line

    @Test(arguments: [
        (["style=casual"], #"{"text":"casual 4","count":4}"#),
        (["n=8"], #"{"text":"formal 8","count":8}"#),
        (["n=8", "n=9"], #"{"text":"formal 9","count":9}"#),
        (["style=8"], #"{"text":"8 4","count":4}"#),
        (["style=true"], #"{"text":"true 4","count":4}"#),
        ([#"style="a\"b""#], #"{"text":"a\"b 4","count":4}"#),
        (["style="], #"{"text":" 4","count":4}"#),
        (["style=${n}"], #"{"text":"${n} 4","count":4}"#),
        (["parameters.style=casual"], #"{"text":"casual 4","count":4}"#),
        (["stages.a.count=8"], #"{"text":"formal 4","count":8}"#),
        (["stages.a.text=x = ${n}"], #"{"text":"x = 4","count":4}"#),
        (["stages.a.inner.size=3"], #"{"text":"formal 4","count":4,"inner":{"size":3}}"#),
        (
            [#"stages.a.list=["x"]"#, "stages.a.list.0=y"],
            #"{"text":"formal 4","count":4,"list":["y"]}"#
        ),
        (["stages.a.count=null"], #"{"text":"formal 4"}"#),
        (
            [#"stages.a.free={"b.c": 1}"#, "stages.a.free.b.c=2"],
            #"{"text":"formal 4","count":4,"free":{"b.c":2}}"#
        ),
    ])
    func `take values of the command line, and so does every path`(
        set: [String], meaning: String
    ) throws {
        #expect(
            try values(
                #""text": "${style} ${n}", "count": "${n}""#,
                parameters: #""style": "formal", "n": 4"#, set: set) == meaning)
    }

    @Test(
        arguments: [
            ("stile=casual", "no parameter and no key 'stile'", "did you mean 'style'?", 1),
            ("sede=3", "no parameter and no key 'sede'", "did you mean 'seed'?", 1),
            ("parameters.stile=x", "no parameter named 'stile'", "did you mean 'style'?", 1),
            ("n=null", "the parameter 'n' is a number, found null", nil, 1),
            ("n=many", "the parameter 'n' is a number, found \"many\"", "its default is 4", 1),
            ("stages.zzz.count=1", "no stage named 'zzz'", "choose one of: a, in, out", 3),
            (
                "stages.in/x.count=1", "no stage named 'in/x'",
                "\"parameters\" of the pipeline stage", 3
            ),
            ("models.n.source=y", "no model named 'n'", "did you mean 'm'?", 2),
            ("stages.a.count.x=1", "a number is there, which has no 'x'", "shorten the path", 6),
            ("stages.a.list.2=1", "'2' is no index of a list of 1", "choose one of 0 to 0", 6),
            ("stages.a.=1", "the path has an empty key", "STAGE.KEY", 5),
            ("stages.a.coutn=1", "unknown key \"coutn\"", "did you mean 'count'?", 5),
            (
                "stages.a.count=x", "\"count\" must be a whole number from 0 to 99, found \"x\"",
                nil, 6
            ),
        ] as [(String, String, String?, Int)])
    func `that the command line misspells are told with a line`(
        set: String, message: String, help: String?, line: Int
    ) throws {
        let found = try problems(
            #""count": 1, "list": ["x"]"#, parameters: #""style": "formal", "n": 4"#, set: [set])
        let problem = try #require(found.first)
        #expect(found.count == 1, "\(found)")
        #expect(problem.message.contains(message), "\(problem)")
        #expect(problem.line == line, "\(problem)")
        if let help { #expect(problem.help?.contains(help) == true, "\(problem)") }
    }

    @Test func `of a path without end are a problem, not a crash`() throws {
        let path = "stages.a" + String(repeating: ".free", count: 100_000)
        let found = try problems(#""count": 1"#, set: [path + "=1"])
        #expect(found.first?.message.hasSuffix("the path has more than 512 keys") == true)
    }

    @Test func `of a document that declares none can be declared`() throws {
        let found = try problems(#""count": 1"#, set: ["parameters.n=4"])
        #expect(found.map(\.message) == ["--set parameters.n: the document declares no parameters"])
    }

    @Test(arguments: ["style", "=x", ""])
    func `need a name and a value`(argument: String) {
        #expect(GivenValue(argument) == nil)
    }

    @Test func `given other values change the digest, and the facts name what`() throws {
        let text = #""text": "${style}", "count": 4"#
        func graph(_ set: [String]) throws -> Graph {
            try Graph(
                document(text, parameters: #""style": "formal""#, set: set), registry: Form.registry
            )
        }
        let (formal, casual) = (try graph([]), try graph(["style=casual"]))
        #expect(formal.fingerprint(seed: 1) != casual.fingerprint(seed: 1))
        #expect(try graph(["style=formal"]).fingerprint(seed: 1) == formal.fingerprint(seed: 1))
        #expect(
            StageFacts.changes(
                from: StageFacts.of(formal, models: [:]), to: StageFacts.of(casual, models: [:]),
                of: casual) == ["a": [#""text" was "formal", is "casual""#]])
    }

    // MARK: Included documents

    private static let inner = """
        // A document with comments.
        {"schemaVersion": 1, "parameters": {"n": 4, "style": "formal",},
         "stages": {
          "numbers": {"type": "read", "to": 3},
          "a": {"type": "every", "input": "numbers", "count": "${n}", "text": "${style}"}, /* here */
          "out": {"type": "write", "input": "a"}}}
        """

    private func outer(_ stage: String, set: [String] = []) throws -> Graph {
        let folder = try TemporaryFolder()
        try folder.write("inner.json", Self.inner)
        let url = try folder.write(
            "outer.json",
            """
            {"schemaVersion": 1, "parameters": {"m": 7}, "stages": {
              "it": {"type": "pipeline", "document": "inner.json"
                \(stage)},
              "out": {"type": "write", "input": "it"}}}
            """)
        return try Graph(
            PipelineDocument(path: url.path, given: set.map { try #require(GivenValue($0)) }),
            registry: Form.registry)
    }

    @Test(
        arguments: [
            ("", [], "4 formal"), (#", "parameters": {"n": 5}"#, [], "5 formal"),
            (#", "parameters": {"n": "${m}", "style": "x"}"#, [], "7 x"),
            (#", "parameters": {"n": "${m}"}"#, ["m=9"], "9 formal"),
            (#", "parameters": {"n": 5}"#, ["stages.it.parameters.n=6"], "6 formal"),
        ] as [(String, [String], String)])
    func `of an included document are set by the stage that includes it`(
        stage: String, set: [String], meaning: String
    ) throws {
        let values = try #require(outer(stage, set: set).nodes.first { $0.name == "it/a" })
            .declaration.values
        #expect("\(values["count"]?.text ?? "") \(values["text"]?.string ?? "")" == meaning)
    }

    @Test func `of an included document hold in every round`() throws {
        let graph = try outer(#", "rounds": 2, "collect": "all", "parameters": {"n": 5}"#)
        let counts = graph.nodes.filter { $0.name.hasSuffix("/a") }
            .map { $0.declaration.values["count"] }
        #expect(counts == [5, 5])
    }

    @Test(arguments: [
        (#", "parameters": {"m": 5}"#, "no parameter named 'm'"),
        (#", "parameters": {"n": "x"}"#, "the parameter 'n' is a number, found \"x\""),
        (#", "parameters": 5"#, "\"parameters\" must be an object of names"),
    ])
    func `of an included document are checked where they are given`(
        stage: String, message: String
    ) throws {
        let error = #expect(throws: InvalidDocument.self) { try outer(stage) }
        let problem = try #require(error?.problems.first)
        #expect(error?.problems.count == 1)
        #expect(problem.message.contains(message), "\(problem)")
        #expect(problem.line == 3)
        #expect(problem.file.hasSuffix("outer.json"))
    }

    // MARK: The schema

    @Test func `fit every setting by the schema`() throws {
        let properties = Form.registry.documentSchema["properties"]
        #expect(properties?["parameters"]?["type"] == "object")
        let stages = properties?["stages"]?["additionalProperties"]?["oneOf"]?.array
        let every = stages?.first { $0["properties"]?["type"]?["const"] == "every" }
        for name in ["count", "flag", "list", "inner", "free"] {
            let schema = try #require(every?["properties"]?[name])
            #expect(schema["type"]?.array?.last == "string", "\(name)")
            #expect(schema["pattern"]?.string?.hasPrefix(#"^\$"#) == true, "\(name)")
        }
    }
}
