import Hashing
import JSON
import Jinja
import TestSupport
import Testing

/// Templates come with models and pipelines of strangers: each of these must end, soon, in an error.
@Suite struct `Hostile templates` {
    @Test(arguments: [
        "{% for a in range(1000000) %}{% for b in range(1000000) %}{% endfor %}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
        "{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}",
        "{% set ns = namespace(s='xxxxxxxxxxxxxxxx') %}{% for i in range(100) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
        "{% set ns = namespace(s=[1]) %}{% for i in range(100) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
        "{% set ns = namespace(s=[1]) %}{% for i in range(100) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s }}",
        "{% set ns = namespace(s=[1]) %}{% for i in range(100000) %}{% set ns.s = [ns.s] %}{% endfor %}",
        "{% set ns = namespace(s=1) %}{% for i in range(100000) %}{% set ns.s = [ns.s] | reverse %}{% endfor %}",
        "{% set ns = namespace(s=1) %}{% for i in range(100000) %}{% set ns.s = cycler(ns.s).next %}{% endfor %}",
        "{{ 'x' * 10000000000 }}", "{{ [0] * 10000000000 }}", "{{ range(100000000000) | list }}",
        "{{ 'x' | center(10000000000) }}", "{{ 'x'.ljust(10000000000) }}",
        "{{ 'x' | indent(9999999999, true) }}",
        "{{ '%999999999d' | format(1) }}", "{{ '{:999999999}'.format(1) }}",
        "{{ '%.999999f' | format(1) }}{{ x() }}",
        "{{ 9 ** 9 ** 9 }}", "{{ 1 << 3 }}", "{{ [1] | batch(10000000000, 0) | list }}",
        "{{ [1] | slice(10000000000) | list }}",
        "{{ ('x' * 1000000).replace('x', 'y' * 1000000) }}",
        "{{ ('x' * 1000000).replace('', 'y' * 1000000) }}",
        "{{ ('x' * 1000000) | list | join('y' * 1000000) }}",
        "{% for i in range(1000000) %}{{ 'x' * 1000000 }}{% endfor %}",
        "{{ [[]] * 1000 | map('list') }}", "{{ 1.5 | round(999999999) }}",
        "{{ raise_exception() }}",
        "{{ namespace().__init__.__globals__ }}", "{{ ''.format.__self__.x }}",
        "{{ 'nan' | filesizeformat + 1 }}", "{{ -1e300 | filesizeformat }}",
        "{{ 'x' | truncate(-9223372036854775807 - 1) }}",
        "{{ ('x ' * 100000) | wordwrap(1, wrapstring='y' * 1000000) }}",
        "{{ range(100000) | list | tojson(separators=['y' * 1000000, ':']) }}",
        "{{ [[[[1]]]] * 1000 | tojson(indent='y' * 10000000) }}",
        // Work that costs more than it prints.
        "{% set ns = namespace(d={}) %}{% for i in range(10 ** 6) %}{% set ns.d = dict(ns.d, **{i | string: i}) %}{% endfor %}",
        "{% set xs = range(1000000) | list %}{% for i in range(1000) %}{{ xs | sort | length }}{% endfor %}",
        "{% set xs = range(1000000) | list %}{% for i in range(1000) %}{{ xs | unique | list | length }}{% endfor %}",
        "{% set d = 'x' * 1000000 %}{% for i in range(100000) %}{{ {}[d] }}{% endfor %}",
        "{% set d = 'x.' * 500000 %}{% for i in range(100000) %}{{ [{}] | map(attribute=d) | list }}{% endfor %}",
        "{% set xs = range(1000000) | list %}{% for i in range(100000) %}{{ '%.1r' % (xs,) }}{{ '{!r:.1}'.format(xs) }}{% endfor %}",
        "{% set xs = range(100000) | list %}{% for i in range(100000) %}{{ loop.changed(xs) }}{% endfor %}",
        "{% macro m() %}{{ kwargs | length }}{% endmacro %}{% set d = dict(range(100000) | map('string') | batch(2)) %}{% for i in range(100000) %}{{ m(**d) }}{% endfor %}",
        "{% for i in range(1000000) %}{{ lipsum() }}{% endfor %}",
        "{{ ('http://a.com ' * 1000000) | urlize }}{{ ('http://a.com ' * 4000000) | urlize }}",
        "{{ 'x\\t' * 1000000 | length }}{{ ('\\t' * 1000).expandtabs(1000000) }}",
        "{% for i in range(100) %}{{ range(100000) | list | pprint }}{% endfor %}",
        "{% set ns = namespace(s='a' * 1000) %}{% for i in range(50) %}{% set ns.s = ns.s.replace('a', 'aa') %}{% endfor %}",
        "{% set ns = namespace(s='a' * 1000) %}{% for i in range(50) %}{% set ns.s = ns.s | replace('a', 'aa') %}{% endfor %}",
        "{% for i in range(1000) %}{% set x = 'x' * 1000000 %}{% endfor %}",
        "{% for i in range(1000) %}{% set x = [0] * 10000 %}{% endfor %}",
        "{% set xs = [0] * 10000 %}{% for i in range(1000) %}{% set x = xs + xs %}{% endfor %}",
        "{% set xs = [0] * 10000 %}{% for i in range(1000) %}{% set x = xs[1:] %}{% endfor %}",
        "{% for i in range(1000) %}{% set x = 'x' | center(1000000) %}{% endfor %}",
        "{% for i in range(1000) %}{% set x = ('\\n' * 1000) | indent %}{% endfor %}",
        "{% set s = 'x\\n' * 1000 %}{% for i in range(1000) %}{% set x = s.splitlines() %}{% endfor %}",
        "{% set s = 'x ' * 1000 %}{% for i in range(1000) %}{% set x = s.split() %}{% endfor %}",
        "{% set s = 'x ' * 1000 %}{% for i in range(1000) %}{% set x = s.split(' ') %}{% endfor %}",
        "{% set s = 'x ' * 1000 %}{% for i in range(1000) %}{% set x = s | wordwrap(1) %}{% endfor %}",
        "{% set m = dict(range(2000) | map('string') | batch(2)) %}{% for i in range(1000) %}{% set x = m.items() %}{% endfor %}",
        "{% set m = dict(range(2000) | map('string') | batch(2)) %}{% for i in range(1000) %}{% set x = m | items %}{% endfor %}",
        "{{ ([range(1000) | list] * 10000) | sum(start=[]) }}",
        "{{ ([(1, 2)] * 20000) | sum(start=()) }}",
        "{{ xs.append(1) }}",
        "{{ xs.pop() }}", "{{ d.update({}) }}", "{{ d.clear() }}",
    ])
    func `a hostile template ends in an error`(source: String) {
        #expect(throws: TemplateError.self) {
            try Template(source).render(["xs": [1], "d": ["a": 1]], stepLimit: 200_000)
        }
    }

    /// With all steps that there are, only the size can stop these: a list takes more memory than
    /// what it prints.
    @Test(arguments: [
        "{{ [0] * 3000000 }}", "{{ ([0] * 1500000) + ([0] * 1500000) }}",
        "{{ ('x' * 3000000) | list }}",
        "{% set xs = [0] * 1000000 %}{{ [xs, xs, xs] }}",
        "{{ ('\\n' * 3000000).splitlines() }}", "{{ ('x ' * 3000000).split() }}",
        "{{ ('x ' * 3000000).split(' ') }}", "{{ range(600000) | batch(1) }}",
        "{{ ([[0] * 1000000] * 3) | sum(start=[]) }}",
    ])
    func `a list weighs what it takes in memory`(source: String) throws {
        let error = #expect(throws: TemplateError.self) {
            try Template(source).render([:], stepLimit: .max)
        }
        #expect("\(try #require(error))".contains("grows beyond 64 MiB"))
    }

    @Test func `lists are joined by sum in one pass`() throws {
        let template = try Template("{{ ([[1, 2]] * 5000) | sum(start=[0]) | length }}")
        #expect(try template.render([:], stepLimit: 100_000) == "10001")
        #expect(try Template("{{ [[1], [2]] | sum(start=[]) }}").render([:]) == "[1, 2]")
        #expect(throws: TemplateError.self) {
            try Template("{{ [[1], 'a'] | sum(start=[]) }}").render([:])
        }
    }

    @Test func `a long conversation takes few of the steps`() throws {
        let messages = (0..<1000).map { number -> JSON in
            ["role": number % 2 == 0 ? "user" : "assistant", "content": "Some words, again."]
        }
        let template = try Template(
            "{% for m in messages %}{% if messages | length > 2 and messages[-1].role == m.role %}"
                + "{{ m.content.replace('w', 'W') | trim }}{% endif %}"
                + "{{ m.content.split(' ')[-1] }}{% for k, v in m.items() %}{{ k ~ v }}{% endfor %}"
                + "{% set rest = messages[1:] %}{% endfor %}")
        _ = try template.render(["messages": .array(messages)], stepLimit: Template.stepLimit / 10)
    }

    @Test(arguments: ["center", "ljust", "rjust"])
    func `a width below every length leaves a text as it is`(name: String) throws {
        let width = "(-9223372036854775807 - 1)"
        let source =
            name == "center" ? "{{ 'x' | center(\(width)) }}" : "{{ 'x'.\(name)(\(width)) }}"
        #expect(try Template(source).render([:]) == "x")
    }

    @Test func `tags without ends and words without spaces cost one look each`() throws {
        let template = try Template("{{ (s * 300000) | striptags | wordwrap(1) | length }}")
        #expect(try template.render(["s": "<"]) == "599999")
    }

    @Test(arguments: [
        "(", "[", "{'a':", "not ", "-", "a[", "a(", "a|f(", "1+", "1 if 1 else ", "a.",
    ])
    func `deeply nested sources are refused or parsed, never a crash`(part: String) {
        let source = "{{ " + String(repeating: part, count: 100_000)
        #expect(throws: TemplateError.self) { try Template(source) }
        #expect(throws: TemplateError.self) { try Template(source + "1 }}") }
    }

    @Test
    func `a long list of unknown filters is refused without going through it again and again`() {
        let source = "{{ [" + String(repeating: "a | nope, ", count: 50_000) + "] }}"
        #expect(throws: TemplateError.self) { try Template(source) }
    }

    @Test(arguments: [
        "{% if a %}", "{% for a in b %}", "{% macro m() %}", "{% set a %}", "{% raw %}", "{#",
    ])
    func `deeply nested blocks are refused`(part: String) {
        #expect(throws: TemplateError.self) { try Template(String(repeating: part, count: 10_000)) }
    }

    @Test func `any number of elifs is gone through one by one`() throws {
        let elifs = (1...50_000).map { "{% elif a\($0) is undefined %}" }.joined()
        let template = try Template("{% if 1 %}x\(elifs){% else %}{{ a7 }}{% endif %}")
        #expect(try template.render([:]) == "x")
        // After the test above has failed, `a7` is there for certain.
        #expect(template.unconditionalVariables.isEmpty)
    }

    @Test func `fifty thousand variables are found without going through all of them`() throws {
        let sets = (1...50_000).map { "{% set v\($0) = \($0) %}" }.joined()
        let macros = (1...20_000).map { "{% macro m\($0)() %}{% endmacro %}" }.joined()
        #expect(try Template(sets + macros + "{{ v1 + v50000 }}").render([:]) == "50001")
    }

    @Test func `scopes, macros and namespaces that hold each other are released`() throws {
        let template = try Template(
            "{% set ns = namespace() %}{% set ns.me = ns %}{% for i in [1, 2] %}{% macro m() %}{{ i }}"
                + "{% endmacro %}{% set ns.m = m %}{% call m() %}{% endcall %}{% endfor %}{{ ns.m() }}"
        )
        #expect(throws: TemplateError.self) { try template.render([:]) }
    }

    @Test(arguments: 0..<300)
    func `mutilated templates never crash`(seed: Int) {
        var generator = SplitMix64(seed: UInt64(seed))
        let sources =
            FamilyCases.templates.compactMap { $0["template"]?.string }
            + RecordedCases.cases.map(\.template)
        var bytes = Array(sources[Int(generator.next() % UInt64(sources.count))].utf8)
        for _ in 0..<(1 + generator.next() % 6) where !bytes.isEmpty {
            let index = Int(generator.next() % UInt64(bytes.count))
            let marks = Array("{}%#'\"|()[].,:-+*~ \n\\ae1".utf8)
            switch generator.next() % 3 {
            case 0: bytes.remove(at: index)
            case 1: bytes.insert(marks[Int(generator.next() % UInt64(marks.count))], at: index)
            default: bytes[index] = marks[Int(generator.next() % UInt64(marks.count))]
            }
        }
        let source = String(decoding: bytes, as: UTF8.self)
        let context = FamilyCases.contexts["tools"] ?? [:]
        let first = try? Template(source).render(context, functions: JinjaCase.functions)
        #expect(first == (try? Template(source).render(context, functions: JinjaCase.functions)))
    }
}
