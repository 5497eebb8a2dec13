import JSON
import Jinja
import Testing

@Suite struct `Jinja templates` {
    @Test(arguments: RecordedCases.cases.filter { $0.expected != nil }.map(\.template))
    func `a template renders as in Jinja`(source: String) throws {
        let expected = RecordedCases.cases.first { $0.template == source }?.expected ?? ""
        let text = try render(source)
        #expect(Array(text.utf8) == Array(expected.utf8), "\(text)")
    }

    @Test(arguments: RecordedCases.cases.filter { $0.expected == nil }.map(\.template))
    func `what Jinja refuses is refused`(source: String) {
        #expect(throws: TemplateError.self) { try render(source) }
    }

    @Test(arguments: FamilyCases.templates.indices)
    func `a chat template's idioms render as in Jinja`(index: Int) throws {
        let example = FamilyCases.templates[index]
        let template = try Template(example["template"]?.string ?? "")
        for (name, expected) in (example["renders"]?.object ?? [:]).pairs {
            let context = FamilyCases.contexts[name] ?? [:]
            let result = Result { try template.render(context, functions: JinjaCase.functions) }
            switch (result, expected) {
            case (.success(let text), .string(let expected)):
                #expect(Array(text.utf8) == Array(expected.utf8), "\(name): \(text)")
            case (.failure(let error), .object(let expected)):
                #expect("\(error)" == expected["error"]?.string, "\(name)")
            default: Issue.record("\(name): got \(result), expected \(expected.text)")
            }
        }
    }

    @Test func `context strings that differ only in composition stay apart`() throws {
        let context: JSONObject = ["a": "\u{E9}", "b": "e\u{301}"]
        let text = try Template("{{ a == b }} {{ a in b }} {{ [a, b] | unique | list | length }}")
            .render(context)
        #expect(text == "False False 2")
    }

    @Test func `a record's long numbers are printed, compared and written as they are`() throws {
        let context: JSONObject = [
            "u": try JSON(parsing: "18446744073709551615"),
            "v": try JSON(parsing: "18446744073709551614"),
            "pi": try JSON(parsing: "3.14159265358979323846"),
            "vast": try JSON(parsing: "1" + String(repeating: "0", count: 50)),
        ]
        let source = """
            {{ u }} {{ u - v }} {{ u > v }} {{ u == v }} {{ [u, pi, vast] | tojson }} \
            {{ pi }} {{ pi > 3 }} {{ pi < 3.15 }} {{ pi is float }} {{ pi | round(2) }} \
            {{ vast > u }} {{ vast is integer }} {{ vast | int == vast }} {{ -pi < 0 }}
            """
        let vast = "1" + String(repeating: "0", count: 50)
        #expect(
            try Template(source).render(context) == """
                18446744073709551615 1 True False \
                [18446744073709551615, 3.14159265358979323846, \(vast)] \
                3.14159265358979323846 True True True 3.14 True True True True
                """)
        #expect(try Expression("u").evaluate(context) == context["u"])
        #expect(try Expression("u + 1").evaluate(context).text == "18446744073709551616")
        #expect(try Expression("vast").evaluate(context) == context["vast"])
        #expect(throws: TemplateError.self) { try Expression("vast + 1").evaluate(context) }
    }

    @Test func `an inner if, filter or test may be unknown while it is not reached`() throws {
        #expect(try render("{% if false %}{{ 1 | nofilter }}{% endif %}x") == "x")
        #expect(throws: TemplateError.self) { try render("{% if true %}{{ 1 | no }}{% endif %}") }
        #expect(throws: TemplateError.self) { try Template("{{ 1 | no }}") }
    }

    private func render(_ source: String) throws -> String {
        try Template(source).render(
            ["messages": [["role": "user", "content": "hi"]]],
            functions: JinjaCase.functions
        )
    }
}

@Suite struct `Template errors` {
    @Test(arguments: [
        ("a\n{{ b", "t:2: the tag is not closed: '}}' is missing"),
        (
            "{% for x in [1] %}\n{{ x }}",
            "t:2: the template ends inside 'for' of line 1: 'endfor' is missing"
        ),
        ("\n{{ 1 + }}", "t:2: expected an expression, found '}}'"),
        ("{{ 'a' | shout }}", "t:1: unknown filter 'shout'"),
        ("{% frob %}", "t:1: unknown tag 'frob'"),
        (
            "{% if x %}{% endfor %}",
            "t:1: unknown tag 'endfor' inside 'if' of line 1, which is not closed yet"
        ),
        ("{% include 'x' %}", "t:1: 'include' is not supported: a template stands alone"),
    ])
    func `a syntax error names line and cause`(source: String, expected: String) {
        let error = #expect(throws: TemplateError.self) { try Template(source, name: "t") }
        #expect(error?.description == expected)
    }

    /// As Jinja2 3.1 and MarkupSafe 3.0 print.
    @Test(arguments: [
        ("{{ '<!-- a > b -->x<b>y' | striptags }}", "xy"),
        ("{{ 'a<b c' | striptags }}", "a<b c"), ("{{ '<!-- a <b>c' | striptags }}", "<!-- a <b>c"),
        ("{{ '&#128;&#x92;&#x9F;|&#x8D;|&#x7F;|&#0;' | striptags }}", "€’Ÿ|\u{8D}||\u{FFFD}"),
        ("{{ '&lang;&rang;' | striptags }}", "\u{27E8}\u{27E9}"),
        ("{{ '<p>1 < 2</p>' | striptags }}", "1"), ("{{ '' | striptags }}", ""),
        ("{{ nan <= 1 }} {{ nan >= 1 }} {{ 1 <= nan }} {{ 1 <= 1 }}", "False False False True"),
        ("{{ '-5' | filesizeformat }}", "-5 Bytes"),
        ("{{ 'ab cd\n \nefghij' | wordwrap(3) }}", "ab\ncd\n\nefg\nhij"),
    ])
    func `filters and comparisons give what Jinja2 gives`(source: String, expected: String) throws {
        #expect(try Template(source).render(["nan": .double(.nan)]) == expected)
    }

    @Test(arguments: [
        ("\n{{ nope.x }}", "t:2: 'nope' is undefined"),
        ("{{ a.b.c }}", "t:1: 'dict' has no attribute 'b'"),
        (
            "{{ 'a' + 1 }}",
            "t:1: '+' has no meaning between 'str' and 'int'; '~' joins anything as text"
        ),
        ("{{ 1 / 0 }}", "t:1: division by zero"),
        ("{{ raise_exception('No:\nway') }}", "No:\nway"),
        (
            "{{ ''.__class__.x }}",
            "t:1: access to the attribute '__class__' of a 'str' is not allowed"
        ),
        ("{{ fail(1) }}", "t:1: fail: the host says no"),
    ])
    func `a rendering error names line and cause`(source: String, expected: String) throws {
        struct HostError: Error, CustomStringConvertible {
            var description: String { "the host says no" }
        }
        let functions = TemplateFunctions(["fail": { _ in throw HostError() }])
        let template = try Template(source, name: "t")
        let error = #expect(throws: TemplateError.self) {
            try template.render(["a": [:]], functions: functions)
        }
        #expect(error?.description == expected)
    }

    @Test(arguments: [
        "{{ nope }}", "{% if nope %}{% endif %}", "{% for x in nope %}{% endfor %}",
        "{{ nope | upper }}",
        "{{ nope == 1 }}", "{{ 'a' ~ nope }}", "{{ a.b }}", "{{ nope is none }}",
        "{{ [nope] | join }}",
        "{{ not nope }}", "{{ 'x' in nope }}", "{{ nope and 1 }}", "{{ pick(nope) }}",
    ])
    func `strict rendering refuses what is undefined`(source: String) throws {
        let template = try Template("\n" + source, name: "t")
        let functions = TemplateFunctions(["pick": { $0.first ?? nil }])
        let error = #expect(throws: TemplateError.self) {
            try template.render(["a": [:]], functions: functions, strict: true)
        }
        guard case .undefined("t", 2, let problem) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(problem.contains("nope") || problem.contains("'b'"))
    }

    @Test func `strict rendering accepts checks and defaults`() throws {
        let template = try Template(
            "{{ x | default('d') }}{{ x is defined }}{% if x is undefined %}u{% endif %}{{ y }}"
        )
        #expect(try template.render(["y": nil], strict: true) == "dFalseuNone")
    }
}

@Suite struct `Template variables` {
    @Test(
        arguments: [
            ("{{ a }} {{ b.c }} {{ d['e'] }}", ["a", "b", "d"], ["a", "b", "d"]),
            (
                "{% for x in xs %}{{ x }}{{ loop.index }}{{ y }}{% endfor %}{{ x }}",
                ["xs", "y", "x"], ["xs", "y", "x"]
            ),
            (
                "{% set a = b %}{{ a }}{% set c %}{{ d }}{% endset %}{{ c }}", ["b", "d"],
                ["b", "d"]
            ),
            (
                "{% macro m(p, q=r) %}{{ p }}{{ q }}{{ caller() }}{% endmacro %}{{ m(s) }}",
                ["r", "s"], ["r", "s"]
            ),
            ("{% with a = b %}{{ a }}{% endwith %}{{ a }}", ["a", "b"], ["a", "b"]),
            ("{{ pick(a) }}{{ range(n) | list }}{{ namespace().x }}", ["a", "n"], ["a", "n"]),
            (
                "{% if a is defined %}{{ a }}{% endif %}{{ b | default(c) }}", ["a", "b", "c"],
                ["c"]
            ),
            ("{{ a if a is defined else b }}{{ c is defined and c > 1 }}", ["a", "b", "c"], ["b"]),
            ("{% if a is not defined %}x{% else %}{{ a }}{% endif %}", ["a"], []),
            ("{% set ns.x = 1 %}", ["ns"], ["ns"]),
        ] as [(String, Set<String>, Set<String>)]
    )
    func `free names are found`(source: String, all: Set<String>, unconditional: Set<String>) throws
    {
        let template = try Template(source)
        #expect(template.variables == all)
        #expect(template.unconditionalVariables == unconditional)
    }

    @Test func `functions that are called are told apart from fields`() throws {
        let template = try Template("{{ pick(topics) }}{% macro m() %}{% endmacro %}{{ m() }}")
        #expect(template.calledFunctions == ["pick"])
        #expect(template.variables == ["topics"])
    }
}

@Suite struct `Expressions` {
    static let context: JSONObject = [
        "reward": ["helpfulness": 3.5], "response": "It works.", "turns": [1, 2], "none": nil,
    ]

    @Test(
        arguments: [
            ("reward.helpfulness > 2 and response | length < 4000", true),
            ("turns | length * 2", 4), ("[response, turns[1]]", ["It works.", 2]),
            ("{'a': reward.helpfulness / 2}", ["a": 1.75]), ("missing", nil), ("1, 'x'", [1, "x"]),
            ("range(3)", [0, 1, 2]), ("turns | map('string')", ["1", "2"]),
            ("response.upper()", "IT WORKS."),
        ] as [(String, JSON)]
    )
    func `an expression has a value`(source: String, expected: JSON) throws {
        #expect(try Expression(source).evaluate(Self.context) == expected)
    }

    @Test func `a condition holds by Python's truth`() throws {
        #expect(try Expression("turns").holds(in: Self.context))
        #expect(!(try Expression("[]").holds(in: Self.context)))
        #expect(!(try Expression("missing").holds(in: Self.context)))
        #expect(throws: TemplateError.self) {
            try Expression("missing").holds(in: [:], strict: true)
        }
    }

    @Test(arguments: ["", "a b", "a }}", "{{ a }}", "a +", "% x", "f(", "10 ** 40"])
    func `what is no expression or no value is an error`(source: String) {
        #expect(throws: TemplateError.self) { try Expression(source).evaluate([:]) }
    }

    @Test func `host functions get and return JSON`() throws {
        let functions = TemplateFunctions(["pick": { $0[0].array?[1] ?? nil }])
        #expect(try Expression("pick(turns) + 1").evaluate(Self.context, functions: functions) == 3)
        #expect(try Expression("pick(turns)").variables == ["turns"])
    }
}

@Suite struct `Chat templates` {
    @Test func `a chat template sees tokens, tools and the clock`() throws {
        let template = try ChatTemplate(
            "{{ bos_token }}{% if tools is none %}-{% else %}{{ tools | length }}{% endif %}"
                + "{{ strftime_now('%Y') }}{% for m in messages %}{{ m.role }}:{{ m.content }}{{ eos_token }}"
                + "{% endfor %}{% if add_generation_prompt %}>{% endif %}",
            bosToken: "<s>",
            eosToken: "</s>",
            clock: { CalendarTime(year: 2031, month: 2, day: 3) }
        )
        let messages: [JSON] = [["role": "user", "content": "hi"]]
        #expect(try template.render(messages: messages) == "<s>-2031user:hi</s>>")
        #expect(
            try template.render(
                messages: messages,
                addGenerationPrompt: false,
                extra: ["tools": [1]]
            )
                == "<s>12031user:hi</s>"
        )
    }

    @Test func `raise_exception passes its message verbatim`() throws {
        let template = try ChatTemplate(
            "{{ raise_exception('Roles must alternate!') }}",
            bosToken: nil,
            eosToken: nil
        )
        let error = #expect(throws: TemplateError.self) { try template.render(messages: []) }
        #expect(error == .raised(message: "Roles must alternate!"))
        #expect(error?.description == "Roles must alternate!")
    }
}
