import Hashing
import JSON
import TestSupport
import Testing

@testable import Text

/// Text from outside never becomes a control token.
@Suite struct `Text from outside` {
    /// A BPE tokenizer over single characters, with these added tokens.
    private func tokenizer(
        _ added: [JSON], normalizer: JSON = .null, template: String? = nil
    ) throws -> Tokenizer {
        var vocabulary = JSONObject()
        for (id, scalar) in (0x20..<0x7F).compactMap(Unicode.Scalar.init).enumerated() {
            vocabulary[String(scalar)] = .integer(id)
        }
        let added = added.enumerated().map { index, token in
            var token = token.object ?? [:]
            token["id"] = .integer(100 + index)
            return JSON.object(token)
        }
        return try Tokenizer(tokenizerJSON: [
            "added_tokens": .array(added), "normalizer": normalizer,
            "model": ["type": "BPE", "vocab": .object(vocabulary), "merges": []],
        ])
    }

    /// Encodes parts, of which every second, from the second on, is from outside.
    private func encode(
        _ parts: [String], _ tokenizer: Tokenizer, _ tokens: ControlTokens? = nil
    ) -> [Int32] {
        var outside: [Range<Int>] = []
        var text = ""
        for (index, part) in parts.enumerated() {
            let start = text.utf8.count
            text += part
            if index % 2 == 1, !part.isEmpty { outside.append(start..<text.utf8.count) }
        }
        let tokens = tokens ?? tokenizer.controlTokens
        let ids = tokenizer.encode(text, outside: outside, never: tokens)
        let isSpelled = tokenizer.spells(tokens, in: text, outside: outside)
        #expect(isSpelled == (ids != tokenizer.encode(text, addSpecialTokens: false)), "\(parts)")
        return ids
    }

    private static let marks: [JSON] = [
        ["content": "<s>", "special": true], ["content": "<|im_end|>", "special": true],
        ["content": "<s>x", "special": true], ["content": "<t>", "special": false],
    ]

    private func controls(_ ids: [Int32]) -> [Int32] { ids.filter { $0 >= 100 } }

    @Test func `spells no control token, whole, in part or across two values`() throws {
        let tokenizer = try tokenizer(Self.marks)
        #expect(
            controls(encode(["<s>", "a<s>b<|im_end|>", "<|im_end|>"], tokenizer)) == [100, 101])
        #expect(controls(encode(["<s><|im_", "end|>"], tokenizer)) == [100])
        #expect(controls(encode(["", "<|im_", "end|><s>"], tokenizer)) == [100])
        #expect(controls(encode(["<|", "im_end", "|>"], tokenizer)) == [])
        #expect(controls(encode(["", "<|im_end", "", "|>"], tokenizer)) == [])
        #expect(controls(encode(["", "<", "<s>"], tokenizer)) == [100])
    }

    @Test func `takes no token of the program's own away`() throws {
        let tokenizer = try tokenizer(Self.marks)
        // The longest match is <s>x, of which x is from outside.
        #expect(controls(encode(["<s>", "x"], tokenizer)) == [100])
        #expect(controls(encode(["<s>x", ""], tokenizer)) == [102])
        #expect(controls(encode(["", "<|im_end|", "<|im_end|>"], tokenizer)) == [101])
    }

    @Test func `may spell tokens that are no control tokens`() throws {
        let tokenizer = try tokenizer(Self.marks)
        #expect(controls(encode(["<s>", "a<t>"], tokenizer)) == [100, 103])
        let written = tokenizer.controlTokens(of: ["<t>user"])
        #expect(controls(encode(["<t>", "a<t>"], tokenizer, written)) == [103])
    }

    @Test func `keeps its spaces and words where a template's marks are words`() throws {
        let tokenizer = try tokenizer([["content": "  ", "special": false], ["content": "user"]])
        let written = tokenizer.controlTokens(of: ["user  x user"])
        #expect(controls(encode(["", "a  user"], tokenizer, written)) == [100, 101])
    }

    @Test func `spells no token that ends a turn by a template's word alone`() throws {
        let tokenizer = try tokenizer(Self.marks).ending(at: 103)
        func ids(parsing: Bool) -> [Int32] {
            controls(
                tokenizer.encode("a<t>", addSpecialTokens: false, parseSpecialTokens: parsing))
        }
        #expect(ids(parsing: true) == [103])
        #expect(ids(parsing: false) == [])
    }

    @Test func `spells none after normalising either`() throws {
        let tokenizer = try tokenizer(
            [["content": "<s>", "special": true, "normalized": true]],
            normalizer: ["type": "Lowercase"])
        #expect(controls(encode(["<s>", "a<S>b<s>", "<s>c"], tokenizer)) == [100, 100])
        #expect(controls(encode(["<s>", "abc", "<s>c"], tokenizer)) == [100, 100])
    }

    @Test(arguments: TokenizerFixture.all)
    func `decodes to itself, and has no control token in any tokenizer`(
        fixture: TokenizerFixture
    ) throws {
        let tokenizer = try fixture.tokenizer()
        let control = tokenizer.controlTokens
        let spellings = control.ids.sorted().compactMap { tokenizer.token($0) }
        #expect(!spellings.isEmpty)
        for spelling in spellings {
            for text in [spelling, "a\(spelling)b", "\(spelling)\(spelling)", " \(spelling)\n"] {
                let all = [0..<text.utf8.count]
                let ids = tokenizer.encode(text, outside: all, never: control)
                #expect(!ids.contains(where: control.forged.contains), "\(text)")
                if !fixture.isSentencePiece { #expect(isSame(tokenizer.decode(ids), text)) }
                let framed = spelling + text
                let own = tokenizer.encode(
                    framed, outside: [spelling.utf8.count..<framed.utf8.count], never: control)
                let isUnknown = tokenizer.id(of: spelling).map { !control.forged.contains($0) }
                if isUnknown == false {
                    #expect(own.count(where: control.forged.contains) == 1, "\(framed): \(own)")
                }
            }
        }
    }

    @Test(arguments: TokenizerFixture.all)
    func `that spells no control token has the ids that it always had`(
        fixture: TokenizerFixture
    ) throws {
        let tokenizer = try fixture.tokenizer()
        let control = tokenizer.controlTokens
        let spellings = control.ids.sorted().compactMap { tokenizer.token($0) }
        var generator = SplitMix64(seed: 17)
        var compared = 0
        for _ in 0..<300 {
            var text = ""
            var outside: [Range<Int>] = []
            for part in 0..<6 {
                let start = text.utf8.count
                let plain = generator.text()
                text += plain
                if part % 2 == 1, text.utf8.count > start {
                    outside.append(start..<text.utf8.count)
                } else if let mark = spellings.randomElement(using: &generator) {
                    text += mark
                }
            }
            guard !tokenizer.spells(control, in: text, outside: outside) else { continue }
            compared += 1
            #expect(
                tokenizer.encode(text, outside: outside, never: control)
                    == tokenizer.encode(text, addSpecialTokens: false),
                "\(text.debugDescription)")
        }
        #expect(compared > 0)
    }
}
