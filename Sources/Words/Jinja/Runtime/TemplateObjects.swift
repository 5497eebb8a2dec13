import JSON

/// A built-in function.
final class NativeFunction: TemplateObject {
    typealias Body = (CallArguments, Interpreter) throws(TemplateError) -> TemplateValue

    private let name: String
    private let body: Body
    let contents: Items?

    /// Creates a function; `contents` are the values that it holds.
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

/// A function of the host; takes and returns JSON.
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
                try interpreter.spend(bytes: argument.weight)
                values.append(try interpreter.defined(argument).json())
            }
            let result = TemplateValue(try function(values))
            return arguments.isTraced ? result.fromOutside : result
        } catch let error as TemplateError {
            throw error
        } catch {
            throw interpreter.fault("\(name): \(error)")
        }
    }
}

/// A method with its receiver: `text.upper` before the call.
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

/// `namespace()`: the only mutable value, with which a loop can set a variable outside its scope.
final class Namespace: TemplateObject {
    private var attributes: [ByteString: TemplateValue] = [:]

    let typeName = "Namespace"

    func attribute(_ name: String) -> TemplateValue? { attributes[ByteString(name)] }

    func set(_ name: String, to value: TemplateValue) { attributes[ByteString(name)] = value }

    func clear() { attributes = [:] }
}

/// The result of `map`, `select` or `reverse`: a sequence that can be iterated only once.
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

/// The result of a dictionary's `keys()`, `values()` or `items()`.
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

/// The result of `cycler(…)`: returns its values in turn, over and over.
final class Cycler: TemplateObject {
    private let items: Items
    private var index = 0

    /// Creates a cycler over `values`, which must not be empty.
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
