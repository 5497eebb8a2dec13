import Checkpoints
import Foundation
import JSON
import TestSupport
import Testing

@testable import Text

/// A vocabulary of the fixtures, with tokens of many bytes.
private let small = Result {
    let folders = Fixtures.folders(in: "tokenizers").map { Fixtures.url("tokenizers/\($0)") }
    let folder = folders.last { folder in
        let file = folder.appending(path: "tokenizer.json")
        let document = (try? Data(contentsOf: file)).flatMap { try? JSON(parsing: Array($0)) }
        return document?["decoder"]?["type"] == "ByteLevel"
    }
    return TokenTrie(try Tokenizer(folder: try #require(folder)))
}

/// A text made by taking any token that the mask allows.
private func text(
    _ grammar: TokenGrammar, seed: Int, maxTokens: Int, lazy: Bool = false
) throws -> String {
    var random = GrammarRandom(seed: seed)
    var matcher = try GrammarMatcher(grammar, maxTokens: maxTokens)
    var words = [UInt64](repeating: 0, count: (grammar.trie.vocabularySize + 63) / 64)
    var bytes: [UInt8] = []
    var count = 0
    while !matcher.mustEnd {
        // A lazy text goes on as long as it may.
        if matcher.mayEnd, !lazy, random.below(3) == 0 { break }
        let isPossible = words.withUnsafeMutableBufferPointer { matcher.mask(into: $0) }
        var allowed: [Int] = []
        for (index, word) in words.enumerated() where word != 0 {
            for bit in 0..<64 where word >> UInt64(bit) & 1 == 1 {
                allowed.append(index * 64 + bit)
            }
        }
        #expect(isPossible == !allowed.isEmpty)
        guard !allowed.isEmpty else { break }
        let token = Int32(random.pick(allowed))
        bytes += grammar.trie.text(of: token)
        count += 1
        let isTaken = matcher.advance(token)
        #expect(isTaken)
    }
    #expect(matcher.mayEnd, "after \(count) tokens")
    #expect(count <= maxTokens)
    return try #require(String(validating: bytes, as: UTF8.self), "not UTF-8")
}

/// Texts of a schema, checked by parser and validator.
private func check(
    _ schema: JSON, _ trie: TokenTrie, seeds: Range<Int>, maxTokens: Int? = nil, lazy: Bool = false
) throws {
    let grammar = try TokenGrammar(schema: schema, trie: trie)
    let validator = SchemaValidator(root: schema)
    for seed in seeds {
        let room = maxTokens ?? grammar.fewestTokens + [0, 1, 10, 100][seed % 4]
        let text = try text(grammar, seed: seed, maxTokens: room, lazy: lazy)
        let value = try JSON(parsing: text)
        #expect(validator.accepts(value, schema), "\(text) does not fit \(schema.text)")
    }
}

@Suite struct `Texts held to a schema` {
    @Test(arguments: 0..<80)
    func `end in time, parse and fit, whatever tokens are taken`(seed: Int) throws {
        do {
            try check(RandomSchema.schema(seed: seed), small.get(), seeds: 0..<8)
        } catch GrammarError.nothingFits {
            // A schema that refers to itself without end.
        }
    }

    @Test(
        .enabled(
            if: RealModel.isHere,
            "SmolLM2-135M-Instruct is not in the cache"),
        arguments: 100..<106)
    func `do so in the tokens of a real model`(seed: Int) throws {
        let trie = TokenTrie(try Tokenizer(ggufMetadata: GGUFFile(url: RealModel.url).metadata))
        let schema = RandomSchema.schema(seed: seed)
        do { try check(schema, trie, seeds: 0..<4) } catch GrammarError.nothingFits {}
    }

    @Test func `may be empty arrays and objects`() throws {
        let schema: JSON = [
            "type": "object",
            "properties": [
                "none": ["type": "array", "maxItems": 0],
                "nothing": ["type": "object", "additionalProperties": false],
                "few": ["type": "array", "items": ["type": "array", "items": false]],
            ],
            "required": ["none", "nothing", "few"],
        ]
        try check(schema, small.get(), seeds: 0..<12)
    }

    @Test func `close what is open when tokens run low`() throws {
        let schema: JSON = [
            "type": "object",
            "properties": ["child": ["anyOf": [["$ref": "#"], ["type": "null"]]], "note": [:]],
            "required": ["child", "note"], "additionalProperties": false,
        ]
        try check(schema, small.get(), seeds: 0..<12, maxTokens: 120, lazy: true)
    }

    @Test func `nest as deep as a stack is allowed to be`() throws {
        let schema: JSON = ["type": "array", "items": ["$ref": "#"], "minItems": 0, "maxItems": 1]
        try check(schema, small.get(), seeds: 0..<4, maxTokens: 2_000, lazy: true)
    }

    @Test func `have escapes of characters, and surrogates in pairs`() throws {
        let trie = try small.get()
        let grammar = try TokenGrammar(schema: ["type": "string"], trie: trie)
        for (text, isAllowed) in [
            (#""\u00e9\n\/""#, true), (#""\ud83d\ude00""#, true), (#""\ud83d""#, false),
            (#""\ude00""#, false), (#""\x""#, false), ("\"\u{1F600}é\"", true), ("\"\n\"", false),
        ] {
            var stacks = Stacks(grammar.automaton)
            var tops = stacks.start()
            for byte in text.utf8 {
                let range = tops.indices
                stacks.step(byte, &tops, range)
                tops.removeSubrange(range)
            }
            #expect(tops.contains { $0.state == Stacks.done } == isAllowed, "\(text)")
        }
        // A lone continuation byte, and an overlong form of '/'.
        for bytes: [UInt8] in [[0x22, 0x80], [0x22, 0xC0, 0xAF], [0x22, 0xED, 0xA0]] {
            var stacks = Stacks(grammar.automaton)
            var tops = stacks.start()
            for byte in bytes {
                let range = tops.indices
                stacks.step(byte, &tops, range)
                tops.removeSubrange(range)
            }
            #expect(tops.isEmpty)
        }
    }

    @Test func `may come from ten thousand values`() throws {
        let names = (0..<10_000).map { JSON.string("value number \($0 * 7919 % 10_007)") }
        try check(["enum": .array(names)], small.get(), seeds: 0..<8)
        let grammar = try TokenGrammar(
            choices: names.compactMap(\.string), trie: small.get())
        let found = try text(grammar, seed: 3, maxTokens: 40)
        #expect(names.contains(.string(found)))
    }

    @Test func `are counted in tokens, and refused where these are too few`() throws {
        let schema: JSON = ["const": ["a": [1, 2, 3]]]
        let grammar = try TokenGrammar(schema: schema, trie: small.get())
        #expect(grammar.fewestTokens <= #"{"a":[1,2,3]}"#.utf8.count)
        let error = #expect(throws: GrammarError.self) {
            try GrammarMatcher(grammar, maxTokens: grammar.fewestTokens - 1)
        }
        #expect("\(error as Any)".contains("maxTokens") || error != nil)
        try check(schema, small.get(), seeds: 0..<4, maxTokens: grammar.fewestTokens)
    }

    @Test(arguments: [
        (#"{"type": "string", "minLenght": 3}"#, "#/minLenght"),
        (#"{"properties": {"a": {"uniqueItems": true}}}"#, "#/properties/a/uniqueItems"),
        (#"{"type": "strin"}"#, "#/type"),
        (##"{"$ref": "#/$defs/none"}"##, "#/$ref"),
        (#"{"type": "string", "pattern": "(?=a)"}"#, "#/pattern"),
        (#"{"type": "string", "pattern": "[z-a]"}"#, "#/pattern"),
        (#"{"type": "string", "format": "color"}"#, "#/format"),
        (#"{"oneOf": [{"type": "integer"}, {"type": "number"}]}"#, "#/oneOf"),
        (#"{"anyOf": [true], "type": "string"}"#, "#/type"),
        (#"{"type": "integer", "minimum": 5, "maximum": 4}"#, "#"),
        (#"{"type": "array", "minItems": 3, "maxItems": 2}"#, "#/minItems"),
        (#"{"allOf": [{"type": "string"}, {"minLength": 2}]}"#, "#/allOf"),
        (#"{"enum": []}"#, "#"),
        (##"{"$ref": "#"}"##, "#"),
        (#"{"type": "string", "pattern": "^a{3}$", "maxLength": 2}"#, "#/pattern"),
        (#"{"items": 3}"#, "#/items"),
    ])
    func `are refused with the path of what is not known`(schema: String, path: String) throws {
        let schema = try JSON(parsing: schema)
        let error = #expect(throws: GrammarError.self) { try TokenGrammar.check(schema) }
        #expect("\(error.map { "\($0)" } ?? "")".contains("'\(path)'"))
    }

    @Test func `are refused where they would nest without measure`() {
        var schema: JSON = ["type": "null"]
        for _ in 0..<220 { schema = ["type": "array", "items": schema, "minItems": 1] }
        #expect(throws: GrammarError.self) { try TokenGrammar.check(schema) }
    }

    @Test func `may be read in many ways at once`() throws {
        let ways = (3..<9).map { most -> JSON in
            ["type": "array", "items": ["$ref": "#/$defs/a"], "maxItems": .integer(most)]
        }
        let schema: JSON = [
            "$ref": "#/$defs/a", "$defs": ["a": ["anyOf": .array(ways + [["type": "null"]])]],
        ]
        try check(schema, small.get(), seeds: 0..<2, maxTokens: 60)
    }

    @Test func `tell schemas of oneOf apart by type, by values and by a required property`() throws
    {
        for schema: JSON in [
            ["oneOf": [["type": "string"], ["type": "integer"]]],
            ["oneOf": [["enum": [1, 2]], ["const": 3]]],
            [
                "oneOf": .array(
                    ["cat", "dog"].map { kind in
                        [
                            "type": "object", "required": ["kind"],
                            "properties": ["kind": ["const": kind], "age": ["type": "integer"]],
                        ]
                    })
            ],
        ] { try check(schema, small.get(), seeds: 0..<6) }
    }

    @Test func `give the same masks when they are remembered`() throws {
        let schema = RandomSchema.schema(seed: 6)
        let grammar = try TokenGrammar(schema: schema, trie: small.get())
        let first = try text(grammar, seed: 1, maxTokens: grammar.fewestTokens + 50)
        let again = try text(grammar, seed: 1, maxTokens: grammar.fewestTokens + 50)
        let fresh = try TokenGrammar(schema: schema, trie: small.get())
        #expect(first == again)
        #expect(try text(fresh, seed: 1, maxTokens: fresh.fewestTokens + 50) == first)
    }
}
