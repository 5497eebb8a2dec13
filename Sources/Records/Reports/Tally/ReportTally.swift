import Datasets
import JSON

/// Collects the figures and samples of a report record by record, in bounded memory.
struct ReportTally {
    /// The field by which records are grouped.
    let by: String
    private(set) var all = GroupTally(texts: DiversityFigures.sampleSize, examples: 0)
    private(set) var pairs = PairTally()
    private(set) var topics = TopicTally()
    private(set) var judges = JudgeTally()
    private var groups = BoundedNames(limit: 40) {
        GroupTally(texts: DiversityFigures.sampleSize, examples: 3)
    }
    private var sources = BoundedNames(limit: 40) { Moments() }
    private var rejections = BoundedNames(limit: 400) { DigestSample<RejectedExample>(size: 2) }

    private static let groupsShown = 12
    private static let rejectionsShown = 24

    init(by: String) { self.by = by }

    mutating func add(_ record: JSONObject) {
        let view = RecordView(record: record)
        let (prompt, answers) = (view.promptText, view.answers)
        let (group, digest) = (view.group(by: by), digest(view.id))
        // A system message that all prompts begin with would make them seem alike.
        let spoken = view.promptTextWithoutSystem
        all.add(view, prompt: spoken, answers: answers, digest: digest)
        groups.update(group) {
            $0.add(view, prompt: spoken, answers: answers, digest: digest)
        }
        pairs.add(view, answers, group: group)
        topics.add(view.topics, group: group)
        judges.add(view, prompt: prompt, answers: answers)
        addToSource(view, answers)
    }

    mutating func addRejected(_ record: JSONObject) {
        let reason = (record["stage"]?.string ?? "") + "\n" + (record["reason"]?.string ?? "")
        rejections.update(reason.clipped(to: 200)) {
            $0.offer(digest(record["id"]?.string ?? ""), RejectedExample(record))
        }
    }

    private mutating func addToSource(_ view: RecordView, _ answers: [RecordView.Answer]) {
        guard view.record["source"] != nil else { return }
        for answer in answers {
            let values = answer.rewards
            guard let value = values.first(where: { $0.name == Self.compared })?.value else {
                continue
            }
            sources.update(view.group(by: "source")) { $0.add(value) }
        }
    }

    /// The attribute compared between sources, as in the Nemotron-4 340B report.
    private static let compared = "helpfulness"

    var sourceFigures: [DatasetReport.Source] {
        sources.values.sorted { $0.key < $1.key }.map { name, moments in
            DatasetReport.Source(
                name: name, answers: moments.count, attribute: Self.compared, mean: moments.mean,
                standardError: moments.standardError)
        }
    }

    var groupsLeftOut: Int { max(0, groups.values.count - Self.groupsShown) }

    /// The figures of the largest groups.
    var groupFigures: [DatasetReport.Group] {
        groups.values.sorted { ($1.value.records, $0.key) < ($0.value.records, $1.key) }
            .prefix(Self.groupsShown).map { name, tally in
                let (prompts, answers) = tally.diversity
                return DatasetReport.Group(
                    name: name, records: tally.records, rewards: tally.rewards.figures,
                    prompts: prompts, answers: answers, examples: tally.examples.elements)
            }
    }

    /// Rejected examples for the most frequent reasons.
    var rejectedExamples: [RejectedExample] {
        rejections.values.sorted { ($1.value.offered, $0.key) < ($0.value.offered, $1.key) }
            .prefix(Self.rejectionsShown).flatMap(\.value.elements)
    }
}

extension GroupTally {
    /// The diversity of the prompts and of the better answers.
    var diversity: (prompts: DiversityFigures?, answers: DiversityFigures?) {
        (
            DiversityFigures(
                texts.elements.compactMap { text in text.prompt.map { (text.id, $0) } }),
            DiversityFigures(
                texts.elements.compactMap { text in text.answer.map { (text.id, $0) } })
        )
    }
}
