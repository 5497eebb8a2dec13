/// The values that a call passes.
struct CallArguments {
    var positional: [TemplateValue] = []
    var named: [(name: String, value: TemplateValue)] = []

    var isEmpty: Bool { positional.isEmpty && named.isEmpty }

    /// Approximate cost of one pass over the arguments.
    var breadth: Int {
        positional.reduce(0) { $0 + $1.breadth } + named.reduce(0) { $0 + $1.value.breadth }
    }

    /// Removes and returns the named argument `name`.
    mutating func take(named name: String) -> TemplateValue? {
        guard let index = named.firstIndex(where: { $0.name == name }) else { return nil }
        return named.remove(at: index).value
    }
}

/// Arguments bound to the parameters of a built-in function.
struct BoundArguments {
    private let function: String
    private let parameters: [String]
    private var values: [TemplateValue?]
    private let interpreter: Interpreter

    /// Binds arguments by position, then by name.
    ///
    /// - Throws: ``TemplateError`` for surplus, unknown and repeated arguments.
    init(
        _ arguments: CallArguments,
        _ parameters: [String],
        of function: String,
        in interpreter: Interpreter
    ) throws(TemplateError) {
        guard arguments.positional.count <= parameters.count else {
            throw interpreter.fault(
                "'\(function)' takes at most \(parameters.count) arguments, "
                    + "\(arguments.positional.count) were given"
            )
        }
        self.function = function
        self.parameters = parameters
        self.interpreter = interpreter
        values = arguments.positional.map { $0 }
        values += Array(repeating: nil, count: parameters.count - values.count)
        for (name, value) in arguments.named {
            guard let index = parameters.firstIndex(of: name) else {
                throw interpreter.fault("'\(function)' has no argument '\(name)'")
            }
            guard values[index] == nil else {
                throw interpreter.fault("'\(function)' got the argument '\(name)' twice")
            }
            values[index] = value
        }
    }

    /// The argument at `index`, if it was given.
    subscript(index: Int) -> TemplateValue? { values[index] }

    func required(_ index: Int) throws(TemplateError) -> TemplateValue {
        guard let value = values[index] else {
            throw interpreter.fault("'\(function)' needs the argument '\(parameters[index])'")
        }
        return value
    }

    func text(_ index: Int, default fallback: String) throws(TemplateError) -> String {
        guard let value = values[index] else { return fallback }
        guard let text = value.text else { throw wrong(index, value, "text") }
        return text
    }

    func integer(_ index: Int, default fallback: Int) throws(TemplateError) -> Int {
        guard let value = values[index] else { return fallback }
        guard let number = value.wholeNumber, let number = Int(exactly: number) else {
            throw wrong(index, value, "a whole number")
        }
        return number
    }

    /// The integer at `index`, or `fallback` if the argument is missing or none.
    func integerOrNone(_ index: Int, default fallback: Int) throws(TemplateError) -> Int {
        if let value = values[index], value.isNone { return fallback }
        return try integer(index, default: fallback)
    }

    func flag(_ index: Int, default fallback: Bool) throws(TemplateError) -> Bool {
        guard let value = values[index] else { return fallback }
        return try interpreter.truth(of: value)
    }

    private func wrong(
        _ index: Int,
        _ value: TemplateValue,
        _ expected: String
    ) -> TemplateError {
        interpreter.fault(
            "the argument '\(parameters[index])' of '\(function)' must be \(expected), "
                + "not \(value.typeName)"
        )
    }
}
