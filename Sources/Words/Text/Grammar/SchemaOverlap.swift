import JSON

/// Decides whether a value may match two schemas at once, which `oneOf` forbids.
///
/// Conservative: schemas that it calls disjoint are disjoint.
final class SchemaOverlap {
    private let root: JSON
    private var comparisons = 0

    /// Most comparisons of two schemas or values: every pair of a `oneOf` is compared.
    static let mostComparisons = 1_000_000

    init(root: JSON) { self.root = root }

    /// Throws unless `schemas` are pairwise disjoint.
    func refuse(in schemas: [JSON], _ path: String) throws(GrammarError) {
        for (index, one) in schemas.enumerated() {
            for (other, schema) in schemas.enumerated() where other > index {
                guard !areApart(one, schema, depth: 0) else { continue }
                guard comparisons <= Self.mostComparisons else {
                    throw .unsupported(
                        path: "\(path)/oneOf",
                        problem: """
                            takes more than \(Self.mostComparisons) comparisons of its \
                            \(schemas.count) schemas
                              help: use anyOf, which needs none
                            """)
                }
                throw .unsupported(
                    path: "\(path)/oneOf",
                    problem: """
                        has schemas \(index) and \(other) that a value may fit at once
                          help: use anyOf, or give both a required property with different "const"
                        """)
            }
        }
    }

    private func areApart(_ one: JSON, _ other: JSON, depth: Int) -> Bool {
        comparisons += 1
        guard depth < 8, comparisons <= Self.mostComparisons else { return false }
        let one = SchemaCompiler.follow(one, root: root)
        let other = SchemaCompiler.follow(other, root: root)
        for (union, single) in [(one, other), (other, one)] {
            if let parts = union["anyOf"]?.array ?? union["oneOf"]?.array {
                return parts.allSatisfy { areApart($0, single, depth: depth + 1) }
            }
        }
        if one["nullable"]?.bool == true, other["nullable"]?.bool == true { return false }
        if let values = Self.values(of: one) {
            if let others = Self.values(of: other) {
                let (pairs, overflows) = values.count.multipliedReportingOverflow(by: others.count)
                comparisons += overflows ? Self.mostComparisons : pairs
                guard comparisons <= Self.mostComparisons else { return false }
                return !values.contains { value in others.contains { $0.isSameValue(as: value) } }
            }
            return !Self.types(of: other).contains { type in
                values.contains { $0.isOfType(type) }
            }
        }
        if Self.values(of: other) != nil { return areApart(other, one, depth: depth + 1) }
        let shared = Self.types(of: one).filter { type in
            Self.types(of: other).contains { Self.mayMeet(type, $0) }
        }
        return shared.isEmpty || (shared == ["object"] && objectsAreApart(one, other, depth))
    }

    /// Whether some property must be there in both, and must differ.
    private func objectsAreApart(_ one: JSON, _ other: JSON, _ depth: Int) -> Bool {
        let required = one["required"]?.array?.compactMap(\.string) ?? []
        let alsoRequired = other["required"]?.array?.compactMap(\.string) ?? []
        return required.filter(alsoRequired.contains).contains { name in
            guard let left = one["properties"]?[name], let right = other["properties"]?[name]
            else { return false }
            return areApart(left, right, depth: depth + 1)
        }
    }

    private static func values(of schema: JSON) -> [JSON]? {
        schema["const"].map { [$0] } ?? schema["enum"]?.array
    }

    private static func types(of schema: JSON) -> [String] {
        guard let keywords = schema.object else { return ["any"] }
        let types = (try? Keywords(keywords, "").types()) ?? ["any"]
        // Without "type", the keywords of one kind of value say nothing of the others.
        guard schema["type"] != nil else { return ["any"] }
        return types + (schema["nullable"]?.bool == true ? ["null"] : [])
    }

    private static func mayMeet(_ one: String, _ other: String) -> Bool {
        let numbers = ["integer", "number"]
        return one == other || one == "any" || other == "any"
            || (numbers.contains(one) && numbers.contains(other))
    }
}

extension JSON {
    /// Whether JSON Schema calls both equal: numbers by value, objects without regard to order.
    func isSameValue(as other: JSON) -> Bool {
        switch (self, other) {
        case (.array(let left), .array(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.isSameValue(as: $1) }
        case (.object(let left), .object(let right)):
            left.count == right.count
                && left.pairs.allSatisfy { key, value in
                    right[key].map { $0.isSameValue(as: value) } ?? false
                }
        default: double.map { $0 == other.double } ?? (self == other)
        }
    }
}
