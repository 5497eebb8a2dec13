import Dataflow
import Formatting
import JSON

/// The accuracy that a judge must show on known pairs before its stage runs: `"require"`.
struct JudgeRequirement: StageRequirement {
    private static let pairs = Setting.required(
        "pairs", .file, "Pairs of which the better answer is known.")
    private static let accuracy = Setting.required(
        "accuracy", .either(.number(0...1), .named(.number(0...1))),
        "How often the judge must be right: the mean of the sections, or a figure for each section "
            + "that is named.")
    static let setting = Setting.optional(
        "require", .object([pairs, accuracy]),
        "How well the judge must do on known pairs before the run begins.")

    private let pairs: PairSet
    /// The required accuracy by section; "" is the mean of all sections.
    private let demands: [(section: String, accuracy: Double)]
    private let judge: @Sendable () throws -> PairJudge

    /// Reads `"require"`; returns nil if there is none, or after reporting problems.
    ///
    /// - Parameter judge: Creates the judge, once its model is loaded.
    init?(in preparation: inout StagePreparation, judge: @escaping @Sendable () throws -> PairJudge)
    {
        guard let wanted = preparation[Self.setting] else { return nil }
        let path = wanted[Self.pairs]
        do {
            pairs = try PairSet(url: preparation.declaration.source.resolve(path), as: path)
        } catch {
            preparation.report("require.unreadable", key: "require/pairs", "\(error)")
            return nil
        }
        demands =
            switch wanted[Self.accuracy] {
            case .first(let mean): [("", mean)]
            case .second(let sections): sections.map { ($0.name, $0.value) }
            }
        self.judge = judge
        for (section, _) in demands where !section.isEmpty && !pairs.sections.contains(section) {
            preparation.report(
                "require.unknownSection", key: "require/accuracy/\(section)",
                "'\(path)' has no section '\(section)'",
                help: suggestion(for: section, among: pairs.sections))
        }
        guard preparation.isSound else { return nil }
    }

    func check(
        in context: StageContext, noting note: @Sendable (RequirementProgress) -> Void
    ) async throws {
        let judge = try judge()
        let count = pairs.pairs.count
        let work = "measuring judge '\(judge.modelName)' on \(Format.count(count)) pairs"
        note(RequirementProgress(work: work, done: 0, count: count))
        let report = try await JudgeReport(of: judge, on: pairs, calls: context) { done in
            note(RequirementProgress(work: work, done: done, count: count))
        }
        for (section, least) in demands {
            let found =
                section.isEmpty
                ? report.overall
                : report.sections.first { $0.name == section }?.accuracy ?? 0
            guard found < least else { continue }
            throw StageError.judgeTooWeak(
                report, pairs: pairs.path, section: section, found: found, demanded: least)
        }
    }
}
