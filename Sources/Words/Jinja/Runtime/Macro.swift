/// A macro with the scope in which it was defined, or the body of a `{% call %}` block.
final class Macro: TemplateObject {
    private let statement: MacroStatement
    private let scope: Scope

    init(_ statement: MacroStatement, scope: Scope) {
        self.statement = statement
        self.scope = scope
    }

    let typeName = "Macro"
    let isCallable = true
    var description: String { "<Macro '\(statement.name.text)'>" }

    func attribute(_ name: String) -> TemplateValue? {
        switch name {
        case "name": .string(statement.name.text)
        case "arguments": .tuple(statement.parameters.map { .string($0.symbol.text) })
        case "catch_kwargs": .bool(statement.kwargs != nil)
        case "catch_varargs": .bool(statement.varargs != nil)
        case "caller": .bool(statement.caller != nil)
        default: nil
        }
    }

    func call(
        _ arguments: CallArguments,
        in interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let inner = Scope(parent: scope)
        try bind(arguments, in: inner, interpreter)
        return try interpreter.capture { () throws(TemplateError) in
            _ = try interpreter.execute(statement.body, in: inner)
        }
    }

    private func bind(
        _ arguments: CallArguments,
        in inner: Scope,
        _ interpreter: Interpreter
    ) throws(TemplateError) {
        var arguments = arguments
        let parameters = statement.parameters
        try bindCaller(&arguments, in: inner, interpreter)
        for (index, parameter) in parameters.enumerated() {
            let name = parameter.symbol.text
            try interpreter.spend(elements: arguments.named.count)
            let named = arguments.take(named: name)
            if index < arguments.positional.count {
                guard named == nil else {
                    throw fault("got the argument '\(name)' twice", interpreter)
                }
                inner.set(parameter.symbol, to: arguments.positional[index])
            } else if let named {
                inner.set(parameter.symbol, to: named)
            } else if let term = parameter.defaultValue {
                // In the inner scope: a default may use the parameters before it.
                inner.set(parameter.symbol, to: try interpreter.evaluate(term, in: inner))
            } else {
                inner.set(parameter.symbol, to: .undefined("the parameter '\(name)' was not given"))
            }
        }
        let surplus = Array(arguments.positional.dropFirst(parameters.count))
        if let varargs = statement.varargs {
            inner.set(varargs, to: .tuple(surplus))
        } else if !surplus.isEmpty {
            throw fault(
                "takes \(parameters.count) arguments, \(arguments.positional.count) were given",
                interpreter
            )
        }
        try bindNamed(arguments.named, in: inner, interpreter)
    }

    private func bindCaller(
        _ arguments: inout CallArguments,
        in inner: Scope,
        _ interpreter: Interpreter
    ) throws(TemplateError) {
        guard let symbol = statement.caller else { return }
        inner.set(
            symbol,
            to: arguments.take(named: "caller") ?? .undefined("no caller is defined")
        )
    }

    private func bindNamed(
        _ named: [(name: String, value: TemplateValue)],
        in inner: Scope,
        _ interpreter: Interpreter
    ) throws(TemplateError) {
        if let kwargs = statement.kwargs {
            let pairs = named.map { (TemplateValue.string($0.name), $0.value) }
            inner.set(kwargs, to: .dictionary(try interpreter.mapping(pairs)))
        } else if let first = named.first {
            throw fault("has no parameter '\(first.name)'", interpreter)
        }
    }

    private func fault(_ problem: String, _ interpreter: Interpreter) -> TemplateError {
        interpreter.fault("the macro '\(statement.name.text)' \(problem)")
    }
}
