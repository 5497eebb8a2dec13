/// The free names of a template: those that it reads without having set them.
struct FreeNames {
    /// Names read as values.
    private(set) var read: Set<String> = []
    /// Names read outside of `is defined` checks and `default` filters.
    private(set) var unconditional: Set<String> = []
    /// Names called like functions.
    private(set) var called: Set<String> = []
    /// Parts read of free names outside of such checks: `a.b`, `a['b']`, `a.get('b')`, also by way of
    /// loops and filters.
    private(set) var paths: Set<ValuePath> = []

    /// The names that are set, with where their values come from.
    private var scopes: [[String: ValueOrigin?]] = [[:]]
    /// Names that an enclosing check has found defined.
    private var guarded: Set<String> = []

    init(of body: [Statement]) { visit(body) }

    init(of term: Term) { visit(term) }

    // MARK: Scopes

    private func isBound(_ name: String) -> Bool { scopes.contains { $0[name] != nil } }

    private mutating func bind(_ name: String, _ origin: ValueOrigin? = nil) {
        // Of a name that is set twice it is not known which value it has.
        let isNew = scopes[scopes.count - 1][name] == nil
        scopes[scopes.count - 1].updateValue(isNew ? origin : nil, forKey: name)
    }

    private func origin(of term: Term) -> ValueOrigin? {
        term.origin { symbol in
            for scope in scopes.reversed() {
                if let bound = scope[symbol.text] { return bound }
            }
            return Globals.names.contains(symbol.text) ? nil : ValueOrigin(of: symbol.text)
        }
    }

    private mutating func bind(_ target: Target, _ origin: ValueOrigin? = nil) {
        switch target {
        case .name(let symbol): bind(symbol.text, origin)
        case .tuple(let targets): for target in targets { bind(target) }
        case .attribute(let symbol, _, _): read(symbol.text)
        }
    }

    private mutating func scoped(_ body: (inout FreeNames) -> Void) {
        scopes.append([:])
        body(&self)
        scopes.removeLast()
    }

    private mutating func guarding(_ names: Set<String>, _ body: (inout FreeNames) -> Void) {
        // Added and removed one by one: a copy of the set for every branch would be quadratic.
        let added = names.subtracting(guarded)
        guarded.formUnion(added)
        body(&self)
        guarded.subtract(added)
    }

    private mutating func read(_ name: String) {
        guard !isBound(name) else { return }
        guard !Globals.names.contains(name) else {
            if name == "lipsum" { called.insert(Interpreter.uniform) }
            return
        }
        read.insert(name)
        if !guarded.contains(name) { unconditional.insert(name) }
    }

    // MARK: Statements

    private mutating func visit(_ body: [Statement]) {
        for statement in body { visit(statement) }
    }

    private mutating func visit(_ statement: Statement) {
        switch statement {
        case .text, .breakLoop, .continueLoop: break
        case .output(let term): visit(term)
        case .conditional(let branches, let otherwise): visit(branches, otherwise)
        case .loop(let loop): visit(loop)
        case .assign(let target, let term):
            // The value first: `{% set x = x %}` reads the outer x.
            visit(term)
            bind(target, origin(of: term))
        case .assignBlock(let target, let filter, let body):
            scoped { $0.visit(body) }
            visit(filter)
            bind(target)
        case .macro(let macro):
            bind(macro.name.text)
            visit(macro)
        case .call(let call, let caller):
            visit(call)
            visit(caller)
        case .filter(let filter, let body):
            visit(filter)
            scoped { $0.visit(body) }
        case .with(let values, let body):
            for (_, term) in values { visit(term) }
            let origins = values.map { origin(of: $0.1) }
            scoped { names in
                for ((target, _), origin) in zip(values, origins) { names.bind(target, origin) }
                names.visit(body)
            }
        case .autoescape(let term, let body):
            visit(term)
            scoped { $0.visit(body) }
        case .scope(let body), .block(let body, _): scoped { $0.visit(body) }
        }
    }

    private mutating func visit(
        _ branches: [(test: Term, body: [Statement])],
        _ otherwise: [Statement]
    ) {
        // A loop, not a recursion: there may be any number of `elif`s.
        var excluded: Set<String> = []
        for branch in branches {
            visit(branch.test)
            guarding(branch.test.namesDefined(ifIs: true)) { $0.visit(branch.body) }
            let added = branch.test.namesDefined(ifIs: false).subtracting(guarded)
            guarded.formUnion(added)
            excluded.formUnion(added)
        }
        visit(otherwise)
        guarded.subtract(excluded)
    }

    private mutating func visit(_ loop: LoopStatement) {
        visit(loop.items)
        // A recursive loop goes on with other items.
        let element = loop.isRecursive ? nil : origin(of: loop.items)?.element
        scoped { names in
            names.bind(loop.target, element)
            // `loop` is bound later: it does not exist in the condition.
            if let condition = loop.condition { names.visit(condition) }
            names.bind(loop.loop.text)
            names.visit(loop.body)
        }
        scoped { $0.visit(loop.otherwise) }
    }

    private mutating func visit(_ macro: MacroStatement) {
        scoped { names in
            for special in [macro.varargs, macro.kwargs, macro.caller] {
                if let special { names.bind(special.text) }
            }
            for parameter in macro.parameters {
                if let term = parameter.defaultValue { names.visit(term) }
                names.bind(parameter.symbol.text)
            }
            names.visit(macro.body)
        }
    }

    // MARK: Expressions

    /// Notes that a part of a value is read, if it comes from a free name.
    private mutating func note(_ origin: ValueOrigin?) {
        guard let path = origin?.path, !path.steps.isEmpty, !guarded.contains(path.variable) else {
            return
        }
        paths.insert(path)
    }

    /// Visits what may be undefined: its last member need not be there.
    private mutating func visitUnsure(_ term: Term) {
        switch term.kind {
        case .attribute(let base, _): visit(base)
        case .item(let base, let key):
            visit(base)
            visit(key)
        default:
            if let getting = term.getting { visit(getting.base) } else { visit(term) }
        }
    }

    private mutating func visit(_ term: Term) {
        switch term.kind {
        case .name(let symbol): read(symbol.text)
        case .attribute(let base, _):
            note(origin(of: term))
            visit(base)
        case .item(let base, let key):
            note(origin(of: term))
            visit(base)
            visit(key)
        case .call(let function, let arguments):
            if case .name(let symbol) = function.kind {
                if isBound(symbol.text) || Globals.names.contains(symbol.text) {
                    read(symbol.text)
                } else {
                    called.insert(symbol.text)
                }
            } else if case .attribute(let base, _) = function.kind {
                // A method is no member; `get` reads one.
                if term.getting != nil { note(origin(of: term)) }
                visit(base)
            } else {
                visit(function)
            }
            for argument in arguments.all { visit(argument) }
        case .filter(let base, "default", let arguments), .filter(let base, "d", let arguments):
            guarding(base.rootName) { $0.visitUnsure(base) }
            for argument in arguments.all { visit(argument) }
        case .filter(let base, "random", _):
            called.insert(Interpreter.uniform)
            visit(base)
        case .test(let base, "defined", _), .test(let base, "undefined", _):
            guarding(base.rootName) { $0.visitUnsure(base) }
        case .and(let left, let right):
            visit(left)
            guarding(left.namesDefined(ifIs: true)) { $0.visit(right) }
        case .or(let left, let right):
            visit(left)
            guarding(left.namesDefined(ifIs: false)) { $0.visit(right) }
        case .conditional(let test, let then, let otherwise):
            visit(test)
            guarding(test.namesDefined(ifIs: true)) { $0.visit(then) }
            if let otherwise {
                guarding(test.namesDefined(ifIs: false)) { $0.visit(otherwise) }
            }
        case .filter(let base, let name, let arguments):
            if name == "map", case .literal(.string("random")) = arguments.positional.first?.kind {
                called.insert(Interpreter.uniform)
            }
            for attribute in term.attributes {
                note(origin(of: base)?.element?.attribute(attribute))
            }
            for child in term.kind.children { visit(child) }
        default:
            for child in term.kind.children { visit(child) }
        }
    }
}

extension Term {
    /// The name that the term consists of; empty for any other term.
    fileprivate var rootName: Set<String> {
        if case .name(let symbol) = kind { [symbol.text] } else { [] }
    }

    /// The names that are certainly defined if this test evaluates to `outcome`.
    fileprivate func namesDefined(ifIs outcome: Bool) -> Set<String> {
        switch kind {
        case .test(let base, "defined", _): outcome ? base.rootName : []
        case .test(let base, "undefined", _): outcome ? [] : base.rootName
        case .not(let inner): inner.namesDefined(ifIs: !outcome)
        case .and(let left, let right) where outcome:
            left.namesDefined(ifIs: true).union(right.namesDefined(ifIs: true))
        case .or(let left, let right) where !outcome:
            left.namesDefined(ifIs: false).union(right.namesDefined(ifIs: false))
        default: []
        }
    }
}
