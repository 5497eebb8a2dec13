import PythonStrings

/// Filters that sort, split, join or aggregate sequences.
extension Filters {
    static let sequences: [String: Filter] = [
        "length": plain("length", length),
        "count": plain("count", length),
        "first": plain("first") { value, interpreter throws(TemplateError) in
            try interpreter.elements(of: value).first ?? .undefined("there is no first element")
        },
        "last": plain("last") { value, interpreter throws(TemplateError) in
            try interpreter.elements(of: value).last ?? .undefined("there is no last element")
        },
        "list": plain("list") { value, interpreter throws(TemplateError) in
            .list(try interpreter.elements(of: value))
        },
        "reverse": plain("reverse") { value, interpreter throws(TemplateError) in
            if let text = value.text { return .string(String(text.unicodeScalars.reversed())) }
            return .object(OneTimeSequence(try interpreter.elements(of: value).reversed()))
        },
        "items": plain("items") { value, interpreter throws(TemplateError) in
            if value.isUndefined { return .object(OneTimeSequence([])) }
            guard case .dictionary(let mapping) = value else {
                throw interpreter.fault("'items' needs a dictionary, not '\(value.typeName)'")
            }
            return .object(OneTimeSequence(try interpreter.pairs(of: mapping)))
        },
        "random": plain("random") { value, interpreter throws(TemplateError) in
            let elements = try interpreter.elements(of: value)
            if case .dictionary(let mapping) = value, mapping.count > 0 {
                throw interpreter.fault("'random' needs a list, not 'dict'")
            }
            guard !elements.isEmpty else { return .undefined("there is no element to draw") }
            return elements[try interpreter.draw(below: elements.count)]
        },
        "join": join,
        "sum": sum,
        "min": { value, arguments, interpreter throws(TemplateError) in
            try extreme("min", value, arguments, interpreter)
        },
        "max": { value, arguments, interpreter throws(TemplateError) in
            try extreme("max", value, arguments, interpreter)
        },
        "sort": sort,
        "dictsort": dictsort,
        "unique": unique,
        "groupby": groupby,
        "batch": batch,
        "slice": slice,
    ]

    @Sendable private static func length(
        _ value: TemplateValue,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        guard let count = try interpreter.count(of: value) else {
            throw interpreter.fault("a value of type '\(value.typeName)' has no length")
        }
        return .integer(count)
    }

    @Sendable private static func join(
        _ value: TemplateValue,
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let bound = try BoundArguments(arguments, ["d", "attribute"], of: "join", in: interpreter)
        let separator =
            try bound[0].map { value throws(TemplateError) in
                try interpreter.tracedText(of: value)
            } ?? TracedText()
        var result = TracedText()
        for (position, element) in try interpreter.elements(of: value).enumerated() {
            if position > 0 { result.append(separator) }
            result.append(
                try interpreter.tracedText(
                    of: try interpreter.value(at: bound[1] ?? .none, of: element)
                )
            )
            try interpreter.checkSize(result.count)
        }
        return result.value
    }

    @Sendable private static func sum(
        _ value: TemplateValue,
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let bound = try BoundArguments(
            arguments,
            ["attribute", "start"],
            of: "sum",
            in: interpreter
        )
        let path = bound[0] ?? .none
        let elements = try interpreter.elements(of: value)
        if case .list(let start) = bound[1] {
            return try joined(elements, at: path, after: start, interpreter)
        }
        var total = bound[1] ?? .integer(0)
        for element in elements {
            total = try interpreter.calculate(
                .add,
                total,
                try interpreter.value(at: path, of: element)
            )
            _ = try interpreter.bounded(total)
        }
        return total
    }

    /// Joins lists in one pass, without a copy of all before for each.
    private static func joined(
        _ elements: [TemplateValue], at path: TemplateValue, after start: Items,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        try interpreter.spend(newElements: start.values.count)
        var joined = start.values
        for element in elements {
            let part = try interpreter.value(at: path, of: element)
            guard case .list(let items) = part else {
                // Nothing else can be added to a list.
                return try interpreter.calculate(.add, .list(joined), part)
            }
            try interpreter.spend(elements: items.values.count)
            try interpreter.checkSize((joined.count + items.values.count) * Items.elementInBytes)
            joined += items.values
        }
        return .list(joined)
    }

    private static func extreme(
        _ name: String,
        _ value: TemplateValue,
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let bound = try BoundArguments(
            arguments,
            ["case_sensitive", "attribute"],
            of: name,
            in: interpreter
        )
        let order = SortOrder(
            isCaseSensitive: try bound.flag(0, default: false),
            attribute: bound[1],
            interpreter
        )
        var best: (value: TemplateValue, key: TemplateValue)?
        for element in try interpreter.elements(of: value) {
            let key = try order.key(of: element)
            guard let (_, bestKey) = best else {
                best = (element, key)
                continue
            }
            let isBetter =
                name == "min"
                ? try interpreter.isLess(key, bestKey, "<")
                : try interpreter.isLess(bestKey, key, ">")
            if isBetter { best = (element, key) }
        }
        return best?.value ?? .undefined("there is no '\(name)' of an empty sequence")
    }

    @Sendable private static func sort(
        _ value: TemplateValue,
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let bound = try BoundArguments(
            arguments,
            ["reverse", "case_sensitive", "attribute"],
            of: "sort",
            in: interpreter
        )
        let order = SortOrder(
            isCaseSensitive: try bound.flag(1, default: false),
            attribute: bound[2],
            interpreter
        )
        let elements = try interpreter.elements(of: value)
        return .list(try order.sorted(elements, isReversed: try bound.flag(0, default: false)))
    }

    @Sendable private static func dictsort(
        _ value: TemplateValue,
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let bound = try BoundArguments(
            arguments,
            ["case_sensitive", "by", "reverse"],
            of: "dictsort",
            in: interpreter
        )
        guard case .dictionary(let mapping) = value else {
            throw interpreter.fault("'dictsort' needs a dictionary, not '\(value.typeName)'")
        }
        let by = try bound.text(1, default: "key")
        guard by == "key" || by == "value" else {
            throw interpreter.fault("'dictsort' sorts by 'key' or 'value', not '\(by)'")
        }
        let order = SortOrder(
            isCaseSensitive: try bound.flag(0, default: false),
            attribute: .integer(by == "key" ? 0 : 1),
            interpreter
        )
        return .list(
            try order.sorted(
                try interpreter.pairs(of: mapping), isReversed: try bound.flag(2, default: false))
        )
    }

    @Sendable private static func unique(
        _ value: TemplateValue,
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let bound = try BoundArguments(
            arguments,
            ["case_sensitive", "attribute"],
            of: "unique",
            in: interpreter
        )
        let order = SortOrder(
            isCaseSensitive: try bound.flag(0, default: false),
            attribute: bound[1],
            interpreter
        )
        var seen: Set<MappingKey> = []
        var result: [TemplateValue] = []
        for element in try interpreter.elements(of: value) {
            let key = try order.key(of: element)
            try interpreter.spend(bytes: key.weight)
            guard let hashable = MappingKey(key) else {
                throw interpreter.fault("'unique' cannot compare a '\(key.typeName)'")
            }
            if seen.insert(hashable).inserted { result.append(element) }
        }
        return .object(OneTimeSequence(result))
    }

    @Sendable private static func groupby(
        _ value: TemplateValue,
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let bound = try BoundArguments(
            arguments,
            ["attribute", "default", "case_sensitive"],
            of: "groupby",
            in: interpreter
        )
        let attribute = try bound.required(0)
        let order = SortOrder(
            isCaseSensitive: try bound.flag(2, default: false),
            attribute: attribute,
            default: bound[1],
            interpreter
        )
        var groups: [(key: TemplateValue, folded: TemplateValue, members: [TemplateValue])] = []
        for element in try order.sorted(try interpreter.elements(of: value), isReversed: false) {
            let folded = try order.key(of: element)
            if let last = groups.last, try interpreter.areEqual(last.folded, folded) {
                groups[groups.count - 1].members.append(element)
            } else {
                let key = try interpreter.value(at: attribute, of: element, default: bound[1])
                groups.append((key, folded, [element]))
            }
        }
        return .list(
            groups.map { .tuple(Items([$0.key, .list($0.members)], names: ["grouper", "list"])) }
        )
    }

    @Sendable private static func batch(
        _ value: TemplateValue,
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let bound = try BoundArguments(
            arguments,
            ["linecount", "fill_with"],
            of: "batch",
            in: interpreter
        )
        _ = try bound.required(0)
        let size = try bound.integer(0, default: 1)
        guard size > 0 else { throw interpreter.fault("'batch' needs a size above 0") }
        try interpreter.checkSize(size)
        var batches: [[TemplateValue]] = []
        let elements = try interpreter.elements(of: value)
        try interpreter.spend(newLists: (elements.count - 1) / size + 1)
        for element in elements {
            if let last = batches.last, last.count < size {
                batches[batches.count - 1].append(element)
            } else {
                batches.append([element])
            }
        }
        if let fill = bound[1], !fill.isNone, let last = batches.last {
            try interpreter.spend(newElements: size)
            batches[batches.count - 1] += Array(repeating: fill, count: size - last.count)
        }
        return .object(OneTimeSequence(batches.map { .list($0) }))
    }

    @Sendable private static func slice(
        _ value: TemplateValue,
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let bound = try BoundArguments(
            arguments,
            ["slices", "fill_with"],
            of: "slice",
            in: interpreter
        )
        _ = try bound.required(0)
        let count = try bound.integer(0, default: 1)
        guard count > 0 else { throw interpreter.fault("'slice' needs a number above 0") }
        try interpreter.spend(newLists: count)
        let elements = try interpreter.elements(of: value)
        let (size, surplus) = elements.count.quotientAndRemainder(dividingBy: count)
        var slices: [TemplateValue] = []
        var start = 0
        for position in 0..<count {
            let end = start + size + (position < surplus ? 1 : 0)
            var part = Array(elements[start..<end])
            if let fill = bound[1], !fill.isNone, position >= surplus { part.append(fill) }
            slices.append(.list(part))
            start = end
        }
        return .object(OneTimeSequence(slices))
    }
}

/// The order in which `sort`, `min`, `unique` and others compare: by an attribute, ignoring case.
struct SortOrder {
    private let isCaseSensitive: Bool
    private let attributes: [TemplateValue]
    private let fallback: TemplateValue?
    private let interpreter: Interpreter

    init(
        isCaseSensitive: Bool,
        attribute: TemplateValue?,
        default fallback: TemplateValue? = nil,
        _ interpreter: Interpreter
    ) {
        self.isCaseSensitive = isCaseSensitive
        self.fallback = fallback
        self.interpreter = interpreter
        switch attribute {
        case nil, .some(.none): attributes = []
        case .some(let value):
            attributes =
                value.text.map { text in
                    text.pythonSplit(",", atMost: .max).map { .string($0) }
                } ?? [value]
        }
    }

    /// Returns the sort key of `value`; a list for several attributes.
    func key(of value: TemplateValue) throws(TemplateError) -> TemplateValue {
        var keys: [TemplateValue] = []
        for attribute in attributes {
            keys.append(
                folded(try interpreter.value(at: attribute, of: value, default: fallback))
            )
        }
        if attributes.isEmpty { return folded(value) }
        return keys.count == 1 ? keys[0] : .list(keys)
    }

    private func folded(_ value: TemplateValue) -> TemplateValue {
        guard !isCaseSensitive, let text = value.text else { return value }
        return .string(text.lowercased())
    }

    /// Sorts the values stably, also in reverse order.
    func sorted(
        _ values: [TemplateValue],
        isReversed: Bool
    ) throws(TemplateError) -> [TemplateValue] {
        var keyed: [(key: TemplateValue, value: TemplateValue)] = []
        for value in values { keyed.append((try key(of: value), value)) }
        try mergeSort(&keyed) { left, right throws(TemplateError) in
            isReversed
                ? try interpreter.isLess(left.key, right.key, "sort")
                : try interpreter.isLess(right.key, left.key, "sort")
        }
        return keyed.map(\.value)
    }

    /// Merge sort, stable; `mustSwap` is true if its second argument goes before the first.
    private func mergeSort<Element>(
        _ elements: inout [Element],
        _ mustSwap: (Element, Element) throws(TemplateError) -> Bool
    ) throws(TemplateError) {
        var width = 1
        while width < elements.count {
            var merged: [Element] = []
            merged.reserveCapacity(elements.count)
            for start in stride(from: 0, to: elements.count, by: 2 * width) {
                let middle = min(start + width, elements.count)
                let end = min(start + 2 * width, elements.count)
                var (left, right) = (start, middle)
                while left < middle, right < end {
                    if try mustSwap(elements[left], elements[right]) {
                        merged.append(elements[right])
                        right += 1
                    } else {
                        merged.append(elements[left])
                        left += 1
                    }
                }
                merged += elements[left..<middle]
                merged += elements[right..<end]
            }
            elements = merged
            width *= 2
        }
    }
}
