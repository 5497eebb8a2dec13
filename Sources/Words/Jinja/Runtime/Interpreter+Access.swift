import PythonStrings

extension Interpreter {
    /// Evaluates `base.name`: a method or property of the value, else the item of that name.
    func attribute(
        _ name: String,
        of base: TemplateValue
    ) throws(TemplateError) -> TemplateValue {
        if case .undefined(let problem) = base { throw undefined(problem) }
        if let method = Methods.method(name, of: base) {
            return .object(BoundMethod(name, method, of: base))
        }
        // As in Jinja's sandbox: `__class__` and the like lead out of it.
        if name.hasPrefix("__"), name.hasSuffix("__") { return unsafe(name, of: base) }
        switch base {
        case .object(let object):
            if let value = object.attribute(name) { return value }
        case .dictionary(let mapping):
            if Methods.changesDictionary(name) { return unsafe(name, of: base) }
            if let value = mapping[name] { return value }
        case .list:
            if Methods.changesList(name) { return unsafe(name, of: base) }
        case .tuple(let items):
            if let position = items.names.firstIndex(of: name) { return items.values[position] }
        default: break
        }
        return missing(name, of: base)
    }

    private func unsafe(_ name: String, of base: TemplateValue) -> TemplateValue {
        .undefined("access to the attribute '\(name)' of a '\(base.typeName)' is not allowed")
    }

    private func missing(_ name: String, of base: TemplateValue) -> TemplateValue {
        .undefined("'\(base.typeName)' has no attribute '\(name)'")
    }

    /// Evaluates `base[key]`: the item of that key or position, else the attribute of that name.
    func item(_ key: TemplateValue, of base: TemplateValue) throws(TemplateError) -> TemplateValue {
        if case .undefined(let problem) = base { throw undefined(problem) }
        if case .undefined(let problem) = key, isStrict { throw undefined(problem) }
        try spend(bytes: key.weight)
        switch base {
        case .dictionary(let mapping):
            if let name = key.text {
                if let value = mapping[name] { return value }
            } else if let key = MappingKey(key), let value = mapping[key] {
                return value
            }
        case .list(let items), .tuple(let items):
            if let position = position(key, count: items.values.count) {
                return items.values[position]
            }
        case .range(let range):
            if let position = position(key, count: range.count) { return range[position] }
        case .string(let text), .markup(let text):
            if key.wholeNumber != nil {
                try spend(bytes: text.utf8.count)
                if let position = position(key, count: text.codePointCount) {
                    let scalars = text.unicodeScalars
                    let index = scalars.index(scalars.startIndex, offsetBy: position)
                    return .string(String(scalars[index]))
                }
            }
        case .traced(let text):
            if key.wholeNumber != nil {
                try spend(bytes: text.count)
                if let position = position(key, count: text.string.codePointCount) {
                    return text.part(codePoints: position..<position + 1).value
                }
            }
        default: break
        }
        if let name = key.text { return try attribute(name, of: base) }
        return .undefined("'\(base.typeName)' has no element \(key.represented)")
    }

    /// The index that `key` names in a sequence of `count` elements, from the end if negative.
    private func position(_ key: TemplateValue, count: Int) -> Int? {
        guard let number = key.wholeNumber, let position = Int(exactly: number) else { return nil }
        let fromStart = position < 0 ? position.addingWithoutOverflow(count) : position
        return fromStart >= 0 && fromStart < count ? fromStart : nil
    }

    // MARK: Slices

    func slice(
        _ base: Term,
        _ from: Term?,
        _ to: Term?,
        _ step: Term?,
        line: Int,
        in scope: Scope
    ) throws(TemplateError) -> TemplateValue {
        let base = try evaluate(base, in: scope)
        let from = try bound(from, in: scope)
        let to = try bound(to, in: scope)
        let step = try bound(step, in: scope) ?? 1
        self.line = line
        guard step != 0 else { throw fault("the step of a slice cannot be 0") }
        try spend(bytes: base.breadth)
        switch base {
        case .undefined(let problem): throw undefined(problem)
        case .string(let text):
            return .string(String(sliced(Array(text.unicodeScalars), from, to, step)))
        case .markup(let text):
            return .markup(String(sliced(Array(text.unicodeScalars), from, to, step)))
        case .traced(let text):
            guard step == 1 else {
                var part = TracedText(isMarkup: text.isMarkup)
                for point in sliced(text.codePoints, from, to, step) { part.append(point) }
                return part.value
            }
            let positions = sliced(Array(0..<text.string.codePointCount), from, to, 1)
            let start = positions.first ?? 0
            return text.part(codePoints: start..<start + positions.count).value
        case .list(let items): return .list(try selected(items.values, from, to, step))
        case .tuple(let items): return .tuple(try selected(items.values, from, to, step))
        case .range:
            return .list(try selected(try elements(of: base), from, to, step))
        default:
            return .undefined("a '\(base.typeName)' has no slices")
        }
    }

    private func bound(_ term: Term?, in scope: Scope) throws(TemplateError) -> Int? {
        guard let term else { return nil }
        let value = try evaluate(term, in: scope)
        if value.isNone { return nil }
        if case .undefined(let problem) = value { throw undefined(problem) }
        guard let number = value.wholeNumber else {
            throw fault("the bounds of a slice are whole numbers, not '\(value.typeName)'")
        }
        return Int(clamping: number)
    }

    private func selected(
        _ values: [TemplateValue], _ from: Int?, _ to: Int?, _ step: Int
    ) throws(TemplateError) -> [TemplateValue] {
        let selected = sliced(values, from, to, step)
        try spend(elements: selected.count)
        return selected
    }

    /// Returns the elements that Python's `[from:to:step]` selects.
    private func sliced<Element>(
        _ elements: [Element],
        _ from: Int?,
        _ to: Int?,
        _ step: Int
    ) -> [Element] {
        let count = elements.count
        func position(_ bound: Int?, missing: Int) -> Int {
            guard let bound else { return missing }
            let fromStart = bound < 0 ? bound.addingWithoutOverflow(count) : bound
            return step > 0 ? min(max(fromStart, 0), count) : min(max(fromStart, -1), count - 1)
        }
        if step == 1 {
            let start = position(from, missing: 0)
            return Array(elements[start..<max(start, position(to, missing: count))])
        }
        let start = position(from, missing: step > 0 ? 0 : count - 1)
        let end = position(to, missing: step > 0 ? count : -1)
        return stride(from: start, to: end, by: step).map { elements[$0] }
    }
}
