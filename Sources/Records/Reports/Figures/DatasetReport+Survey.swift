public import Datasets
public import Foundation

extension DatasetReport {
    /// Reads a dataset's folder once, in bounded memory, even if it is damaged.
    ///
    /// - Parameters:
    ///   - folder: The dataset's folder.
    ///   - by: The field whose values are compared; dots reach into objects.
    ///   - eta: The factor that turns a reward difference into a target probability.
    /// - Throws: ``DatasetError/missing(path:)``, ``DatasetError/notADataset(folder:found:)``.
    public init(of folder: URL, by: String = "task", eta: Double = 1) throws(DatasetError) {
        var tally = ReportTally(by: by)
        let survey = try DatasetSurvey(of: folder, eta: eta) { kind, record in
            if kind == .accepted { tally.add(record) } else { tally.addRejected(record) }
        }
        self.init(survey, tally, folder: folder)
    }

    private init(_ survey: DatasetSurvey, _ tally: ReportTally, folder: URL) {
        let statistics = survey.statistics
        let ancestry = AncestryReader(survey, folder: folder)
        self.folder = folder.standardizedFileURL.lastPathComponent
        pipeline = survey.description.pipeline
        seed = survey.description.seed
        documentHash = survey.description.documentHash
        isComplete = statistics.isComplete
        let lastRun = survey.runs.last { $0.status != "estimate" }
        state = survey.snapshot.map { State($0, isKilled: lastRun?.status == "killed") }
        models = survey.description.models.prefix(40).map(Model.init)
        accepted = statistics.accepted
        parts =
            statistics.parts.isEmpty
            ? nil : statistics.parts.map { Part(name: $0.name, records: $0.records) }
        rejected = statistics.rejected
        bytes = statistics.shards.reduce(0) { $0 + $1.bytes }
        duplicatePrompts = statistics.duplicatePrompts
        problems = survey.problems.map {
            Problem(message: $0.message, recordsLost: $0.recordsLost)
        }
        furtherProblems = survey.furtherProblems
        let types = Dictionary(
            (survey.snapshot?.stages ?? []).map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        stages = statistics.funnel.map { Stage($0, types[$0.stage]) }
        // A finished run says how many different ones there were; the ledger counts every reading.
        let figures = survey.runs.last { $0.status == "finished" }?.performance ?? [:]
        sources =
            figures["sourceRecords"].flatMap { Int(exactly: $0) }
            ?? (try? survey.reader?.sourceCount()) ?? 0
        sourceReadings = figures["sourceReadings"].flatMap { Int(exactly: $0) } ?? 1
        self.by = tally.by
        groups = tally.groupFigures.map { group in
            var group = group
            for index in group.examples.indices { ancestry.trace(&group.examples[index]) }
            return group
        }
        groupsLeftOut = tally.groupsLeftOut
        rewards = tally.all.rewards.figures
        helpfulnessBySource = tally.sourceFigures
        pairs = tally.pairs.figure(statistics)
        lengths = statistics.lengths.map {
            Length(
                part: $0.part, characters: HistogramFigure($0.characters),
                words: HistogramFigure($0.words))
        }
        topics = tally.topics.figure
        (prompts, answers) = tally.all.diversity
        judges = tally.judges.figure(swaps: Self.swaps(in: stages))
        performance = PerformanceFigures(survey)
        rejections = tally.rejectedExamples.map { example in
            var example = example
            ancestry.trace(&example.record)
            return example
        }
    }

    /// The rejections of pairs whose judge chose the other answer when the order was swapped.
    private static func swaps(in stages: [Stage]) -> [ReasonCount] {
        stages.flatMap(\.reasons).filter { $0.reason == "judge disagrees with itself" }
    }
}

extension DatasetReport.State {
    init(_ snapshot: RunSnapshot, isKilled: Bool) {
        state = isKilled ? "killed" : snapshot.state.rawValue
        error = snapshot.error?.clipped(to: 400)
        heartbeat = snapshot.heartbeat.clipped(to: 40)
        target = snapshot.target
    }
}

extension DatasetReport.Model {
    init(_ model: DatasetDescription.Model) {
        name = model.name.clipped(to: 80)
        source = model.source.clipped(to: 120)
        hash = model.hash.clipped(to: 80)
        license = model.license?.clipped(to: 40)
    }
}

extension DatasetReport.Stage {
    private static let reasonLimit = 40

    init(_ count: StageCount, _ last: RunSnapshot.Stage?) {
        func sorted(_ counts: [String: Int]) -> [ReasonCount] {
            counts.map {
                ReasonCount(stage: count.stage, reason: $0.clipped(to: 200), count: $1)
            }
            // Ties by name: the order of a dictionary differs between processes.
            .sorted { ($1.count, $0.reason) < ($0.count, $1.reason) }
            .prefix(Self.reasonLimit).map(\.self)
        }
        name = count.stage.clipped(to: 80)
        type = last?.type.clipped(to: 40)
        created = count.created
        passed = count.passed
        rejected = count.rejected
        reasons = sorted(count.rejections)
        repairs = sorted(count.repairs)
        tokens = last.map(\.tokens).flatMap { $0 > 0 ? $0 : nil }
    }
}
