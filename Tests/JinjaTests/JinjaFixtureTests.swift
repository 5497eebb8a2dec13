import JSON
import Jinja
import TestSupport
import Testing

/// Every case of `jinja/cases.jsonl`, rendered as `apply_chat_template` would.
@Suite struct `Jinja fixtures` {
    private static let path = "jinja/cases.jsonl"
    static let cases: [JinjaCase] =
        Fixtures.has(path) ? ((try? Fixtures.jsonLines(path)) ?? []).map(JinjaCase.init) : []

    @Test(arguments: cases.filter { $0.expected != nil })
    func `a case renders as recorded`(example: JinjaCase) throws {
        let text = try example.render()
        #expect(Array(text.utf8) == Array((example.expected ?? "").utf8), "\(text)")
    }

    @Test(arguments: cases.filter { $0.error?["stage"]?.string == "parse" })
    func `a case that is no template fails to parse`(example: JinjaCase) {
        #expect(throws: TemplateError.self) { try Template(example.template) }
    }

    @Test(arguments: cases.filter { $0.error?["stage"]?.string == "render" })
    func `a case that goes wrong fails to render`(example: JinjaCase) throws {
        let template = try Template(example.template)
        let error = #expect(throws: TemplateError.self) {
            try template.render(example.context, functions: JinjaCase.functions)
        }
        if example.template.contains("raise_exception") {
            #expect(error?.description == example.error?["message"]?.string)
        }
    }
}

/// One line of the fixture.
struct JinjaCase: Sendable, CustomTestStringConvertible {
    let name: String
    let template: String
    let context: JSONObject
    let expected: String?
    let error: JSON?

    init(_ line: JSON) {
        name = line["name"]?.string ?? ""
        template = line["template"]?.string ?? ""
        context = line["context"]?.object ?? [:]
        expected = line["expected"]?.string
        error = line["error"]
    }

    var testDescription: String { name }

    static let functions = TemplateFunctions.none.withClock {
        CalendarTime(year: 2024, month: 7, day: 26, hour: 13, minute: 5, second: 9)
    }

    func render() throws -> String {
        try Template(template).render(context, functions: Self.functions)
    }
}
