public import Chat
import Foundation
import JSON
import Synchronization
public import Training

/// Reads rows and makes token-level examples of them.
///
/// Rows are read one after the other and encoded on all cores; only their tokens are kept.
public struct ExampleLoader: Sendable {
    private let encoder: ExampleEncoder
    private let onRows: @Sendable (Int) -> Void

    /// A loader for a model.
    ///
    /// - Parameters:
    ///   - chat: The model's tokenizer and chat template, which knows the ends of turns.
    ///   - onRows: Called now and then with the number of rows read so far.
    public init(
        _ chat: ChatEncoder, _ settings: ExampleSettings,
        onRows: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        encoder = ExampleEncoder(chat, settings)
        self.onRows = onRows
    }

    /// Reads conversations, for SFT.
    /// - Throws: ``TrainingDataError``, `DatasetError`.
    public func conversations(_ sources: [DataSource]) throws -> ExampleSet<Conversation> {
        try load(sources, encoder.conversation) { made, _ throws(RowRejection) in made.example }
    }

    /// Reads preferences, for DPO, RPO and reward models.
    /// - Throws: ``TrainingDataError``, `DatasetError`.
    public func preferences(_ sources: [DataSource]) throws -> ExampleSet<Preference> {
        try load(sources, encoder.preference) { made, set throws(RowRejection) in
            // One order of attributes holds for all rows.
            if let names = made.example.rewardNames {
                guard set.rewardNames == nil || set.rewardNames == names else {
                    throw RowRejection(
                        "other attributes",
                        "\(names.joined(separator: ", ")) instead of "
                            + "\(set.rewardNames?.joined(separator: ", ") ?? "")")
                }
                set.rewardNames = names
            }
            return made.example.preference
        }
    }

    /// Reads rated answers, for reward models.
    /// - Throws: ``TrainingDataError``, `DatasetError`.
    public func ratedAnswers(_ sources: [DataSource]) throws -> ExampleSet<RatedAnswer> {
        try load(sources, encoder.ratedAnswer) { made, _ throws(RowRejection) in made.example }
    }

    private static let batchSize = 512

    private func load<Made, Example: CountedExample>(
        _ sources: [DataSource],
        _ make: @escaping @Sendable (JSONObject, String) throws(RowRejection) -> MadeExample<Made>,
        _ accept: (MadeExample<Made>, inout ExampleSet<Example>) throws(RowRejection) -> Example
    ) throws -> ExampleSet<Example> {
        var set = ExampleSet<Example>()
        let spooled =
            sources.contains { $0.path == DataSource.standardInput } ? try SpooledInput() : nil
        var isJudged = false
        for source in sources {
            var draw = try RowDraw(source, seed: encoder.settings.seed)
            let file = try RowFile(source, standardInput: spooled?.url)
            while true {
                let rows = try Self.batch(file, &draw)
                if rows.isEmpty { break }
                let made = Self.encode(rows, make)
                for (row, made) in zip(rows, made) {
                    Self.take(made, of: row, into: &set, accept)
                    // Judged at this very row, whatever the batches.
                    if set.summary.rows == TrainingDataError.judgedRows { try Self.judge(set) }
                }
                isJudged = set.summary.rows >= TrainingDataError.judgedRows
                onRows(set.summary.rows)
            }
        }
        guard !set.examples.isEmpty else {
            throw TrainingDataError.nothing(sources: sources.map(\.path), summary: set.summary)
        }
        if !isJudged { try Self.judge(set) }
        return set
    }

    private struct DrawnRow: Sendable {
        let row: RowFile.Row
        let times: Int
    }

    private static func batch(_ file: RowFile, _ draw: inout RowDraw) throws -> [DrawnRow] {
        var rows: [DrawnRow] = []
        while rows.count < batchSize, let row = try file.next() {
            let times = (try? row.content.get()).map { draw.times($0) } ?? 1
            rows.append(DrawnRow(row: row, times: times))
        }
        return rows
    }

    /// Encodes rows on all cores; the results are in the rows' order, nil for rows not drawn.
    private static func encode<Made>(
        _ rows: [DrawnRow],
        _ make: @escaping @Sendable (JSONObject, String) throws(RowRejection) -> MadeExample<Made>
    ) -> [Result<MadeExample<Made>, RowRejection>?] {
        let chunk = 32
        let results = Mutex(
            [Result<MadeExample<Made>, RowRejection>?](repeating: nil, count: rows.count))
        DispatchQueue.concurrentPerform(iterations: (rows.count + chunk - 1) / chunk) { number in
            let range = number * chunk..<min(rows.count, (number + 1) * chunk)
            let made = range.map { index -> Result<MadeExample<Made>, RowRejection>? in
                guard rows[index].times > 0 else { return nil }
                return rows[index].row.content.flatMap { content in
                    Result { () throws(RowRejection) in try make(content, rows[index].row.name) }
                }
            }
            results.withLock { results in
                for (index, made) in zip(range, made) { results[index] = made }
            }
        }
        return results.withLock { $0 }
    }

    private static func take<Made, Example: CountedExample>(
        _ made: Result<MadeExample<Made>, RowRejection>?, of row: DrawnRow,
        into set: inout ExampleSet<Example>,
        _ accept: (MadeExample<Made>, inout ExampleSet<Example>) throws(RowRejection) -> Example
    ) {
        set.summary.rows += 1
        guard let made else {
            set.summary.notDrawn += 1
            return
        }
        do throws(RowRejection) {
            let made = try made.get()
            let example = try accept(made, &set)
            set.summary.count(form: made.form)
            set.summary.count(made.remarks)
            for _ in 0..<row.times {
                set.summary.examples += 1
                set.summary.tokens += example.totalTokens
                set.summary.targets += example.targetTotal
                set.examples.append(example)
                set.prompts.append(made.prompt)
            }
            set.summary.longest = max(set.summary.longest, example.jointTokens)
        } catch {
            set.summary.reject(error, at: row.row.name)
        }
    }

    private static func judge<Example>(_ set: ExampleSet<Example>) throws(TrainingDataError) {
        let summary = set.summary
        guard 2 * summary.rejectedRows <= summary.rows - summary.notDrawn else {
            throw .mostlyUnusable(summary: summary)
        }
    }
}
