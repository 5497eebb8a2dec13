import JSON
import TestSupport
import Testing

@testable import Dataflow

@Suite struct `A declared endpoint` {
    private func model(_ text: String) throws -> PipelineDocument {
        let folder = try TemporaryFolder()
        let url = try folder.write(
            "a.json",
            """
            {"schemaVersion": 1, "models": {"m": \(text)},
             "stages": {"n": {"type": "read", "to": 3}}}
            """)
        return try PipelineDocument(path: url.path)
    }

    private func problem(_ text: String) throws -> String {
        let problem = try #require(try model(text).problems.first)
        return "\(problem)"
    }

    @Test func `is read with its settings`() throws {
        let endpoint = try #require(
            try model(
                """
                {"endpoint": "https://host:8/v1/", "model": "org/name", "apiKey": {"env": "KEY"},
                 "concurrency": 3, "requestsPerMinute": 90.5, "timeout": "2 min",
                 "description": "Writes."}
                """
            ).models.first?.endpoint)
        var expected = try EndpointDeclaration(url: "https://host:8/v1", model: "org/name")
        expected.key = .environment("KEY")
        (expected.concurrency, expected.requestsPerMinute, expected.timeout) = (3, 90.5, 120)
        #expect(endpoint == expected)
        #expect(endpoint.source == "https://host:8/v1#org/name")
    }

    @Test func `may be a source alone, and is known without its host`() throws {
        let declared = try #require(
            try model(#"{"source": "http://127.0.0.1:80/v1#mine"}"#).models.first)
        #expect(declared.endpoint?.model == "mine")
        #expect(declared.origin == "remote:mine")
    }

    @Test(arguments: [
        (#""apiKey": "sk-12""#, "must not be the key itself"),
        (#""apiKey": {}"#, "must say where the key is"),
        (#""apiKey": {"env": "A", "file": "b"}"#, "must say where the key is"),
        (#""apiKey": {"env": ""}"#, "must say where the key is"),
        (#""concurrency": 0"#, "\"concurrency\" must be"),
        (#""concurrency": "many""#, "\"concurrency\" must be"),
        (#""requestsPerMinute": 0"#, "\"requestsPerMinute\" must be"),
        (#""timeout": "2 weeks""#, "\"timeout\" must be"),
        (#""timeout": 0.5"#, "\"timeout\" must be"),
        (#""source": "x""#, "unknown key \"source\""),
        (#""head": "x""#, "unknown key \"head\""),
    ])
    func `with a setting that cannot be is refused`(setting: String, message: String) throws {
        let text = try problem(
            "{\"endpoint\": \"http://h/v1\", \"model\": \"m\", \(setting)}")
        #expect(text.contains(message), "\(text)")
        #expect(!text.contains("sk-12"))
    }

    @Test(arguments: [
        ("ftp://h/v1", "must be an address"), ("h/v1", "must be an address"),
        ("http://", "must be an address"), ("htp://me:secret@h/v1", "must be an address"),
        ("https://me:secret@h/v1", "plain address"),
        ("https://h/v1?key=secret", "plain address"), ("https://h/v1#x", "plain address"),
    ])
    func `at no plain address is refused`(url: String, message: String) throws {
        let text = try problem("{\"endpoint\": \"\(url)\", \"model\": \"m\"}")
        #expect(text.contains(message), "\(text)")
        #expect(!text.contains("secret"))
    }

    @Test func `needs the model's name`() throws {
        #expect(try problem(#"{"endpoint": "http://h/v1"}"#).contains("\"model\" is missing"))
        for (source, message) in [
            ("http://h/v1", "names no model"), ("http://h/v1#", "names no model"),
            ("https://me:secret@h/v1", "plain address"), ("http://h/v1?key=secret", "plain"),
        ] {
            let mistake = #expect(throws: EndpointDeclaration.Mistake.self) {
                try EndpointDeclaration(source: source)
            }
            #expect(mistake?.message.contains(message) == true, "\(source)")
            #expect(mistake?.description.contains("secret") == false)
        }
    }
}
