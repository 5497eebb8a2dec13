import JSON

/// A built-in function.
final class NativeFunction: TemplateObject {
    typealias Body = (CallArguments, Interpreter) throws(TemplateError) -> TemplateValue

    private let name: String
    private let body: Body
    let contents: Items?

    /// A function that keeps the values in `contents`.
    init(_ name: String, keeping contents: Items? = nil, _ body: @escaping Body) {
        self.name = name
        self.contents = contents
        self.body = body
    }

    let typeName = "function"
    let isCallable = true
    var description: String { "<function \(name)>" }

    func call(
        _ arguments: CallArguments,
        in interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        try body(arguments, interpreter)
    }
}

/// A function of the host.
final class HostFunction: TemplateObject {
    private let name: String
    private let function: TemplateFunctions.Function

    init(name: String, function: @escaping TemplateFunctions.Function) {
        self.name = name
        self.function = function
    }

    let typeName = "function"
    let isCallable = true
    var description: String { "<function \(name)>" }

    func call(
        _ arguments: CallArguments,
        in interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        guard arguments.named.isEmpty else {
            throw interpreter.fault("'\(name)' takes no named arguments")
        }
        do {
            var values: [JSON] = []
            for argument in arguments.positional {
                values.append(try interpreter.defined(argument).json())
            }
            return TemplateValue(try function(values))
        } catch let error as TemplateError {
            throw error
        } catch {
            throw interpreter.fault("\(name): \(error)")
        }
    }
}

/// A method together with its value: `text.upper` before the parentheses.
final class BoundMethod: TemplateObject {
    private let name: String
    private let method: Methods.Method
    private let receiver: TemplateValue
    let contents: Items?

    init(_ name: String, _ method: @escaping Methods.Method, of receiver: TemplateValue) {
        self.name = name
        self.method = method
        self.receiver = receiver
        contents = Items([receiver])
    }

    let typeName = "method"
    let isCallable = true
    var description: String { "<method \(name)>" }

    func call(
        _ arguments: CallArguments,
        in interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        try interpreter.run(method, name, receiver, arguments)
    }
}

/// `namespace()`: the one thing that a template can change, so that a loop can tell its surroundings.
final class Namespace: TemplateObject {
    private var attributes: [(name: String, value: TemplateValue)] = []

    let typeName = "Namespace"

    func attribute(_ name: String) -> TemplateValue? {
        attributes.first { $0.name == name }?.value
    }

    func set(_ name: String, to value: TemplateValue) {
        if let index = attributes.firstIndex(where: { $0.name == name }) {
            attributes[index].value = value
        } else {
            attributes.append((name, value))
        }
    }

    func clear() { attributes = [] }
}

/// What `map`, `select` and `reverse` return: elements that can be gone through once.
final class OneTimeSequence: TemplateObject {
    private var isUsed = false
    private let items: Items

    init(_ values: [TemplateValue]) { items = Items(values) }

    let typeName = "generator"
    var contents: Items? { items }

    func elements() -> [TemplateValue]? {
        defer { isUsed = true }
        return isUsed ? [] : items.values
    }
}

/// `keys()`, `values()` or `items()` of a dictionary.
final class MappingView: TemplateObject {
    let typeName: String
    private let items: Items

    init(_ typeName: String, _ values: [TemplateValue]) {
        self.typeName = typeName
        items = Items(values)
    }

    let isCollection = true
    var contents: Items? { items }
    var description: String { "\(typeName)(\(TemplateValue.list(items).represented))" }

    func elements() -> [TemplateValue]? { items.values }
}

/// `cycler(…)`: its values in turn, over and over.
final class Cycler: TemplateObject {
    private let items: Items
    private var index = 0

    /// Goes through `values`, of which there is at least one.
    init(_ values: [TemplateValue]) { items = Items(values) }

    let typeName = "Cycler"
    var contents: Items? { items }

    func attribute(_ name: String) -> TemplateValue? {
        switch name {
        case "current": items.values[index]
        case "next":
            .object(
                NativeFunction("next", keeping: items) { _, _ throws(TemplateError) in
                    defer { self.index = (self.index + 1) % self.items.values.count }
                    return self.items.values[self.index]
                }
            )
        case "reset":
            .object(
                NativeFunction("reset", keeping: items) { _, _ throws(TemplateError) in
                    self.index = 0
                    return .none
                }
            )
        default: nil
        }
    }
}
