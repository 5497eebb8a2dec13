import Dataflow
import TestSupport
import Testing

@Suite struct `A key in the wrong place` {
    private static let registry: StageRegistry = {
        let tokens = Setting.optional("maxTokens", .integer(1...999), "The longest answer.")
        let heat = Setting.optional("temperature", .number(0...10), "How random.")
        let settings: [any StageSetting] = [
            Setting.optional("samples", .integer(1...9), "How many."),
            Setting.optional("sampling", .oneOrMore(.object([tokens, heat])), "How."),
        ]
        let kind = StageKind(name: "ask", summary: "", settings: settings) { preparation in
            PreparedStage(work: .merge, fields: preparation.fields)
        }
        return StageRegistry([.count, kind, .end])
    }()

    @Test(arguments: [
        (#""maxTokens": 64"#, #"it belongs into "sampling": {"maxTokens": 64}"#),
        (#""max_tokens": 64"#, #"did you mean "sampling": {"maxTokens": 64}?"#),
        (#""sampels": 2"#, "did you mean 'samples'?"),
        (#""sampling": {"samples": 2}"#, #"it belongs to the stage itself, beside "sampling""#),
        (#""sampling": [{"samples": 2}]"#, #"it belongs to the stage itself, beside "sampling""#),
        (#""sampling": {"maxToken": 2}"#, "did you mean 'maxTokens'?"),
        (#""nonsense": 2"#, "choose one of: description, input, onError, samples, sampling, type"),
    ])
    func `is told where it belongs`(settings: String, help: String) throws {
        let error = #expect(throws: InvalidDocument.self) {
            try makeGraph(
                """
                {"schemaVersion": 1, "stages": {
                  "in": {"type": "read", "to": 3},
                  "a": {"type": "ask", "input": "in", \(settings)},
                  "out": {"type": "write", "input": "a"}}}
                """, Self.registry)
        }
        #expect(error?.problems.map(\.code) == ["stage.unknownKey"])
        #expect(error?.problems.first?.help == help)
    }
}
