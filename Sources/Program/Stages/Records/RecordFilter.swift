import Chat
import Formatting
import Hashing
public import JSON
import Jinja

/// A condition on records that a person gives to a command: an expression as in a `filter` stage.
public final class RecordFilter {
    private let expression: Jinja.Expression
    /// The fields that the expression reads and that no record has had so far.
    private var missing: Set<String>
    /// The fields of the first record.
    private var known: Set<String> = []

    /// Parses an expression.
    /// - Throws: ``StageError/badExpression(source:problem:)``.
    public init(_ source: String) throws {
        do throws(TemplateError) {
            expression = try Jinja.Expression(source)
        } catch {
            throw StageError.badExpression(source: source, problem: "\(error)")
        }
        let unknown = expression.calledFunctions.subtracting(PromptFunctions.names)
        guard unknown.isEmpty else {
            throw StageError.badExpression(
                source: source,
                problem: "no function is called '\(unknown.sorted().joined(separator: "', '"))'")
        }
        missing = expression.variables.subtracting(expression.calledFunctions)
    }

    /// Whether the expression holds for a record: its value is not empty, zero or null.
    /// - Throws: ``StageError/badExpression(source:problem:)`` if it cannot be evaluated.
    public func holds(for record: JSONObject) throws -> Bool {
        if known.isEmpty { known = Set(record.keys) }
        if !missing.isEmpty { missing.subtract(record.keys) }
        do throws(TemplateError) {
            return try expression.holds(
                in: record, functions: PromptFunctions.functions(seed: seed(of: record)))
        } catch {
            throw StageError.badExpression(
                source: expression.source,
                problem: "of record \(record["id"]?.string ?? "without an id"): \(error)")
        }
    }

    /// What random functions draw from: the record's id, so that a command says the same again.
    private func seed(of record: JSONObject) -> UInt64 {
        guard !expression.calledFunctions.isEmpty else { return 0 }
        var hash = SHA256()
        hash.update(framed: "filter")
        hash.update(framed: record["id"]?.string ?? "")
        return hash.finalize128().high
    }

    /// A sentence for each field of the expression that no record had, after they were read.
    public var warnings: [String] {
        guard !known.isEmpty else { return [] }
        return missing.sorted().map { name in
            "no record has the field '\(name)'; \(suggestion(for: name, among: known.sorted()))"
        }
    }
}
