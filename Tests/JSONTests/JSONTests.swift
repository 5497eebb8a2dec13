import Foundation
import Hashing
import JSON
import Testing

@Suite struct `JSON values` {
    @Test(arguments: [
        "null", "true", "[1,2.5,-3]", #"{"b":1,"a":{"c":[]}}"#, #""a\"\\\n\u0001é""#, "1e+16",
    ])
    func `writing what was read gives the same text`(text: String) throws {
        #expect(try JSON(parsing: text).text == text)
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\":}", "01", "1.", "nul", "\"a", "\"\\x\"", "[1] 2", "\"\u{01}\"",
        "{a:1}", "-", "1e", "\"\\u12g4\"",
    ])
    func `what is not JSON is an error`(text: String) {
        #expect(throws: JSONError.self) { try JSON(parsing: text) }
    }

    @Test func `nesting past the limit is an error, not a crash`() {
        let text = String(repeating: "[", count: 100_000)
        #expect(throws: JSONError.self) { try JSON(parsing: text) }
    }

    @Test func `an error names its line and column`() {
        let error = #expect(throws: JSONError.self) { try JSON(parsing: "{\n  \"a\":1:\n}") }
        #expect(error?.description == "line 2, column 8: expected ',' or '}', found ':'")
    }

    @Test func `keys that differ only in composition stay apart`() throws {
        let composed = "\u{E9}"
        let decomposed = "e\u{301}"
        let value = try JSON(parsing: #"{"\#(composed)":1,"\#(decomposed)":2}"#)
        #expect(value.object?.count == 2)
        #expect(value[composed] == 1)
        #expect(value[decomposed] == 2)
    }

    @Test func `surrogate pairs join and lone ones become replacement characters`() throws {
        #expect(try JSON(parsing: #""\ud83d\ude00 \ud83d x""#).string == "😀 \u{FFFD} x")
    }

    @Test func `places are remembered by path`() throws {
        let located = try LocatedJSON(parsing: Array("{\n\"a\": [\n1,\n2],\n\"a\": 3}".utf8))
        #expect(located.lines["/a/1"] == 4)
        #expect(located.repeatedKeys == ["/a"])
    }

    @Test(arguments: 0..<200)
    func `random values survive a round trip, by Foundation's word too`(seed: Int) throws {
        var generator = SplitMix64(seed: UInt64(seed))
        let value = JSON.random(depth: 4, using: &generator)
        let bytes = value.encoded()
        #expect(try JSON(parsing: bytes) == value)
        #expect(
            (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed))
                != nil)
    }
}

extension JSON {
    static func random(depth: Int, using generator: inout SplitMix64) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &generator) {
        case 0: return .null
        case 1: return .bool(.random(using: &generator))
        case 2: return .integer(.random(in: .min ... .max, using: &generator))
        case 3: return .double(.random(in: -1e9...1e9, using: &generator))
        case 4, 5:
            let scalars = (0..<Int.random(in: 0..<9, using: &generator)).map { _ in
                Unicode.Scalar(UInt32.random(in: 0..<0xD800, using: &generator)) ?? "a"
            }
            return .string(String(String.UnicodeScalarView(scalars)))
        case 6:
            return .array(
                (0..<Int.random(in: 0..<5, using: &generator)).map { _ in
                    random(depth: depth - 1, using: &generator)
                })
        default:
            return .object(
                JSONObject(
                    (0..<Int.random(in: 0..<20, using: &generator)).map {
                        ("k\($0)", random(depth: depth - 1, using: &generator))
                    }))
        }
    }
}
