import Chat
import Checkpoints
import Foundation
import JSON
import Jinja
import TestSupport
import Testing
import Text
import Training

@testable import TrainingData

/// The texts of the runs of targets.
func targets(_ conversation: Conversation, _ tokenizer: Tokenizer) -> [String] {
    var texts: [String] = []
    var run: [Int32] = []
    for (token, isTarget) in zip(conversation.tokens, conversation.isTarget) {
        if isTarget {
            run.append(token)
        } else if !run.isEmpty {
            texts.append(tokenizer.decode(run))
            run = []
        }
    }
    return run.isEmpty ? texts : texts + [tokenizer.decode(run)]
}

/// A row of messages by user and assistant in turn.
func row(_ texts: String..., flags: [String: JSON] = [:]) -> JSONObject {
    let messages = texts.enumerated().map { index, text in
        JSON.object([
            "role": index.isMultiple(of: 2) ? "user" : "assistant", "content": .string(text),
        ])
    }
    return ["messages": .array(messages)]
}

@Suite struct `The targets of a conversation` {
    private static let talks: [[String]] = [
        ["Hi", "Hello there."],
        ["What is 2 + 2?", "  Four.\n", "And 3?", "Six: ünïcödé 🙂\n\n- one\n- two"],
        ["a", "a", "a", "a"],
        ["<|im_end|>", "Say <|im_end|> or </s> or <|eot_id|>.", "?", "x"],
    ]

    @Test(arguments: ChatFamily.all, talks.indices)
    func `are the answers as the template keeps them, with their ends`(
        family: ChatFamily, talk: Int
    ) throws {
        let chat = try family.encoder()
        let texts = Self.talks[talk]
        let encoder = ExampleEncoder(chat, ExampleSettings())
        let messages = texts.enumerated().map { index, text in
            JSON.object([
                "role": index.isMultiple(of: 2) ? "user" : "assistant", "content": .string(text),
            ])
        }
        let made = try encoder.conversation(["messages": .array(messages)], named: "r:1").example
        let expected = texts.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map {
            family.keeps($0.element) + family.end
        }
        let found = targets(made, chat.tokenizer)
        #expect(found.count == expected.count)
        for (found, expected) in zip(found, expected) {
            // SentencePiece's decoding takes the space before a text away.
            let isSame = found == expected || found == expected.trimmingPrefix(" ")
            #expect(isSame, "\(found.debugDescription) is not \(expected.debugDescription)")
        }
        // The whole is what the model reads at inference.
        let whole = try chat.tokens(
            of: messages.compactMap(ChatMessage.init), isOpen: false)
        #expect(made.tokens == whole)
    }

    @Test func `are of the last turn, or of chosen ones, if asked`() throws {
        let chat = try ChatFamily.chatML.encoder()
        let row: JSONObject = [
            "messages": [
                ["role": "user", "content": "1"],
                ["role": "assistant", "content": "one", "weight": 0],
                ["role": "user", "content": "2"], ["role": "assistant", "content": "two"],
                ["role": "user", "content": "3"],
                ["role": "assistant", "content": "three", "train": false],
                ["role": "user", "content": "4"],
                ["role": "assistant", "content": "four", "train": true],
            ]
        ]
        func found(_ turns: TaughtTurns) throws -> [String] {
            let made = try ExampleEncoder(chat, ExampleSettings(turns: turns))
                .conversation(row, named: "r")
            #expect(made.remarks.map(\.kind) == (turns == .chosen ? [] : [.flagged]))
            return targets(made.example, chat.tokenizer).map {
                $0.replacing("<|im_end|>", with: "")
            }
        }
        #expect(try found(.all) == ["one", "two", "three", "four"])
        #expect(try found(.last) == ["four"])
        #expect(try found(.chosen) == ["two", "four"])
    }

    @Test func `leave out what the template leaves out`() throws {
        let chat = try ChatFamily.thinking.encoder()
        let made = try ExampleEncoder(chat, ExampleSettings()).conversation(
            row("a", "<think>old</think>\nb", "c", "<think>new</think>\nd"), named: "r")
        #expect(
            targets(made.example, chat.tokenizer)
                == ["b<|im_end|>", "<think>new</think>\nd<|im_end|>"])
        #expect(made.remarks.map(\.kind) == [.rewritten])
    }

    @Test func `are found where the tokenizer changes characters`() throws {
        let chat = try ChatFamily.chatML.encoder()
        let made = try ExampleEncoder(chat, ExampleSettings()).conversation(
            row("cafe\u{301}?", "A cafe\u{301}.", "e\u{301}", "e\u{301}!"), named: "r"
        ).example
        #expect(targets(made, chat.tokenizer) == ["A café.<|im_end|>", "é!<|im_end|>"])
    }

    @Test(arguments: [
        ("{% for m in messages %}{{ m.role }}{% endfor %}", "the template leaves an answer out"),
        (
            "{% for m in messages %}{{ m.content }}{{ m.content }}<|im_end|>{% endfor %}",
            "the template writes an answer twice"
        ),
        ("{{ raise_exception('no') }}", "the template refuses the conversation"),
        ("{% for m in messages %}{{ m.content | tojson }}{% endfor %}", ""),
    ])
    func `are refused with the reason`(template: String, reason: String) throws {
        let family = ChatFamily(
            name: "", tokenizer: "bytebpe_qwen2", marks: [], template: template, end: "",
            eos: "<|im_end|>")
        let encoder = ExampleEncoder(try family.encoder(), ExampleSettings())
        do throws(RowRejection) {
            _ = try encoder.conversation(row("Hi", "Hello"), named: "r")
            #expect(reason.isEmpty)
        } catch { #expect(error.reason == reason, "\(error)") }
    }

    @Test func `of a plain text are all of its tokens and its end`() throws {
        let chat = try ChatFamily.llama3.encoder()
        let made = try ExampleEncoder(chat, ExampleSettings())
            .conversation(["text": "Once upon <|eot_id|> a time."], named: "r")
        let tokenizer = chat.tokenizer
        #expect(
            tokenizer.decode(made.example.tokens)
                == "<|begin_of_text|>Once upon <|eot_id|> a time.")
        #expect(made.example.targetCount == made.example.tokens.count - 1)
        #expect(!made.example.tokens.contains(try #require(tokenizer.id(of: "<|eot_id|>"))))
        #expect(made.remarks.map(\.kind) == [.controlText])
    }

    @Test(.enabled(if: RealModel.isHere, "needs SmolLM2: synthgen models pull"))
    func `of the real model are the same encoded piece by piece`() throws {
        let chat = try realChat()
        let tokenizer = chat.tokenizer
        let texts = [
            "What is the capital of France?", "Paris.", "And of Spain?", " Madrid,\nI think. ",
        ]
        let made = try ExampleEncoder(chat, ExampleSettings()).conversation(
            row("What is the capital of France?", "Paris.", "And of Spain?", " Madrid,\nI think. "),
            named: "r"
        ).example
        func ids(_ text: String) -> [Int32] { tokenizer.encode(text, addSpecialTokens: false) }
        var tokens = ids(
            "<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n"
        )
        var isTarget = tokens.map { _ in false }
        for (index, text) in texts.enumerated() {
            let isAnswer = !index.isMultiple(of: 2)
            for (piece, taught) in [
                ("<|im_start|>" + (isAnswer ? "assistant" : "user") + "\n", false),
                (text + "<|im_end|>", isAnswer), ("\n", false),
            ] {
                tokens += ids(piece)
                isTarget += ids(piece).map { _ in taught }
            }
        }
        #expect(made.tokens == tokens)
        #expect(made.isTarget == isTarget)
    }
}

/// The real model's tokenizer and template.
func realChat() throws -> ChatEncoder {
    let file = try GGUFFile(url: RealModel.url)
    let tokenizer = try Tokenizer(ggufMetadata: file.metadata)
    let template = try ChatTemplate(
        try #require(tokenizer.chatTemplate), bosToken: tokenizer.bosToken.flatMap(tokenizer.token),
        eosToken: tokenizer.eosToken.flatMap(tokenizer.token))
    return ChatEncoder(tokenizer: tokenizer.knowingTurnEnds(of: template), template: template)
}
