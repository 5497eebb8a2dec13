import JSON

extension TemplateValue {
    /// Python's `==`: compares numbers by value, strings by bytes, containers by elements.
    func isEqual(to other: TemplateValue) -> Bool {
        switch (self, other) {
        case (.undefined, .undefined), (.none, .none): return true
        case (.number, _), (_, .number):
            guard let left = decimal, let right = other.decimal else { return false }
            return left == right
        case (.float(let left), _): return other.number.map { $0 == left } ?? false
        case (_, .float(let right)): return number.map { $0 == right } ?? false
        case (.list(let left), .list(let right)), (.tuple(let left), .tuple(let right)):
            return left === right || Self.areEqual(left.values, right.values)
        case (.dictionary(let left), .dictionary(let right)):
            return left === right || Self.areEqual(left, right)
        case (.range(let left), .range(let right)):
            return left.count == right.count
                && (left.count == 0 || left.start == right.start)
                && (left.count < 2 || left.step == right.step)
        case (.object(let left), .object(let right)): return left === right
        default:
            if let left = text, let right = other.text { return left.hasSameBytes(as: right) }
            if let left = wholeNumber, let right = other.wholeNumber { return left == right }
            return false
        }
    }

    private static func areEqual(_ left: [TemplateValue], _ right: [TemplateValue]) -> Bool {
        left.count == right.count && zip(left, right).allSatisfy { $0.isEqual(to: $1) }
    }

    private static func areEqual(_ left: Mapping, _ right: Mapping) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left.keys, left.values).allSatisfy { key, value in
            guard let key = MappingKey(key), let other = right[key] else { return false }
            return value.isEqual(to: other)
        }
    }

    /// Whether this value is less than `other`; `nil` if the two have no order.
    func isLess(than other: TemplateValue) -> Bool? {
        switch (self, other) {
        case (.number, _), (_, .number):
            guard let left = decimal, let right = other.decimal else {
                // One is infinite or NaN, or is no number.
                guard let left = number, let right = other.number else { return nil }
                return left < right
            }
            return left.isLess(than: right)
        case (.list, .list), (.tuple, .tuple):
            switch order(to: other) {
            case .less: return true
            case .equal, .greater: return false
            case .none: return nil
            }
        default:
            if let left = text, let right = other.text { return left.precedes(right) }
            if let left = wholeNumber, let right = other.wholeNumber { return left < right }
            if let left = number, let right = other.number { return left < right }
            return nil
        }
    }

    private enum Order { case less, equal, greater, none }

    /// How this value compares to `other`, in one pass: lists by their first different elements.
    private func order(to other: TemplateValue) -> Order {
        switch (self, other) {
        case (.list(let left), .list(let right)), (.tuple(let left), .tuple(let right)):
            for (a, b) in zip(left.values, right.values) {
                let order = a.order(to: b)
                if order != .equal { return order }
            }
            let (a, b) = (left.values.count, right.values.count)
            return a == b ? .equal : a < b ? .less : .greater
        default:
            if isEqual(to: other) { return .equal }
            return isLess(than: other).map { $0 ? .less : .greater } ?? .none
        }
    }

    /// Python's `is`: containers and objects by identity, other values by type and value.
    func isIdentical(to other: TemplateValue) -> Bool {
        switch (untraced, other.untraced) {
        case (.none, .none), (.undefined, .undefined): true
        case (.bool(let left), .bool(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.float(let left), .float(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)), (.markup(let left), .markup(let right)):
            left.hasSameBytes(as: right)
        case (.list(let left), .list(let right)), (.tuple(let left), .tuple(let right)):
            left === right
        case (.dictionary(let left), .dictionary(let right)): left === right
        case (.object(let left), .object(let right)): left === right
        default: false
        }
    }
}

extension String {
    /// Whether the string comes before `other` in code point order.
    func precedes(_ other: String) -> Bool {
        // UTF-8 bytes sort as code points do; Swift's `<` would compare canonical forms.
        utf8.lexicographicallyPrecedes(other.utf8)
    }
}
