import Hashing
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
    /// Most steps of a rendering: terms evaluated and built-ins called, plus bytes touched /
    /// ``bytesPerStep`` and elements touched / ``elementsPerStep``.
    private let stepLimit: Int
    static let bytesPerStep = 64
    static let elementsPerStep = 4
    /// Most elements of a `range`.
    static let rangeLimit = 1_000_000

    let template: String
    let isStrict: Bool
    private let context: JSONObject
    /// What in ``context`` counts as from outside; nil if origins are not asked for.
    private let outside: OutsideRule?
    /// Values that count as the template's own.
    private let own: JSONObject
    private let functions: TemplateFunctions
    let root = Scope(parent: nil)

    /// Whether what is printed is escaped for HTML, as inside `{% autoescape true %}`.
    var autoescapes = false
    /// The line being evaluated.
    var line = 1
    /// The rendered text of the block that a `{% filter %}` or `{% set %}` block filters.
    var captured: TemplateValue = .string("")
    private(set) var output = TracedText()
    /// Bytes of the outputs that ``capture(_:)`` has set aside; they count towards the limit.
    private var sizeOfOuterOutputs = 0
    private var steps = 0
    private var depth = 0
    /// Where `random` and `lipsum` draw from if there is no function `uniform`.
    private var stream = SplitMix64(seed: 0)
    private var scopesToClear: [Scope] = []
    private var namespaces: [Namespace] = []

    init(
        template: String,
        context: JSONObject,
        outside: OutsideRule? = nil,
        own: JSONObject = [:],
        functions: TemplateFunctions,
        isStrict: Bool,
        stepLimit: Int = Template.stepLimit
    ) {
        self.template = template
        self.context = context
        self.outside = outside
        self.own = own
        self.functions = functions
        self.isStrict = isStrict
        self.stepLimit = stepLimit
    }

    func render(_ statements: [Statement]) throws(TemplateError) -> TracedText {
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
        if let value = context[name] {
            return outside.map { TemplateValue(value, outside: $0) } ?? TemplateValue(value)
        }
        if let value = own[name] { return TemplateValue(value) }
        if let function = functions[name] {
            return .object(HostFunction(name: name, function: function))
        }
        return Globals.named(name).map { .object($0) }
    }

    /// Draws a number below `bound`: from the host's `uniform`, which has a seed, if it is there.
    func draw(below bound: Int) throws(TemplateError) -> Int {
        try spend(1)
        guard let uniform = functions[Self.uniform] else { return stream.integer(below: bound) }
        guard let share = (try? uniform([]))?.double, 0..<1 ~= share else {
            throw fault("'uniform' gave no number from 0 to 1")
        }
        return min(bound - 1, Int(share * Double(bound)))
    }

    /// The function from which random built-ins draw.
    static let uniform = "uniform"

    // MARK: Output

    func write(_ text: TracedText) throws(TemplateError) {
        try spend(bytes: text.count)
        output.append(text)
        guard sizeOfOuterOutputs + output.count <= Self.sizeLimit else {
            throw limit("the output grows beyond \(Self.sizeLimit >> 20) MiB")
        }
    }

    /// Runs `body` and returns its output instead of writing it.
    func capture(
        _ body: () throws(TemplateError) -> Void
    ) throws(TemplateError) -> TemplateValue {
        var outer = TracedText()
        swap(&outer, &output)
        let outerSize = outer.count
        sizeOfOuterOutputs += outerSize
        defer {
            swap(&outer, &output)
            sizeOfOuterOutputs -= outerSize
        }
        try body()
        return output.value
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

    /// Counts the copying of elements: values cost more than bytes.
    func spend(elements: Int) throws(TemplateError) { try spend(elements / Self.elementsPerStep) }

    /// Checks the size of a list that is about to be made of this many elements, and counts it.
    func spend(newElements count: Int) throws(TemplateError) {
        try checkSize(count.multiplyingWithoutOverflow(by: Items.elementInBytes))
        try spend(elements: count)
    }

    /// Checks the size of this many short lists that are about to be made, and counts them.
    func spend(newLists count: Int) throws(TemplateError) {
        try checkSize(count.multiplyingWithoutOverflow(by: Items.emptyInBytes))
        try spend(count)
    }

    /// Checks the size of a text that is about to be made of this many bytes, and counts it.
    func spend(newBytes count: Int) throws(TemplateError) {
        try checkSize(count)
        try spend(bytes: count)
    }

    /// Counts one call of a filter, test, method or function that touches values of this breadth.
    func spendCall(_ values: TemplateValue?, _ arguments: CallArguments) throws(TemplateError) {
        try spend(
            1 + (values?.breadth ?? 0).addingWithoutOverflow(arguments.breadth) / Self.bytesPerStep)
    }

    func spend(_ count: Int) throws(TemplateError) {
        steps = steps.addingWithoutOverflow(count)
        guard steps <= stepLimit else {
            throw limit("the template does not end within \(stepLimit) steps")
        }
    }

    /// How many steps the template may still take.
    var stepsLeft: Int { max(0, stepLimit - steps) }

    /// Returns `value`; throws if the value is too large or nests too deep.
    func bounded(_ value: TemplateValue) throws(TemplateError) -> TemplateValue {
        switch value {
        case .string, .markup, .traced, .list, .tuple, .dictionary, .object:
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

    /// Returns the text that printing `value` shows, with its origins.
    func tracedText(of value: TemplateValue) throws(TemplateError) -> TracedText {
        if case .traced(let text) = value { return text }
        let text = try text(of: value)
        return value.isTraced ? TracedText(text, from: .outside) : TracedText(text)
    }

    /// Whether `value` is true: not empty, zero, none or undefined.
    func truth(of value: TemplateValue) throws(TemplateError) -> Bool {
        switch try defined(value) {
        case .undefined, .none: false
        case .bool(let value): value
        case .integer(let value): value != 0
        case .float(let value): value != 0
        // A number that is 0 is always an integer or a double.
        case .number: true
        case .string(let text), .markup(let text): !text.isEmpty
        case .traced(let text): text.count > 0
        case .list(let items), .tuple(let items): !items.values.isEmpty
        case .dictionary(let mapping): mapping.count > 0
        case .range(let range): range.count > 0
        case .object(let object):
            object.isCollection ? object.elements()?.isEmpty == false : true
        }
    }

    /// Returns the elements of `value`: a string's code points, a dictionary's keys.
    func elements(of value: TemplateValue) throws(TemplateError) -> [TemplateValue] {
        switch value {
        case .object(let object): try spend(elements: object.contents?.values.count ?? 1)
        case .list, .tuple: try spend(elements: value.breadth)
        // Of these, a list is made.
        default: try spend(newElements: value.breadth)
        }
        switch try defined(value) {
        case .undefined: return []
        case .list(let items), .tuple(let items): return items.values
        case .string(let text): return text.codePoints.map { .string($0) }
        case .markup(let text): return text.codePoints.map { .markup($0) }
        case .traced(let text): return text.codePoints.map(\.value)
        case .dictionary(let mapping): return mapping.keys
        case .range(let range): return range.values
        case .object(let object):
            if let elements = object.elements() { return elements }
            throw fault("a '\(object.typeName)' cannot be looped over")
        case .none, .bool, .integer, .float, .number:
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
        case .traced(let text):
            try spend(bytes: text.count)
            return text.string.codePointCount
        case .list(let items), .tuple(let items): return items.values.count
        case .dictionary(let mapping): return mapping.count
        case .range(let range): return range.count
        case .object(let object):
            return object.isCollection ? object.elements()?.count : nil
        case .none, .bool, .integer, .float, .number: return nil
        }
    }
}
