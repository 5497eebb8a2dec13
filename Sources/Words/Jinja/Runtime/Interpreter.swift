import JSON
import PythonStrings

/// Renders one template once.
///
/// Templates come from untrusted files, so everything is bounded: the recursion depth, the size
/// of values and of the output, and the number of steps, where work on large values counts as
/// several.
final class Interpreter {
    /// Most bytes of a value or of the output.
    static let sizeLimit = 64 << 20
    /// Most levels of nested lists and dictionaries; more than the JSON parser accepts.
    static let valueDepthLimit = JSON.depthLimit + 100
    /// Most levels of recursion in the evaluation, macros and loops included.
    static let recursionLimit = 1000
    /// Most steps of a rendering: terms evaluated plus bytes touched / ``bytesPerStep``.
    static let stepLimit = 5_000_000
    static let bytesPerStep = 64
    /// Most elements of a `range`.
    static let rangeLimit = 1_000_000

    let template: String
    let isStrict: Bool
    private let context: JSONObject
    private let functions: TemplateFunctions
    private let root = Scope(parent: nil)

    /// The line being evaluated.
    var line = 1
    /// The rendered text of the block that a `{% filter %}` or `{% set %}` block filters.
    var captured: TemplateValue = .string("")
    private(set) var output = ""
    /// Bytes of the outputs that ``capture(_:)`` has set aside; they count towards the limit.
    private var sizeOfOuterOutputs = 0
    private var steps = 0
    private var depth = 0
    private var scopesToClear: [Scope] = []
    private var namespaces: [Namespace] = []

    init(
        template: String,
        context: JSONObject,
        functions: TemplateFunctions,
        isStrict: Bool
    ) {
        self.template = template
        self.context = context
        self.functions = functions
        self.isStrict = isStrict
    }

    func render(_ statements: [Statement]) throws(TemplateError) -> String {
        defer { breakCycles() }
        _ = try execute(statements, in: root)
        return output
    }

    /// Evaluates a bare expression and passes the value to `body` before the scopes are cleared.
    func evaluate<Result>(
        _ term: Term,
        then body: (TemplateValue) throws(TemplateError) -> Result
    ) throws(TemplateError) -> Result {
        defer { breakCycles() }
        return try body(try evaluate(term, in: root))
    }

    // Scopes and macros hold each other by strong references, which would leak.
    private func breakCycles() {
        for scope in scopesToClear { scope.clear() }
        for namespace in namespaces { namespace.clear() }
        root.clear()
    }

    /// Registers `scope` to be cleared at the end: it holds a macro that holds the scope.
    func clearAtEnd(_ scope: Scope) { scopesToClear.append(scope) }

    /// Registers `namespace` to be cleared at the end: it may come to hold itself.
    func clearAtEnd(_ namespace: Namespace) { namespaces.append(namespace) }

    // MARK: Names

    /// Looks a name up: set by the template, else from the context, else a function.
    func lookUp(_ symbol: Symbol, in scope: Scope) -> TemplateValue {
        if let value = scope[symbol.id] { return value }
        let value = outsideValue(symbol.text)
        guard let value else { return .undefined("'\(symbol.text)' is undefined") }
        // Stored, so that a field of the context is converted from JSON only once.
        root.set(symbol, to: value)
        return value
    }

    private func outsideValue(_ name: String) -> TemplateValue? {
        if let value = context[name] { return TemplateValue(value) }
        if let function = functions[name] {
            return .object(HostFunction(name: name, function: function))
        }
        return Globals.named(name).map { .object($0) }
    }

    // MARK: Output

    func write(_ text: String) throws(TemplateError) {
        try spend(bytes: text.utf8.count)
        output += text
        guard sizeOfOuterOutputs + output.utf8.count <= Self.sizeLimit else {
            throw limit("the output grows beyond \(Self.sizeLimit >> 20) MiB")
        }
    }

    /// Runs `body` and returns its output instead of writing it.
    func capture(
        _ body: () throws(TemplateError) -> Void
    ) throws(TemplateError) -> String {
        var outer = ""
        swap(&outer, &output)
        let outerSize = outer.utf8.count
        sizeOfOuterOutputs += outerSize
        defer {
            swap(&outer, &output)
            sizeOfOuterOutputs -= outerSize
        }
        try body()
        return output
    }

    // MARK: Bounds

    /// Counts one level of recursion until the matching ``leave()``, and one step.
    func enter() throws(TemplateError) {
        try spend(1)
        guard depth < Self.recursionLimit else {
            throw limit("the template recurses more than \(Self.recursionLimit) levels deep")
        }
        depth += 1
    }

    func leave() { depth -= 1 }

    func spend(bytes: Int) throws(TemplateError) { try spend(bytes / Self.bytesPerStep) }

    func spend(_ count: Int) throws(TemplateError) {
        steps = steps.addingWithoutOverflow(count)
        guard steps <= Self.stepLimit else {
            throw limit("the template does not end within \(Self.stepLimit) steps")
        }
    }

    /// Returns `value`; throws if the value is too large or nests too deep.
    func bounded(_ value: TemplateValue) throws(TemplateError) -> TemplateValue {
        switch value {
        case .string, .markup, .list, .tuple, .dictionary, .object:
            try checkSize(value.weight)
            guard value.depth <= Self.valueDepthLimit else {
                throw limit("lists nest more than \(Self.valueDepthLimit) deep")
            }
        default: break
        }
        return value
    }

    /// Throws if a value of `size` bytes or elements is too large; call before making the value.
    func checkSize(_ size: Int) throws(TemplateError) {
        guard size <= Self.sizeLimit else {
            throw limit("a value grows beyond \(Self.sizeLimit >> 20) MiB")
        }
    }

    // MARK: Errors

    func fault(_ problem: String) -> TemplateError {
        .evaluation(template: template, line: line, problem: problem)
    }

    func undefined(_ problem: String) -> TemplateError {
        .undefined(template: template, line: line, problem: problem)
    }

    private func limit(_ problem: String) -> TemplateError {
        .limit(template: template, line: line, problem: problem)
    }
}

// MARK: - What values mean

extension Interpreter {
    /// Returns `value`; throws if the value is undefined and the template is strict.
    func defined(_ value: TemplateValue) throws(TemplateError) -> TemplateValue {
        if case .undefined(let problem) = value, isStrict { throw undefined(problem) }
        return value
    }

    /// Returns the text that printing `value` shows.
    func text(of value: TemplateValue) throws(TemplateError) -> String {
        let value = try defined(value)
        if value.text == nil { try spend(bytes: value.weight) }
        return value.printed
    }

    /// Whether `value` is true: not empty, zero, none or undefined.
    func truth(of value: TemplateValue) throws(TemplateError) -> Bool {
        switch try defined(value) {
        case .undefined, .none: false
        case .bool(let value): value
        case .integer(let value): value != 0
        case .float(let value): value != 0
        case .string(let text), .markup(let text): !text.isEmpty
        case .list(let items), .tuple(let items): !items.values.isEmpty
        case .dictionary(let mapping): mapping.count > 0
        case .range(let range): range.count > 0
        case .object(let object):
            object.isCollection ? object.elements()?.isEmpty == false : true
        }
    }

    /// Returns the elements of `value`: a string's code points, a dictionary's keys.
    func elements(of value: TemplateValue) throws(TemplateError) -> [TemplateValue] {
        try spend(bytes: value.breadth)
        switch try defined(value) {
        case .undefined: return []
        case .list(let items), .tuple(let items): return items.values
        case .string(let text): return text.codePoints.map { .string($0) }
        case .markup(let text): return text.codePoints.map { .markup($0) }
        case .dictionary(let mapping): return mapping.keys
        case .range(let range): return range.values
        case .object(let object):
            if let elements = object.elements() { return elements }
            throw fault("a '\(object.typeName)' cannot be looped over")
        case .none, .bool, .integer, .float:
            throw fault("a value of type '\(value.typeName)' cannot be looped over")
        }
    }

    /// Returns the number of elements, or `nil` if `value` is not a collection.
    func count(of value: TemplateValue) throws(TemplateError) -> Int? {
        switch try defined(value) {
        case .undefined: return 0
        case .string(let text), .markup(let text):
            try spend(bytes: text.utf8.count)
            return text.codePointCount
        case .list(let items), .tuple(let items): return items.values.count
        case .dictionary(let mapping): return mapping.count
        case .range(let range): return range.count
        case .object(let object):
            return object.isCollection ? object.elements()?.count : nil
        case .none, .bool, .integer, .float: return nil
        }
    }
}
