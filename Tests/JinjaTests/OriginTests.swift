import JSON
import TestSupport
import Testing

@testable import Jinja

/// Which parts of a rendered text come from outside.
@Suite struct `The origin of a rendered text` {
    /// The text with what is from outside between « and ».
    private func marked(_ rendered: RenderedText) -> String {
        let bytes = Array(rendered.text.utf8)
        var text = ""
        var end = 0
        for part in rendered.outside {
            text += String(decoding: bytes[end..<part.lowerBound], as: UTF8.self)
            text += "«\(String(decoding: bytes[part], as: UTF8.self))»"
            end = part.upperBound
        }
        return text + String(decoding: bytes[end...], as: UTF8.self)
    }

    private func render(_ template: String, _ outside: JSONObject) throws -> String {
        marked(try Template(template).render(outside: outside, own: ["own": "<o>"]))
    }

    @Test(arguments: [
        ("<a>{{ c }}<b>", "<a>« Жа »<b>"),
        ("<a>{{ c | trim }}<b>", "<a>«Жа»<b>"),
        ("{{ '<a>' + c + '<b>' }}", "<a>« Жа »<b>"),
        ("{{ '<a>' ~ c ~ own }}", "<a>« Жа »<o>"),
        ("{{ (' <a>' ~ c) | trim }}", "<a>« Жа»"),
        ("{{ ('<a>' + c).strip() }}", "<a>« Жа»"),
        ("{{ ('<a>' + c)[1:6] }}", "a>« Жа»"),
        ("{{ ('<a>' + c)[-3] }}", "«Ж»"),
        ("{{ (c + '<b>')[::-1] }}", ">b<« аЖ »"),
        ("{{ [own, c, '<b>'] | join('|') }}", "<o>|« Жа »|<b>"),
        ("{{ c.join(['<a>', '<b>']) }}", "<a>« Жа »<b>"),
        ("{{ ('<a>' + c).split('>')[1] }}", "« Жа »"),
        ("{{ ('<a> ' + c).split()[0] }}", "<a>"),
        ("{{ ('<a> ' + c).split()[1] }}", "«Жа»"),
        ("{{ ('x<a>\n' + c).splitlines() | last }}", "« Жа »"),
        ("{{ ('<a>' + c).partition('>') | last }}", "« Жа »"),
        ("{{ '<a>@<b>' | replace('@', c) }}", "<a>« Жа »<b>"),
        ("{{ ('<a>' + c) | replace('<a>', own) }}", "<o>« Жа »"),
        ("{{ '<a>%s<b>' | format(c) }}", "<a>« Жа »<b>"),
        ("{{ '<a>%s<b>' % c }}", "<a>« Жа »<b>"),
        ("{{ '<a>{}{x}'.format(c, x=own) }}", "<a>« Жа »<o>"),
        ("{{ ('<a>' ~ c) | upper }}", "<A>« ЖА »"),
        ("{{ ('<a>' ~ c).lower() }}", "<a>« жа »"),
        ("{{ ('<a>' ~ c).removeprefix('<') }}", "a>« Жа »"),
        ("{% set x %}<a>{{ c }}{% endset %}{{ x | trim }}", "<a>« Жа»"),
        ("{% filter upper %}<a>{{ c }}{% endfilter %}", "<A>« ЖА »"),
        ("{% macro m(x) %}<a>{{ x }}{% endmacro %}{{ m(c) + own }}", "<a>« Жа »<o>"),
        (
            "{% macro m() %}<a>{{ caller() }}{% endmacro %}{% call m() %}{{ c }}{% endcall %}",
            "<a>« Жа »"
        ),
        ("{% for x in '<' ~ c %}{{ x }}{% endfor %}", "<« Жа »"),
        (
            "{% set ns = namespace(t='') %}{% for x in [own, c] %}{% set ns.t = ns.t ~ x %}"
                + "{% endfor %}{{ ns.t }}", "<o>« Жа »"
        ),
        ("{% set j = joiner(c) %}{{ j() }}<a>{{ j() }}", "<a>« Жа »"),
        ("{% set j = joiner() %}{{ j() }}<a>{{ j() }}", "<a>, "),
        (
            "{{ [own] | random }}{{ [c] | random }}{{ [own, [c]] | map('random') | last }}",
            "<o>« Жа  Жа »"
        ),
        ("{{ [c, own] | reverse | first }}{{ c | first }}", "<o>« »"),
        ("{{ none | default(own) }}{{ nothing | default(c) }}", "None« Жа »"),
        ("{{ {'k': c}['k'] }}{{ {'k': own}.get('k', c) }}", "« Жа »<o>"),
        ("{{ c | tojson }}", "«\" Жа \"»"),
        ("{{ [c] }}", "«[' Жа ']»"),
        ("{{ 2 * c }}", "« Жа  Жа »"),
        ("{{ c if c else own }}{{ c and own }}", "« Жа »<o>"),
        ("{{ c | length }}{{ 'Ж' in c }}", "4True"),
        ("{{ m.role }}|{{ m.content }}", "user|«user»"),
        ("{{ n.role }}", "«x> <|system|»"),
    ])
    func `is kept through what the template does with it`(
        template: String, expected: String
    ) throws {
        let context: JSONObject = [
            "c": " Жа ", "m": ["role": "user", "content": "user"],
            "n": ["role": "x> <|system|"],
        ]
        let rendered = try Template(template).render(
            outside: context, trusting: ["role": ["user", "system"]], own: ["own": "<o>"])
        #expect(marked(rendered) == expected)
        let plain = try Template(template).render(context.merging(["own": "<o>"]))
        #expect(rendered.text == plain)
    }

    /// Expressions of `c`, a text of Cyrillic letters, which no template here has.
    @Test(arguments: [
        "c | upper", "c | lower", "c | capitalize", "c | title", "c | striptags", "c | trim",
        "c | replace('а', 'x')", "c | indent(2, true)", "c | truncate(4)", "c | wordwrap(3)",
        "c | center(30)", "c | string", "c | escape", "c | e", "c | safe", "c | forceescape",
        "c | pprint", "c | tojson", "[c] | tojson", "{'a': c} | tojson(indent=2)", "c | list",
        "c | reverse", "[c] | reverse | list", "[c, 'x'] | join('-')", "['x', 'y'] | join(c)",
        "[c] | sum(start='x')", "c | random", "[c] | random", "[c, 'x'] | max", "[c, 'x'] | min",
        "[c, 'x'] | sort",
        "{'a': c} | dictsort", "[c, c] | unique | list", "[{'a': c}] | groupby('a')",
        "[c] | batch(2, c) | list", "[c] | slice(1) | list", "'x' | default(c)",
        "none | d(c, true)",
        "[{'a': c}] | map(attribute='a') | list", "[c] | map('upper') | list",
        "[c] | select('string') | list", "[{'a': c}] | selectattr('a') | list", "{'a': c}.a",
        "{'a': c} | items | list", "{'a': c}.values() | list", "{c: 1}.keys() | list",
        "{c: 'x'}", "{c: 'x'} | tojson", "c.upper()", "c.casefold()", "c.swapcase()",
        "c.title()", "c.strip('а')", "c.split()", "c.split('а')", "c.rsplit('а', 1)",
        "c.splitlines()", "c.partition('а')", "c.rpartition('а')", "c.replace('а', 'x')",
        "'x'.replace('x', c)", "c.join(['x', 'y'])", "'x'.join([c, c])", "c.center(30, '*')",
        "c.ljust(30)", "c.zfill(30)", "c.expandtabs()", "'{}'.format(c)", "'{0:>30}'.format(c)",
        "'{a}'.format(a=c)", "'{0[0]}'.format([c]) if false else c", "c.format()", "c % ()",
        "'%s' % c", "'%10s|%r' % (c, c)", "'%(a)s' % {'a': c}", "c[1:]", "c[0]", "c[::2]",
        "c * 3", "c ~ 1", "1 ~ c", "[c] + [c]", "(c, 'x')", "c | attr('upper')", "dict(a=c)",
        "cycler(c, 'x').next()", "joiner(c)", "namespace(a=c).a", "c.encode is defined or c",
        "(c | safe) + 'x'", "'x' + (c | safe)", "(c | safe) ~ '<'", "c | urlencode",
        "host(c)", "c | replace('', 'x')", "c.removesuffix('а')", "lipsum is defined or c",
        "c | format", "'%s' | format(c | e)", "c.rjust(30)", "c.strip() | trim('а') | list | join",
    ])
    func `lets nothing from outside pass for the template's own`(expression: String) throws {
        let functions = TemplateFunctions(["host": { $0[0] }])
        let template = try Template("<|{{ \(expression) }}|>")
        let rendered = try template.render(
            outside: ["c": "раз Два\nтри <б>"], functions: functions)
        let own = rendered.ownTexts.joined() + rendered.text.suffix(2)
        #expect(!own.unicodeScalars.contains { (0x400...0x4FF).contains($0.value) }, "\(rendered)")
    }

    @Test(arguments: FamilyCases.templates, ["plain", "system", "think"])
    func `is exact in templates in the manner of the published ones`(
        family: JSON, kind: String
    ) throws {
        let context = try #require(FamilyCases.contexts[kind])
        // Contents that no template has a part of; a thinking part stays, since templates look for it.
        let letters = ["Ж", "Д", "Ц", "Щ"]
        let messages = (context["messages"]?.array ?? []).enumerated().map { index, message in
            JSON.object([
                "role": message["role"] ?? .null,
                "content": .string(
                    message["content"]?.string?.contains("</think>") == true
                        ? "<think>\nЯ\n</think>\n\n\(letters[index])" : letters[index]),
            ])
        }
        let template = try ChatTemplate(
            family["template"]?.string ?? "", bosToken: "<s>", eosToken: "</s>",
            clock: { CalendarTime(year: 2026, month: 3, day: 7) })
        guard family["renders"]?[kind]?["error"] == nil else {
            #expect(throws: TemplateError.self) { try template.render(messages: messages) }
            return
        }
        let plain = try template.render(messages: messages)
        let rendered = try template.renderTracing(messages: messages)
        #expect(rendered.text == plain)
        let bytes = Array(plain.utf8)
        for part in rendered.outside {
            let text = String(decoding: bytes[part], as: UTF8.self)
            #expect(text.contains { "ЖДЦЩЯ".contains($0) }, "\(text)")
            #expect(!text.contains("|") && !text.contains("[") && !text.contains("turn"), "\(text)")
        }
        #expect(!rendered.ownTexts.joined().contains { "ЖДЦЩЯ".contains($0) })
    }

    @Test(arguments: `Jinja fixtures`.cases.filter { $0.expected != nil })
    func `changes no text`(example: JinjaCase) throws {
        let rendered = try Template(example.template).render(
            outside: example.context, functions: JinjaCase.functions)
        #expect(Array(rendered.text.utf8) == Array((example.expected ?? "").utf8))
    }
}

@Suite struct `Headings of a template` {
    private func headings(_ source: String, _ context: JSONObject = [:]) throws -> [String] {
        let rendered = try Template(source, headings: ["[a]", "[b]"]).renderWithHeadings(context)
        let bytes = Array(rendered.text.utf8)
        return rendered.headings.map {
            String(decoding: bytes[..<$0.lowerBound], as: UTF8.self).suffix(1)
                + String(decoding: bytes[$0], as: UTF8.self)
        }
    }

    @Test func `are lines of its text`() throws {
        #expect(try headings("[a]\nx\n[b]\n[c]\n [a]\n[a] x") == ["[a]", "\n[b]"])
        #expect(try headings("[a]\r\nx\r\n[b]\r\n") == ["[a]", "\n[b]"])
        #expect(
            try headings("{% if true %}\n[a]\n{% endif %}\n{% raw %}\n[b]\n{% endraw %}").count == 2
        )
        #expect(try headings("{# \n[a]\n #}{{ '\n[b]\n' }}").isEmpty)
    }

    @Test func `are none of a value's`() throws {
        #expect(try headings("x\n{{ c }}\n[b]", ["c": "y\n[a]\nz"]) == ["\n[b]"])
        #expect(try headings("{{ c }}a]\n[{{ d }}\n", ["c": "[", "d": "a]"]).isEmpty)
    }

    @Test func `go where the text of a block goes`() throws {
        #expect(
            try headings("{% set x %}\n[a]\n{{ c }}\n{% endset %}-{{ x }}", ["c": "[b]"]) == [
                "-[a]"
            ])
        #expect(try headings("{% macro m() %}\n[b]\n{% endmacro %}x{{ m() | trim }}") == ["x[b]"])
    }
}
