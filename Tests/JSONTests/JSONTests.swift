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

    @Test(arguments: [
        "18446744073709551615", "-9223372036854775809", "9223372036854775808",
        "10254939386542155531", "100000000000000000000", "3.14159265358979323846",
        "0.1000000000000000055511151231257827", "1e400", "1e-400", "-1E-99999999999999999999",
    ])
    func `a number that no double holds keeps what was written`(text: String) throws {
        let value = try JSON(parsing: "[\(text)]")
        #expect(value.text == "[\(text)]")
        #expect(value == (try JSON(parsing: value.text)))
        #expect(JSON.number(parsing: text)?.kind == "a number")
        #expect(JSON.number(parsing: text)?.integer == nil)
    }

    @Test(arguments: [
        ("1.10", "1.1"), ("1e5", "100000.0"), ("0.30000000000000004", "0.30000000000000004"),
        ("0.10", "0.1"), ("-0.0", "-0.0"), ("5e-324", "5e-324"), ("1E2", "100.0"),
        ("0e-999", "0.0"),
        ("9223372036854775807", "9223372036854775807"),
    ])
    func `a number that a double holds is written in its shortest form`(
        text: String, written: String
    ) throws {
        #expect(try JSON(parsing: text).text == written)
    }

    @Test func `numbers that differ beyond a double's digits are different`() throws {
        let one = try JSON(parsing: "10254939386542155531")
        let other = try JSON(parsing: "10254939386542155532")
        #expect(one != other)
        #expect(one.double == other.double)
    }

    @Test(arguments: [
        ("1", "2", true), ("-2", "-1", true), ("-1", "0", true), ("0.0", "-0", false),
        ("1e400", "2e400", true), ("99999999999999999999", "1e20", true), ("1e-400", "0", false),
        ("-1e400", "1e-400", true), ("0.10", "0.1", false),
    ])
    func `decimal values of any length are in order`(left: String, right: String, isLess: Bool) {
        #expect(DecimalValue(left).isLess(than: DecimalValue(right)) == isLess)
    }

    @Test func `only numbers are numbers`() {
        for text in ["", "x", "\"1\"", "[1]", "1 2", "NaN"] {
            #expect(JSON.number(parsing: text) == nil, "\(text)")
        }
    }

    @Test func `what is left after members were removed keeps its order and its keys`() {
        var object = JSONObject((0..<100).map { ("k\($0)", .integer($0)) })
        object.removeAll { $0.key.hasSuffix("3") }
        #expect(object.count == 90)
        #expect(object["k3"] == nil)
        #expect(object["k99"] == 99)
        #expect(object.keys.prefix(4) == ["k0", "k1", "k2", "k4"])
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
