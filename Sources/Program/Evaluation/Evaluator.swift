public import Chat
import Concurrency
public import Dataflow
import Datasets
import Hashing
import JSON
import Sandbox
import Stages

/// Evaluates models by a document whose rows have been read and checked.
///
/// ```swift
/// let evaluator = try Evaluator(EvaluationDocument(path: "Pipelines/evaluation/ifeval.json"))
/// let result = try await evaluator.run(model, calls: CachedCalls(memory: memory))
/// print(result.estimate("prompt_strict")?.value ?? 0)
/// ```
///
/// Every call goes through `calls`, so an evaluation that was killed goes on where it was, and one
/// that was done before asks nothing. The result depends on document, rows and models alone.
public struct Evaluator: Sendable {
    /// The document.
    public let document: EvaluationDocument
    /// The number of rows.
    public var count: Int { items.count }

    /// Digest of the rows and of the document's settings that count.
    public let digest: String
    private let items: [(row: EvaluationRow, task: ItemTask)]

    /// Reads the document's rows and makes them ready.
    ///
    /// - Throws: ``EvaluationError`` that names file and row if a row does not have the form.
    public init(_ document: EvaluationDocument) throws(EvaluationError) {
        self.document = document
        var hash = SHA256()
        hash.update(framed: document.digest)
        var items: [(EvaluationRow, ItemTask)] = []
        var seen: [String: String] = [:]
        let task = document.task
        try Self.forEachRow(of: document) { (row) throws(EvaluationError) in
            if let first = seen.updateValue(row.location, forKey: row.id) {
                throw .repeatedID(location: row.location, id: row.id, first: first)
            }
            do throws(RowProblem) { items.append((row, try task.task(of: row))) } catch {
                throw .unusableRow(
                    location: row.location, form: document.form.rawValue, problem: error.text,
                    expected: task.ownColumns)
            }
            hash.update(framed: JSON.object(row.values).encoded())
        }
        guard !items.isEmpty else { throw .noRows(path: document.dataset) }
        self.items = items
        digest = hash.finalize().hexadecimal
    }

    /// Asks a model about every row.
    ///
    /// - Parameters:
    ///   - judge: Grades or compares answers, if the document needs a judge.
    ///   - other: The model whose answers are compared with, if the document needs one.
    ///   - calls: Answers calls, from memory if it can.
    ///   - limit: The most rows that are asked about at once; it changes no answer.
    ///   - onResult: Called with the number of rows that are done.
    /// - Throws: ``EvaluationError`` if someone needed is not there, or an item cannot be asked about.
    public func run(
        _ model: any LanguageModel, judge: EvaluationJudge? = nil,
        against other: (any LanguageModel)? = nil, calls: any CallAnswering, limit: Int = 64,
        onResult: (Int) -> Void = { _ in }
    ) async throws -> EvaluationResult {
        let needs = document.needs
        if needs.contains(.judge), judge == nil { throw EvaluationError.noJudge(evaluation: name) }
        if needs.contains(.other), other == nil { throw EvaluationError.noOther(evaluation: name) }
        let tests = needs.contains(.sandbox) ? try sandbox(calls) : nil
        let outcomes = try await mapConcurrently(
            Array(items.indices), limit: limit, onResult: onResult
        ) { index in
            let (row, task) = items[index]
            let context = ItemContext(
                id: row.id, model: RememberedModel(model, calls, priority: index),
                other: other.map { RememberedModel($0, calls, priority: index) },
                judge: judge.map { ItemJudge($0, calls, priority: index) }, tests: tests,
                seed: document.seed)
            return try await outcome(of: row, task, context)
        }
        return EvaluationResult(
            evaluation: name, form: document.form.rawValue, digest: digest, seed: document.seed,
            model: .init(model),
            judge: needs.contains(.judge) ? judge.map { .init($0.model) } : nil,
            against: needs.contains(.other) ? other.map { .init($0) } : nil,
            figures: document.task.figures, items: outcomes,
            showsGroups: document.task.showsGroups)
    }

    private var name: String { document.name }

    private func outcome(
        of row: EvaluationRow, _ task: ItemTask, _ context: ItemContext
    ) async throws -> ItemOutcome {
        do {
            let finding = try await task.run(context)
            return ItemOutcome(
                id: row.id, group: task.group, shares: finding.shares, answers: finding.answers,
                details: finding.details)
        } catch let error as ChatError {
            throw EvaluationError.failedItem(
                evaluation: name, id: row.id, location: row.location, problem: "\(error)")
        }
    }

    private func sandbox(_ calls: any CallAnswering) throws -> RememberedTests {
        do { return RememberedTests(try PythonTests(), calls) } catch {
            throw EvaluationError.noSandbox(evaluation: name, problem: "\(error)")
        }
    }

    private static func forEachRow(
        of document: EvaluationDocument, _ body: (EvaluationRow) throws(EvaluationError) -> Void
    ) throws(EvaluationError) {
        func read<Value>(
            _ body: () throws(DatasetError) -> Value
        ) throws(EvaluationError) -> Value {
            do throws(DatasetError) { return try body() } catch {
                throw .unreadableRows(path: document.dataset, problem: "\(error)")
            }
        }
        let reader = try read { () throws(DatasetError) in try RecordReader(url: document.url) }
        while reader.count < document.limit ?? .max,
            let values = try read({ () throws(DatasetError) in try reader.next() })
        {
            let location =
                reader.hasLines && reader.path == document.url.path
                ? "\(document.dataset):\(reader.line)" : reader.location
            try body(EvaluationRow(values, number: reader.count, location: location))
        }
    }
}

extension EvaluationResult.Model {
    fileprivate init(_ model: any LanguageModel) {
        self.init(name: model.name, fingerprint: model.fingerprint)
    }
}
