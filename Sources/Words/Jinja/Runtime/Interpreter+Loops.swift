extension Interpreter {
    func run(_ loop: LoopStatement, in scope: Scope) throws(TemplateError) {
        try run(loop, over: try evaluate(loop.items, in: scope), depth: 0, in: scope)
    }

    /// Runs the loop over `value`; `depth` is the level of a recursive loop, from 0.
    func run(
        _ loop: LoopStatement,
        over value: TemplateValue,
        depth: Int,
        in scope: Scope
    ) throws(TemplateError) {
        line = loop.line
        let items = try selected(try elements(of: value), loop, in: scope)
        guard !items.isEmpty else {
            _ = try execute(loop.otherwise, in: Scope(parent: scope))
            return
        }
        let state = LoopState(items, statement: loop, depth: depth, scope: scope)
        for (index, item) in items.enumerated() {
            try spend(1)
            state.index = index
            // A scope per iteration: assignments in the body do not outlive it.
            let inner = Scope(parent: scope)
            inner.set(loop.loop, to: .object(state))
            try assign(item, to: loop.target, in: inner)
            if try execute(loop.body, in: inner) == .breakLoop { break }
        }
    }

    private func selected(
        _ items: [TemplateValue],
        _ loop: LoopStatement,
        in scope: Scope
    ) throws(TemplateError) -> [TemplateValue] {
        guard let condition = loop.condition else { return items }
        var selected: [TemplateValue] = []
        for item in items {
            let inner = Scope(parent: scope)
            try assign(item, to: loop.target, in: inner)
            if try truth(of: try evaluate(condition, in: inner)) { selected.append(item) }
        }
        return selected
    }
}

/// The variable `loop` inside a `{% for %}` block.
final class LoopState: TemplateObject {
    private let kept: Items
    private var items: [TemplateValue] { kept.values }
    private let statement: LoopStatement
    private let depth: Int
    private let scope: Scope
    private var lastChanged: [TemplateValue]?
    /// The number of the current iteration, from 0.
    var index = 0

    init(_ items: [TemplateValue], statement: LoopStatement, depth: Int, scope: Scope) {
        kept = Items(items)
        self.statement = statement
        self.depth = depth
        self.scope = scope
    }

    let typeName = "LoopContext"
    let isCallable = true
    var contents: Items? { kept }

    func attribute(_ name: String) -> TemplateValue? {
        switch name {
        case "index": .integer(index + 1)
        case "index0": .integer(index)
        case "revindex": .integer(items.count - index)
        case "revindex0": .integer(items.count - index - 1)
        case "first": .bool(index == 0)
        case "last": .bool(index == items.count - 1)
        case "length": .integer(items.count)
        case "depth": .integer(depth + 1)
        case "depth0": .integer(depth)
        case "previtem":
            index > 0 ? items[index - 1] : .undefined("there is no previous item")
        case "nextitem":
            index + 1 < items.count ? items[index + 1] : .undefined("there is no next item")
        case "cycle":
            .object(
                NativeFunction("cycle", keeping: kept) {
                    arguments,
                    interpreter throws(TemplateError) in
                    try self.cycle(arguments, interpreter)
                }
            )
        case "changed":
            .object(
                NativeFunction("changed", keeping: kept) {
                    arguments,
                    interpreter throws(TemplateError) in
                    try self.changed(arguments, interpreter)
                }
            )
        default: nil
        }
    }

    private func cycle(
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        guard !arguments.positional.isEmpty else {
            throw interpreter.fault("'loop.cycle' needs the values to cycle through")
        }
        return arguments.positional[index % arguments.positional.count]
    }

    private func changed(
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let given = TemplateValue.list(arguments.positional)
        try interpreter.spend(bytes: given.weight)
        let isSame = lastChanged.map { TemplateValue.list($0).isEqual(to: given) }
        lastChanged = arguments.positional
        return .bool(isSame != true)
    }

    /// Evaluates `loop(items)`: runs a recursive loop one level deeper and returns its text.
    func call(
        _ arguments: CallArguments,
        in interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        guard statement.isRecursive else {
            throw interpreter.fault("'loop' can be called only in a loop marked 'recursive'")
        }
        guard arguments.positional.count == 1, arguments.named.isEmpty else {
            throw interpreter.fault("'loop' needs one argument: what to loop over")
        }
        return try interpreter.capture { () throws(TemplateError) in
            try interpreter.run(
                statement,
                over: arguments.positional[0],
                depth: depth + 1,
                in: scope
            )
        }
    }
}
