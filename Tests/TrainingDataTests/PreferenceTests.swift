import Chat
import JSON
import TestSupport
import Testing
import Text
import Training

@testable import TrainingData

@Suite struct `A preference` {
    private func pair(
        _ family: ChatFamily, _ row: JSONObject, _ settings: ExampleSettings = ExampleSettings()
    ) throws -> (Preference, Tokenizer, [ReadingNote.Kind]) {
        let chat = try family.encoder()
        let made = try ExampleEncoder(chat, settings).preference(row, named: "r")
        return (made.example.preference, chat.tokenizer, made.remarks.map(\.kind))
    }

    @Test(arguments: ChatFamily.all)
    func `is the opened prompt with two answers and their ends`(family: ChatFamily) throws {
        let (pair, tokenizer, _) = try pair(
            family,
            [
                "prompt": [
                    ["role": "user", "content": "Hi"],
                    ["role": "assistant", "content": "Yes?"],
                    ["role": "user", "content": "What is 2 + 2?"],
                ],
                "chosen": "Four.", "rejected": [["role": "assistant", "content": "Five!"]],
                "chosen_reward": 3.5, "rejected_reward": -1,
            ])
        let asked = [
            ChatMessage(role: "user", content: "Hi"),
            ChatMessage(role: "assistant", content: "Yes?"),
            ChatMessage(role: "user", content: "What is 2 + 2?"),
        ]
        #expect(pair.prompt == (try family.encoder().tokens(of: asked, isOpen: true)))
        func text(_ tokens: [Int32]) -> String {
            String(tokenizer.decode(tokens).trimmingPrefix(" "))
        }
        #expect(text(pair.chosen) == "Four." + family.end)
        #expect(text(pair.rejected) == "Five!" + family.end)
        #expect(pair.chosenRewards == [3.5] && pair.rejectedRewards == [-1])
    }

    @Test func `keeps its answers whole where tokens merge at the seam`() throws {
        let (pair, tokenizer, _) = try pair(
            .chatML, ["prompt": "Hi", "chosen": "\n\nHello\n", "rejected": "\nNo"])
        #expect(tokenizer.decode(pair.prompt).hasSuffix("<|im_start|>assistant\n"))
        #expect(tokenizer.decode(pair.chosen) == "\n\nHello\n<|im_end|>")
        #expect(tokenizer.decode(pair.rejected) == "\nNo<|im_end|>")
    }

    @Test func `of a template that rewrites the prompt is rejected`() throws {
        let family = ChatFamily(
            name: "", tokenizer: "bytebpe_qwen2", marks: [],
            template: "{% for m in messages %}<|im_start|>{{ m.content }}<|im_end|>{% endfor %}"
                + "{% if add_generation_prompt %}<|im_start|><think>{% endif %}",
            end: "", eos: "<|im_end|>")
        #expect(throws: RowRejection.self) {
            try self.pair(family, ["prompt": "Hi", "chosen": "a", "rejected": "b"])
        }
    }

    @Test func `has the attributes of its answers in the reward model's order`() throws {
        let attributes: JSON = [
            "verbosity": 5, "complexity": 4, "coherence": 3, "correctness": 2, "helpfulness": 1,
        ]
        let (pair, _, _) = try pair(
            .chatML,
            [
                "prompt": "Hi", "chosen": "a", "rejected": "b", "chosen_attributes": attributes,
                "rejected_attributes": attributes, "chosen_reward": 9, "rejected_reward": 8,
            ])
        #expect(pair.chosenRewards == [1, 2, 3, 4, 5])
    }
}

@Suite struct `A rated answer` {
    @Test func `ends at the token that scoring reads`() throws {
        let chat = try ChatFamily.chatML.encoder()
        let made = try ExampleEncoder(chat, ExampleSettings()).ratedAnswer(
            [
                "prompt": "Hi<extra_id_1>Assistant\nYes?\n<extra_id_1>User\nMore",
                "response": "Hello",
                "helpfulness": 3, "correctness": -100, "coherence": .null, "complexity": "1",
                "verbosity": 2.5,
            ], named: "r"
        ).example
        #expect(
            chat.tokenizer.decode(made.tokens)
                == "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\nYes?<|im_end|>\n"
                + "<|im_start|>user\nMore<|im_end|>\n<|im_start|>assistant\nHello<|im_end|>")
        #expect(made.labels == [3, nil, nil, 1, 2.5])
        #expect(chat.tokenizer.decode(Array(made.tokens[made.answerStart...])) == "Hello<|im_end|>")
    }

    @Test func `has its labels in the record's reward`() throws {
        let chat = try ChatFamily.chatML.encoder()
        let made = try ExampleEncoder(chat, ExampleSettings()).ratedAnswer(
            [
                "messages": [
                    ["role": "user", "content": "Hi"], ["role": "assistant", "content": "Hello"],
                ],
                "reward": ["helpfulness": 1, "verbosity": 2],
            ], named: "r")
        #expect(made.example.labels == [1, nil, nil, nil, 2])
    }
}
