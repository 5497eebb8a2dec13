import Testing

@testable import Jinja

/// Which parts of its variables a template is known to read.
@Suite struct `Paths that a template reads` {
    private static func text(_ path: ValuePath) -> String {
        path.steps.reduce(path.variable) { text, step in
            switch step {
            case .member(let name): "\(text).\(name)"
            case .element: "\(text)[i]"
            }
        }
    }

    @Test(arguments: [
        ("r.x > 1", ["r.x"]), ("r['x']", ["r.x"]), ("r.get('x')", ["r.x"]),
        ("[r] | map(attribute='x') | first", ["r.x"]), ("[r] | sum(attribute='x')", ["r.x"]),
        ("(m | last).x", ["m[i].x"]), ("m | selectattr('x', 'equalto', 1) | list", ["m[i].x"]),
        ("m | sort(attribute='a,b.c')", ["m[i].a", "m[i].b.c"]),
        ("m[:1] | map(attribute='a.b') | list", ["m[i].a.b"]), ("a[i].b", ["a[i]", "a[i].b"]),
        ("a.b.c", ["a.b", "a.b.c"]), ("a.b.upper()", ["a.b"]),
    ])
    func `are those of an expression`(source: String, paths: [String]) throws {
        #expect(try Expression(source).paths.map(Self.text).sorted() == paths)
    }

    @Test(arguments: [
        "r.get('x', 0)", "r.x | default(0)", "r['x'] is defined", "r.items() | list",
        "m | selectattr('x', 'defined') | list", "m | map(attribute='x', default=0) | list",
        "r is defined and r.x", "m[:1] | first | length",
    ])
    func `are not those whose absence it provides for`(source: String) throws {
        #expect(try Expression(source).paths.isEmpty)
    }

    @Test(arguments: [
        ("{% set a = r %}{{ a.x }}", ["r.x"]), ("{% for a in [r] %}{{ a.x }}{% endfor %}", ["r.x"]),
        ("{% for a in m %}{{ a.x }}{{ loop.index }}{% endfor %}", ["m[i].x"]),
        ("{% with a = m[0] %}{{ a.x }}{% endwith %}{{ a.y }}", ["a.y", "m[i]", "m[i].x"]),
        ("{% set a = r %}{% if c %}{% set a = s %}{% endif %}{{ a.x }}", []),
        ("{% macro f(r) %}{{ r.x }}{% endmacro %}{{ f(1) }}", []),
        ("{% for a in m recursive %}{{ a.x }}{% endfor %}", []),
        ("{% for k, v in r.items() %}{{ v.x }}{% endfor %}", []),
    ])
    func `follow what it sets`(source: String, paths: [String]) throws {
        #expect(try Template(source).paths.map(Self.text).sorted() == paths)
    }
}
