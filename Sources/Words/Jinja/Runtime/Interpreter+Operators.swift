import PythonStrings

extension Interpreter {
    // MARK: Arithmetic

    func calculate(
        _ operation: ArithmeticOperator,
        _ left: TemplateValue,
        _ right: TemplateValue
    ) throws(TemplateError) -> TemplateValue {
        if case .undefined(let problem) = left { throw undefined(problem) }
        if case .undefined(let problem) = right { throw undefined(problem) }
        if let a = left.wholeNumber, let b = right.wholeNumber {
            return try calculate(operation, a, b)
        }
        for case .number(let number) in [left, right]
        where number.isInteger || number.double == nil {
            throw fault(
                "the number \(number.text.prefix(50)) is too large for '\(operation.rawValue)'")
        }
        if let a = left.number, let b = right.number { return try calculate(operation, a, b) }
        try spend(bytes: left.breadth + right.breadth)
        switch operation {
        case .add: return try join(left, right)
        case .multiply: return try multiply(left, right)
        case .remainder where left.text != nil:
            return try tracing("format", left, CallArguments(positional: [right])) {
                format, values throws(TemplateError) in
                try formatPercent(format.text ?? "", values.positional[0])
            }
        default: break
        }
        throw unsupported(operation, left, right)
    }

    private func calculate(
        _ operation: ArithmeticOperator,
        _ left: Int128,
        _ right: Int128
    ) throws(TemplateError) -> TemplateValue {
        let result: Int128?
        switch operation {
        case .add: result = exact(left.addingReportingOverflow(right))
        case .subtract: result = exact(left.subtractingReportingOverflow(right))
        case .multiply: result = exact(left.multipliedReportingOverflow(by: right))
        case .divide:
            guard right != 0 else { throw divisionByZero }
            return .float(Double(left) / Double(right))
        case .floorDivide:
            guard right != 0 else { throw divisionByZero }
            result = left.pythonQuotient(right)
        case .remainder:
            guard right != 0 else { throw divisionByZero }
            result = left.pythonRemainder(right)
        case .power:
            guard right >= 0 else {
                guard left != 0 else { throw divisionByZero }
                return .float(Double(left).raised(to: Double(right)))
            }
            result = left.raised(to: right)
        }
        guard let result else { throw fault("the result of '\(operation.rawValue)' is too large") }
        return .integer(result)
    }

    private func exact(_ result: (partialValue: Int128, overflow: Bool)) -> Int128? {
        result.overflow ? nil : result.partialValue
    }

    private func calculate(
        _ operation: ArithmeticOperator,
        _ left: Double,
        _ right: Double
    ) throws(TemplateError) -> TemplateValue {
        switch operation {
        case .add: return .float(left + right)
        case .subtract: return .float(left - right)
        case .multiply: return .float(left * right)
        case .divide:
            guard right != 0 else { throw divisionByZero }
            return .float(left / right)
        case .floorDivide:
            guard right != 0 else { throw divisionByZero }
            return .float(((left - left.pythonRemainder(right)) / right).rounded())
        case .remainder:
            guard right != 0 else { throw divisionByZero }
            return .float(left.pythonRemainder(right))
        case .power:
            guard left != 0 || right >= 0 else { throw divisionByZero }
            guard left >= 0 || right == right.rounded() else {
                throw fault("a negative number has no power \(right.pythonText)")
            }
            return .float(left.raised(to: right))
        }
    }

    private var divisionByZero: TemplateError { fault("division by zero") }

    private func join(
        _ left: TemplateValue,
        _ right: TemplateValue
    ) throws(TemplateError) -> TemplateValue {
        switch (left, right) {
        case (.string(let a), .string(let b)): return .string(a + b)
        case (.markup(let a), .string(let b)): return .markup(a + HTML.escape(b))
        case (.string(let a), .markup(let b)): return .markup(HTML.escape(a) + b)
        case (.markup(let a), .markup(let b)): return .markup(a + b)
        case (.traced, _), (_, .traced):
            guard var joined = left.tracedText, let more = right.tracedText else {
                throw unsupported(.add, left, right)
            }
            if joined.isMarkup != more.isMarkup {
                return try join(left.untraced, right.untraced).fromOutside
            }
            joined.append(more)
            return joined.value
        case (.list(let a), .list(let b)): return .list(try joined(a, b))
        case (.tuple(let a), .tuple(let b)): return .tuple(try joined(a, b))
        default: throw unsupported(.add, left, right)
        }
    }

    private func joined(_ left: Items, _ right: Items) throws(TemplateError) -> [TemplateValue] {
        try checkSize(left.weight.addingWithoutOverflow(right.weight))
        try spend(newElements: left.values.count + right.values.count)
        return left.values + right.values
    }

    private func multiply(
        _ left: TemplateValue,
        _ right: TemplateValue
    ) throws(TemplateError) -> TemplateValue {
        if left.wholeNumber != nil, right.wholeNumber == nil { return try multiply(right, left) }
        guard let count = right.wholeNumber else { throw unsupported(.multiply, left, right) }
        // Clamped so that the product below is too large for `checkSize` instead of overflowing.
        guard count > 0, let times = Int(exactly: min(count, Int128(Self.sizeLimit) + 1)) else {
            return try repeated(left, 0)
        }
        switch left {
        case .list(let items), .tuple(let items):
            let weight = max(1, items.weight - Items.emptyInBytes)
            try checkSize(weight.multiplyingWithoutOverflow(by: times))
            try spend(newElements: items.values.count * times)
        default: try spend(newBytes: max(1, left.breadth).multiplyingWithoutOverflow(by: times))
        }
        return try repeated(left, times)
    }

    private func repeated(_ value: TemplateValue, _ times: Int) throws(TemplateError)
        -> TemplateValue
    {
        switch value {
        case .string(let text): .string(String(repeating: text, count: times))
        case .markup(let text): .markup(String(repeating: text, count: times))
        case .traced: try repeated(value.untraced, times).fromOutside
        case .list(let items):
            .list(Array(repeatElement(items.values, count: times).joined()))
        case .tuple(let items):
            .tuple(Array(repeatElement(items.values, count: times).joined()))
        default: throw unsupported(.multiply, value, .integer(times))
        }
    }

    private func unsupported(
        _ operation: ArithmeticOperator,
        _ left: TemplateValue,
        _ right: TemplateValue
    ) -> TemplateError {
        let advice =
            operation == .add && (left.text ?? right.text) != nil
            ? "; '~' joins anything as text" : ""
        return fault(
            "'\(operation.rawValue)' has no meaning between '\(left.typeName)' and "
                + "'\(right.typeName)'\(advice)"
        )
    }

    // MARK: Comparison

    func compare(
        _ first: Term,
        _ rest: [(ComparisonOperator, Term)],
        line: Int,
        in scope: Scope
    ) throws(TemplateError) -> TemplateValue {
        var left = try evaluate(first, in: scope)
        for (comparison, term) in rest {
            let right = try evaluate(term, in: scope)
            self.line = line
            guard try compare(comparison, left, right) else { return .bool(false) }
            left = right
        }
        return .bool(true)
    }

    func compare(
        _ comparison: ComparisonOperator,
        _ left: TemplateValue,
        _ right: TemplateValue
    ) throws(TemplateError) -> Bool {
        switch comparison {
        case .equal: return try areEqual(left, right)
        case .notEqual: return !(try areEqual(left, right))
        case .less: return try isLess(left, right, "<")
        case .greater: return try isLess(right, left, ">")
        case .lessOrEqual:
            let isGreater = try isLess(right, left, "<=")
            return isOrdered(left, right) && !isGreater
        case .greaterOrEqual:
            let isLess = try isLess(left, right, ">=")
            return isOrdered(left, right) && !isLess
        case .isIn: return try contains(right, left)
        case .isNotIn: return !(try contains(right, left))
        }
    }

    /// Whether neither is NaN, which is neither less than nor equal to any number.
    private func isOrdered(_ left: TemplateValue, _ right: TemplateValue) -> Bool {
        left.number?.isNaN != true && right.number?.isNaN != true
    }

    func areEqual(_ left: TemplateValue, _ right: TemplateValue) throws(TemplateError) -> Bool {
        try spend(1 + min(left.weight, right.weight) / Self.bytesPerStep)
        return try defined(left).isEqual(to: try defined(right))
    }

    /// Whether `left` is less than `right`; `name` is the operator or filter in error messages.
    func isLess(
        _ left: TemplateValue,
        _ right: TemplateValue,
        _ name: String
    ) throws(TemplateError) -> Bool {
        try spend(1 + min(left.weight, right.weight) / Self.bytesPerStep)
        for case .undefined(let problem) in [left, right] { throw undefined(problem) }
        if let a = left.number, let b = right.number, a.isNaN || b.isNaN { return false }
        guard let isLess = left.isLess(than: right) else {
            throw fault(
                "'\(left.typeName)' and '\(right.typeName)' have no order ('\(name)')"
            )
        }
        return isLess
    }

    /// Whether `container` contains `value`: as a substring, a dictionary's key or an element.
    func contains(
        _ container: TemplateValue,
        _ value: TemplateValue
    ) throws(TemplateError) -> Bool {
        try spend(bytes: container.breadth)
        switch try defined(container).untraced {
        case .string(let text), .markup(let text):
            if case .undefined(let problem) = value { throw undefined(problem) }
            guard let part = value.text else {
                throw fault("a string holds strings, not '\(value.typeName)' ('in')")
            }
            return text.containsBytes(part)
        case .dictionary(let mapping):
            if case .undefined = try defined(value) { return false }
            try spend(bytes: value.weight)
            guard let key = MappingKey(value) else {
                throw fault("a '\(value.typeName)' cannot be the key of a dictionary")
            }
            return mapping[key] != nil
        default:
            for element in try elements(of: container) where try areEqual(element, value) {
                return true
            }
            return false
        }
    }
}
