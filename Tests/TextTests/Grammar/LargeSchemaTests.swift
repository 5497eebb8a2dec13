import JSON
import Testing

@testable import Text

/// Schemas come with records: their compilation must end, soon, in an automaton or an error.
@Suite struct `Large schemas` {
    private func problem(_ schema: JSON) -> String? {
        do throws(GrammarError) {
            _ = try SchemaCompiler.automaton(of: schema)
            return nil
        } catch { return "\(error)" }
    }

    @Test func `a choice of ten thousand values is compiled`() {
        let values = (0..<10_000).map { JSON.string("value \($0)") }
        #expect(problem(["enum": .array(values)]) == nil)
    }

    @Test func `references through thousands of schemas are refused`() {
        let definitions = (0..<20_000).map { index in
            ("a\(index)", JSON.object(["$ref": .string("#/$defs/a\(index + 1)")]))
        }
        let schema: JSON = [
            "$ref": "#/$defs/a0",
            "$defs": .object(JSONObject(definitions + [("a20000", ["type": "null"])])),
        ]
        #expect(problem(schema)?.contains("more than 256 schemas deep") == true)
    }

    @Test func `a oneOf of thousands is refused with the number, a small one is compared`() {
        func choice(_ count: Int) -> JSON {
            ["oneOf": .array((0..<count).map { ["const": .integer($0)] })]
        }
        #expect(problem(choice(5_000))?.contains("1000000 comparisons of its 5000 schemas") == true)
        #expect(problem(choice(300)) == nil)
    }

    @Test func `two enums of thousands in a oneOf are refused rather than compared one by one`() {
        func values(_ start: Int) -> JSON {
            ["enum": .array((start..<start + 2_000).map { .integer($0) })]
        }
        #expect(problem(["oneOf": [values(0), values(10_000)]])?.contains("comparisons") == true)
    }
}
