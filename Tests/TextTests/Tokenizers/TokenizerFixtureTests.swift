import Foundation
import Hashing
import JSON
import TestSupport
import Testing

@testable import Text

/// Every tokenizer folder of the fixtures against the libraries that wrote its golden files.
@Suite struct TokenizerFixtureTests {
    @Test(arguments: TokenizerFixture.all)
    func `texts become the reference's ids`(fixture: TokenizerFixture) throws {
        let tokenizer = try fixture.tokenizer()
        // SentencePiece itself knows no special tokens in text; tokenizer.json does.
        let parses = fixture.format == .json || !fixture.isSentencePiece
        for line in try fixture.lines("golden.jsonl") {
            let text = try #require(line["text"]?.string)
            let expected =
                (parses && fixture.isSentencePiece ? line["hf_ids"]?.ids : nil) ?? line["ids"]?.ids
            let ids = tokenizer.encode(text, addSpecialTokens: false, parseSpecialTokens: parses)
            #expect(ids == expected, "\(text.debugDescription)")
        }
    }

    @Test(arguments: TokenizerFixture.all.filter { !$0.isSentencePiece })
    func `special tokens can be kept as text`(fixture: TokenizerFixture) throws {
        let tokenizer = try fixture.tokenizer()
        for line in try fixture.lines("golden.jsonl") {
            let text = try #require(line["text"]?.string)
            let expected = line["ids_special_as_text"]?.ids ?? line["ids"]?.ids
            let ids = tokenizer.encode(text, addSpecialTokens: false, parseSpecialTokens: false)
            #expect(ids == expected, "\(text.debugDescription)")
        }
    }

    @Test(arguments: TokenizerFixture.all.filter { $0.format == .json || !$0.isSentencePiece })
    func `the tokens around a text are the checkpoint's`(fixture: TokenizerFixture) throws {
        let tokenizer = try fixture.tokenizer()
        for line in try fixture.lines("golden.jsonl") {
            let text = try #require(line["text"]?.string)
            let expected = line["ids_with_special"]?.ids ?? line["hf_ids_with_special"]?.ids
            #expect(
                tokenizer.encode(text, addSpecialTokens: true) == expected,
                "\(text.debugDescription)"
            )
        }
    }

    @Test(arguments: TokenizerFixture.all)
    func `ids become the reference's text, at once or one by one`(
        fixture: TokenizerFixture
    ) throws {
        let tokenizer = try fixture.tokenizer()
        let isHuggingFace = fixture.format == .json && fixture.isSentencePiece
        let isSentencePiece = fixture.isSentencePiece && !isHuggingFace
        for line in try fixture.lines("golden.jsonl") + fixture.lines("decode.jsonl") {
            var ids = try #require(line["ids"]?.ids)
            if isHuggingFace { ids = line["hf_ids"]?.ids ?? ids }
            let expected = line[isHuggingFace ? "hf_decoded" : "decoded"]?.string
            let decoded = tokenizer.decode(ids)
            #expect(
                isSame(decoded, expected),
                "\(ids): \(decoded.debugDescription), expected \(expected.debugDescription)"
            )
            #expect(isSame(tokenizer.decodeIncrementally(ids), decoded), "\(ids)")
            if let expected = line["decoded_skip_special"]?.string {
                #expect(isSame(tokenizer.decode(ids, skipSpecialTokens: true), expected), "\(ids)")
            }
            if !isSentencePiece, let tokens = line["tokens"]?.array?.compactMap(\.string) {
                #expect(ids.compactMap { tokenizer.token($0) } == tokens)
                #expect(tokens.compactMap { tokenizer.id(of: $0) } == ids)
            }
        }
    }

    @Test(arguments: TokenizerFixture.all)
    func `decoding one by one equals decoding at once for any ids`(
        fixture: TokenizerFixture
    ) throws {
        let tokenizer = try fixture.tokenizer()
        var generator = SplitMix64(seed: 7)
        for _ in 0..<200 {
            let ids = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
                Int32.random(in: -2..<Int32(tokenizer.vocabularySize) + 2, using: &generator)
            }
            for skips in [false, true] {
                let whole = tokenizer.decode(ids, skipSpecialTokens: skips)
                #expect(isSame(tokenizer.decodeIncrementally(ids, skipSpecialTokens: skips), whole))
            }
        }
    }

    @Test(arguments: TokenizerFixture.all)
    func `any text can be encoded, and its ids are tokens`(fixture: TokenizerFixture) throws {
        let tokenizer = try fixture.tokenizer()
        var generator = SplitMix64(seed: 11)
        for _ in 0..<150 {
            let text = generator.text()
            let ids = tokenizer.encode(text, addSpecialTokens: true)
            #expect(ids.allSatisfy { tokenizer.token($0) != nil })
            _ = tokenizer.decode(ids)
        }
    }

    @Test(arguments: TokenizerFixture.all.filter { !$0.isSentencePiece })
    func `byte-level ids decode to the text that they came from`(
        fixture: TokenizerFixture
    ) throws {
        let tokenizer = try fixture.tokenizer()
        var generator = SplitMix64(seed: 13)
        for _ in 0..<300 {
            // The only change a byte-level tokenizer may make is its NFC normaliser.
            let text = generator.text().precomposedStringWithCanonicalMapping
            let ids = tokenizer.encode(text, addSpecialTokens: false)
            #expect(isSame(tokenizer.decode(ids), text), "\(text.debugDescription)")
            let bytes = ids.flatMap { tokenizer.bytes(of: $0) ?? [] }
            #expect(bytes == Array(text.utf8))
        }
    }

    @Test(arguments: TokenizerFixture.all)
    func `a tokenizer's hash is stable, and another file's differs`(
        fixture: TokenizerFixture
    ) throws {
        let hash = try fixture.tokenizer().contentHash
        #expect(hash.utf8.count == 64)
        #expect(try fixture.tokenizer().contentHash == hash)
        for other in TokenizerFixture.all where other.testDescription != fixture.testDescription {
            #expect(try other.tokenizer().contentHash != hash)
        }
    }
}

extension SplitMix64 {
    /// Letters, digits, spaces, line ends, punctuation, marks and anything else, in short runs.
    mutating func text() -> String {
        let alphabets = [
            "abcdefgh", "ÀÉîöß", "日本語", "0123456789½٣", " ", "  \t\n\r\u{A0}\u{2003}\u{85}\u{B}",
            "\n",
            "'s't're've'LL'ſ", ".,;!?-_()[]{}<|>", "\u{301}\u{308}", "🙂👩‍👩‍👧🇩🇪", "ﬁ①Å㌔", "▁",
            "\u{0}\u{1F}",
        ].map { Array($0.unicodeScalars) }
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...14, using: &self) {
            let alphabet = alphabets[Int.random(in: alphabets.indices, using: &self)]
            for _ in 0..<Int.random(in: 1...5, using: &self) {
                text.append(alphabet[Int.random(in: alphabet.indices, using: &self)])
            }
            let any = UInt32.random(in: 0..<0x110000, using: &self)
            if any % 7 == 0, let scalar = Unicode.Scalar(any) { text.append(scalar) }
        }
        return String(text)
    }
}
