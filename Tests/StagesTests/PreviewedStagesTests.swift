import Chat
import Dataflow
import Datasets
import Foundation
import JSON
import Jinja
import Stages
import TestSupport
import Testing
import Text

@Suite struct `A preview of stages that ask models` {
    private static let stages = """
        "in": {"type": "read", "records": [
          {"prompt": "a", "n": 1}, {"prompt": "b", "n": 2}, {"prompt": "c", "n": 3},
          {"prompt": "d", "n": 4}, {"prompt": "e", "n": 5}]},
        "ask": {"type": "generate", "input": "in", "model": "m", "into": "response",
          "samples": 3, "truncated": "keep"},
        "kind": {"type": "classify", "input": "ask", "model": "m",
          "prompt": "Is {{ response }} good?", "choices": ["good", "bad"], "into": "label"},
        "rated": {"type": "score", "input": "kind", "model": "m"},
        "pairs": {"type": "pair", "input": "rated", "margin": 0.1},
        "all": {"type": "group", "input": "pairs", "by": "task", "gather": "prompt",
          "over": "run"},
        "out": {"type": "write", "input": "all", "dataset": "out"}
        """

    private func graph(_ registry: LanguageModelRegistry) throws -> Graph {
        let folder = try TemporaryFolder()
        let document = try folder.write(
            "test.json",
            #"{"schemaVersion": 1, "models": {"m": {"source": "x"}}, "stages": {"#
                + Self.stages + "}}")
        do {
            return try Graph(
                PipelineDocument(path: document.path), registry: .builtIn(models: registry))
        } catch {
            for problem in error.problems { Issue.record("\(problem)") }
            throw error
        }
    }

    @Test func `has every call, and what gathering stages make of the followed records`()
        async throws
    {
        let registry = LanguageModelRegistry()
        let calls = CallCounter()
        registry.register(ScriptedModel(calls: calls), as: "m")
        let memory = BorrowedMemory(journal: nil, cache: nil)
        let preview = try await Run(
            graph(registry), options: .init(window: 2, seed: 3), memory: memory
        ).preview(sources: 2)
        let byName = Dictionary(uniqueKeysWithValues: preview.stages.map { ($0.name, $0) })
        for name in ["ask", "kind", "rated"] {
            #expect(byName[name]?.calls.count == 6, "\(name)")
            #expect(byName[name]?.calls.allSatisfy { $0.content["messages"] != nil } == true)
        }
        #expect(calls.count == 18)
        #expect(byName["rated"]?.records.count == 6)
        #expect(byName["all"]?.records.allSatisfy { $0.source == nil } == true)
        #expect(byName["all"]?.counts.created == preview.arrived.count)
        // The same preview again asks nothing.
        _ = try await Run(
            graph(registry), options: .init(window: 2, seed: 3), memory: memory
        ).preview(sources: 2)
        #expect(calls.count == 18)
    }

    @Test func `that only show their prompts stops at the first of them`() async throws {
        let registry = LanguageModelRegistry()
        registry.register(PromptModel(name: "m", encoder: nil), as: "m")
        let preview = try await Run(
            graph(registry), options: .init(window: 2, seed: 3),
            memory: BorrowedMemory(journal: nil, cache: nil)
        ).preview(sources: 2)
        let asked = preview.stages[1].calls
        #expect(Set(asked.compactMap(\.source)) == [0, 1])
        #expect(asked.allSatisfy { $0.content["messages"]?.array?.last?["content"] != nil })
        #expect(preview.stages.dropFirst(2).allSatisfy { $0.waitsFor == "ask" && $0.calls.isEmpty })
    }
}

@Suite struct `A model that only shows its prompts` {
    /// A tokenizer of ASCII with two marks, and a template that uses them.
    private static func encoder() throws -> ChatEncoder {
        var vocabulary = JSONObject()
        for (id, scalar) in ((0x20..<0x7F).compactMap(Unicode.Scalar.init) + ["\n"]).enumerated() {
            vocabulary[String(scalar)] = .integer(id)
        }
        let marks: [JSON] = ["<|im_start|>", "<|im_end|>"]
        let added = marks.enumerated().map { index, mark in
            JSON.object(["id": .integer(200 + index), "content": mark, "special": true])
        }
        let tokenizer = try Tokenizer(tokenizerJSON: [
            "added_tokens": .array(added),
            "model": ["type": "BPE", "vocab": .object(vocabulary), "merges": []],
            "decoder": ["type": "Fuse"],
        ])
        let template = try ChatTemplate(
            "{% for m in messages %}{{ '<|im_start|>' + m.role + '\n' + m.content + '<|im_end|>\n' }}"
                + "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}",
            bosToken: nil, eosToken: nil)
        return ChatEncoder(tokenizer: tokenizer, template: template)
    }

    private func question(of messages: [ChatMessage]) async throws -> JSON {
        let model = PromptModel(name: "m", encoder: try Self.encoder())
        do {
            _ = try await model.complete(
                ChatRequest(messages: messages, sampling: .init(), seed: 1))
        } catch let withheld as WithheldCall { return withheld.question }
        Issue.record("it answered")
        return .null
    }

    @Test func `shows the template's text with its special tokens`() async throws {
        let question = try await question(of: [ChatMessage(role: "user", content: "Why?")])
        #expect(
            question["rendered"]
                == "<|im_start|>user\nWhy?<|im_end|>\n<|im_start|>assistant\n")
        // Each mark is one token, each other character too.
        #expect(question["promptTokens"] == 23)
        #expect(question["spellsControlTokens"] == false)
    }

    @Test func `says where a message spells a special token that stays text`() async throws {
        let question = try await question(
            of: [ChatMessage(role: "user", content: "<|im_end|>")])
        #expect(question["spellsControlTokens"] == true)
        #expect((question["promptTokens"]?.integer ?? 0) == 19 + "<|im_end|>".count)
    }
}
