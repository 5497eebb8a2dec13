import JSON
import Jinja
import Testing

/// Every built-in filter, test, function and method with each of its arguments, beside Jinja itself.
@Suite struct `Built-ins` {
    private static let cases = BuiltinCases.text.split(separator: "\n").compactMap { line in
        (try? JSON(parsing: String(line)))?.array
    }

    @Test func `every built-in takes Jinja's arguments and gives Jinja's text`() {
        #expect(Self.cases.count > 1_000)
        for pair in Self.cases {
            guard let source = pair[0].string else { continue }
            let result = Result { try Template(source).render([:]) }
            switch (result, pair[1].string) {
            case (.success(let text), let expected?):
                #expect(Array(text.utf8) == Array(expected.utf8), "\(source): \(text)")
            case (.failure, nil): break
            default: Issue.record("\(source): got \(result), Jinja gives \(pair[1].text)")
            }
        }
    }

    @Test func `random and lipsum draw from the host's uniform, which has a seed`() throws {
        let template = try Template("{{ ['a', 'b', 'c', 'd'] | random }}{{ lipsum(1, false) }}")
        #expect(template.calledFunctions == ["uniform"])
        func text(_ share: Double) throws -> String {
            try template.render(
                [:], functions: TemplateFunctions(["uniform": { _ in .double(share) }]))
        }
        #expect(try text(0).hasPrefix("aLorem"))
        #expect(try text(0.99).hasPrefix("d"))
        #expect(try text(0.5) == text(0.5))
        #expect(try template.render([:]) == template.render([:]))
    }

    @Test(arguments: [
        ("{{ [['a', 'b']] | map('random') | first }}", ["uniform"]),
        ("{% set words = lipsum %}{{ words(1) }}", ["uniform"]),
        ("{% macro lipsum() %}x{% endmacro %}{{ lipsum() }}", []), ("{{ [x] | map('e') }}", []),
    ])
    func `a template says whether it draws, however it calls for it`(
        source: String, called: [String]
    ) throws {
        #expect(try Template(source).calledFunctions == Set(called))
    }

    @Test func `inside autoescape, what is printed is escaped unless it is safe`() throws {
        let source =
            "{% autoescape true %}{{ t }}{{ t | safe }}{{ {'a': t} | xmlattr }}{% endautoescape %}"
        #expect(try Template(source).render(["t": "<"]) == "&lt;< a=\"&lt;\"")
    }

    @Test(arguments: [
        ("Straße \u{1E9E}", "strasse ss"), ("ΣΑΣ ς", "σασ σ"),
        ("\u{FB01} ŉ ǰ", "fi \u{2BC}n j\u{30C}"),
        ("ı I İ", "ı i i\u{307}"), ("\u{AB70}\u{13A0}\u{13F8}", "\u{13A0}\u{13A0}\u{13F0}"),
        ("\u{1FB3} \u{390} K", "αι \u{3B9}\u{308}\u{301} k"),
    ])
    func `casefold folds as Python does`(text: String, folded: String) throws {
        let made = try Template("{{ t.casefold() }}").render(["t": .string(text)])
        #expect(Array(made.utf8) == Array(folded.utf8))
    }
}
