import Chat
import Dataflow
import Datasets
import JSON
import Stages
import Synchronization
import TestSupport
import Testing

/// A model whose replies never change, for calls whose keys and remembered JSON are pinned.
private struct FixedModel: LanguageModel {
    /// Whether the model says how probable each choice is.
    var givesProbabilities = true
    /// Whether every call fails: for runs that must find all answers in their memory.
    var isBroken = false
    let name = "fixed"
    let fingerprint = "fixed"

    struct Broken: Error {}

    func complete(_ request: ChatRequest) async throws -> ChatReply {
        if isBroken { throw Broken() }
        guard case .choices(let choices) = request.constraint else {
            return ChatReply(
                text: "Salt comes from rivers.", isTruncated: false, tokens: 5, promptTokens: 9,
                meanLogProbability: -0.25)
        }
        let rest = 0.25 / Double(choices.count - 1)
        return ChatReply(
            text: choices[1], isTruncated: false, tokens: 1, promptTokens: 7,
            meanLogProbability: -0.5,
            choiceProbabilities: givesProbabilities
                ? choices.indices.map { $0 == 1 ? 0.75 : rest } : nil)
    }

    func score(_ messages: [ChatMessage], priority: Int) async throws -> [Reward] {
        if isBroken { throw Broken() }
        return messages.filter { $0.role == "assistant" }
            .map { _ in Reward(values: [3.5, 3.25, 3, 1.5, 0.5]) }
    }

    func embed(_ text: String, priority: Int) async throws -> Embedding {
        if isBroken { throw Broken() }
        return Embedding(scaling: [3, 4, 0], isTruncated: true)
    }
}

/// Calls kept in memory, in the order in which they were made, as text.
private final class RecordedCalls: CallMemory {
    private let calls = Mutex<[(key: CallKey, answer: JSON)]>([])

    func answer(to key: CallKey) -> JSON? {
        calls.withLock { calls in calls.first { $0.key == key }?.answer }
    }

    func remember(_ answer: JSON, for key: CallKey) {
        calls.withLock { $0.append((key, answer)) }
    }

    var lines: [String] {
        calls.withLock { calls in
            calls.map { "\($0.key) \(String(decoding: $0.answer.encoded(), as: UTF8.self))" }
        }
    }
}

/// The settings of one stage, and the call that the stage makes for one record.
struct PinnedCall: Sendable, CustomTestStringConvertible {
    let name: String
    let stage: String
    var givesProbabilities = true
    /// The key of the call, 32 hexadecimal digits.
    let key: String
    /// What is remembered of the call.
    let json: String

    var testDescription: String { name }
}

@Suite struct `What is remembered of a call` {
    private static func run(
        _ pinned: PinnedCall, isBroken: Bool = false, in folder: TemporaryFolder, out: String,
        memory: RecordedCalls
    ) async throws -> [JSONObject] {
        try folder.write("ask.jinja", "[system]\nBe brief.\n[user]\n{{ prompt }} Say \"so\".")
        let document = try folder.write(
            "test.json",
            #"""
            {"schemaVersion": 1, "models": {"m": {"source": "x"}}, "stages": {
              "in": {"type": "read", "records": [
                {"prompt": "Why is the sea salty?", "response": "Rivers carry salt into it."}]},
              "it": {"input": "in", "model": "m", \#(pinned.stage)},
              "out": {"type": "write", "input": "it", "dataset": "out"}}}
            """#)
        let models = LanguageModelRegistry()
        models.register(
            FixedModel(givesProbabilities: pinned.givesProbabilities, isBroken: isBroken), as: "m")
        let graph = try Graph(
            PipelineDocument(path: document.path), registry: .builtIn(models: models))
        let writer = try DatasetWriter(folder: folder.appending(path: out))
        _ = try await Run(graph, options: .init(seed: 1), memory: memory)
            .execute(into: DatasetSink(writer))
        try writer.finish()
        return try all(DatasetReader(folder: folder.appending(path: out)).records())
    }

    @Test(arguments: pinnedCalls)
    func `is the same JSON under the same key as ever, and answers a run without its model`(
        pinned: PinnedCall
    ) async throws {
        let folder = try TemporaryFolder()
        let memory = RecordedCalls()
        let records = try await Self.run(pinned, in: folder, out: "first", memory: memory)
        #expect(memory.lines == [pinned.key + " " + pinned.json])
        let again = try await Self.run(
            pinned, isBroken: true, in: folder, out: "again", memory: memory)
        #expect(records.count == 1 && again == records)
    }
}

/// Keys and JSON as they were before calls were remembered in one place.
private let pinnedCalls = [
    PinnedCall(
        name: "a drawn completion",
        stage: #""type": "generate", "into": "x", "sampling": {"temperature": 0.8, "topK": 40}"#,
        key: "6dc1cd8ef20ddde5f7afbd1181b6f5b7",
        json:
            #"{"messages":[{"role":"user","content":"Why is the sea salty?"}],"text":"Salt comes from rivers.","truncated":false,"tokens":5,"promptTokens":9,"meanLogProbability":-0.25}"#
    ),
    PinnedCall(
        name: "a greedy completion of a template",
        stage:
            #""type": "generate", "into": "x", "prompt": "ask.jinja", "sampling": {"temperature": 0}"#,
        key: "5f3f358b1bd328cafeb83d41bf8657c0",
        json:
            #"{"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Why is the sea salty? Say \"so\"."}],"text":"Salt comes from rivers.","truncated":false,"tokens":5,"promptTokens":9,"meanLogProbability":-0.25}"#
    ),
    PinnedCall(
        name: "a completion under a constraint",
        stage: #""type": "generate", "into": "x", "choices": ["salt", "rain"]"#,
        key: "21bf1087652583681ae43754b59c1ec4",
        json:
            #"{"messages":[{"role":"user","content":"Why is the sea salty?"}],"text":"rain","truncated":false,"tokens":1,"promptTokens":7,"meanLogProbability":-0.5,"choiceProbabilities":[0.25,0.75]}"#
    ),
    PinnedCall(
        name: "the most probable label", stage: #""type": "classify", "choices": ["yes", "no"]"#,
        key: "02d2d083bbdaec181352990500227b29",
        json:
            #"{"messages":[{"role":"user","content":"Why is the sea salty?"}],"text":"no","tokens":1,"promptTokens":7,"choiceProbabilities":[0.25,0.75]}"#
    ),
    PinnedCall(
        name: "a drawn label",
        stage: #""type": "classify", "choices": ["yes", "no"], "temperature": 1"#,
        key: "a34e3428213271d4dc450d9e06bccba9",
        json:
            #"{"messages":[{"role":"user","content":"Why is the sea salty?"}],"text":"no","tokens":1,"promptTokens":7,"choiceProbabilities":[0.25,0.75]}"#
    ),
    PinnedCall(
        name: "a label of a model that gives no probabilities",
        stage: #""type": "classify", "choices": ["yes", "no"]"#, givesProbabilities: false,
        key: "02d2d083bbdaec181352990500227b29",
        json:
            #"{"messages":[{"role":"user","content":"Why is the sea salty?"}],"text":"no","tokens":1,"promptTokens":7,"choiceProbabilities":[]}"#
    ),
    PinnedCall(
        name: "a grade", stage: #""type": "judge", "prompt": "ask.jinja", "scale": [1, 3]"#,
        key: "2fde60e8bbb5ca31ca70ae84d5aca3c3",
        json:
            #"{"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Why is the sea salty? Say \"so\"."}],"text":"2","truncated":false,"tokens":1,"promptTokens":7,"choiceProbabilities":[0.125,0.75,0.125]}"#
    ),
    PinnedCall(
        name: "a grade of a model that gives no probabilities",
        stage: #""type": "judge", "prompt": "ask.jinja", "scale": [1, 3]"#,
        givesProbabilities: false, key: "2fde60e8bbb5ca31ca70ae84d5aca3c3",
        json:
            #"{"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Why is the sea salty? Say \"so\"."}],"text":"2","truncated":false,"tokens":1,"promptTokens":7,"choiceProbabilities":null}"#
    ),
    PinnedCall(
        name: "rewards", stage: #""type": "score""#, key: "df4f6a533a8bf08011d6009f18536f68",
        json:
            #"{"messages":[{"role":"user","content":"Why is the sea salty?"},{"role":"assistant","content":"Rivers carry salt into it."}],"rewards":[{"helpfulness":3.5,"correctness":3.25,"coherence":3.0,"complexity":1.5,"verbosity":0.5}]}"#
    ),
    PinnedCall(
        name: "an embedding", stage: #""type": "embed""#, key: "062b7650c7253609d696a56278784cc7",
        json: #"{"embedding":[0.6,0.8,0.0],"truncated":true}"#),
    PinnedCall(
        name: "a dialogue",
        stage: #""type": "dialogue", "turns": 1, "personalities": {"curious": "ask.jinja"}"#,
        key: "ba182dac1a69613137601f1ca7b5689e",
        json:
            #"{"messages":[{"role":"user","content":"Why is the sea salty?"}],"text":"Salt comes from rivers.","truncated":false,"tokens":5,"promptTokens":9,"meanLogProbability":-0.25}"#
    ),
]
