import Datasets

@testable import synthgen

/// A made-up run of 63 stages, most of them in seven included documents, at chosen moments.
///
/// Records flow from stage to stage in the graph's order: what the script says is how many records
/// each stage has had when the run is that far.
struct ScriptedProgress {
    private static let included: [(document: String, stages: [(String, String)])] = [
        (
            "madeTopics",
            [
                ("areas", "read"), ("macroTopics", "generate"), ("shortTopics", "filter"),
                ("someTopics", "sample"), ("subtopics", "generate"), ("shortSubtopics", "filter"),
                ("someSubtopics", "sample"), ("named", "map"),
            ]
        ), ("openQA", prompts("questions")), ("writing", prompts("tasks")),
        ("closedQA", prompts("questions")), ("math", prompts("problems")),
        ("python", prompts("problems")),
    ]

    private static func prompts(_ asked: String) -> [(String, String)] {
        [
            ("topics", "read"), (asked, "generate"), ("real", "filter"), ("onTopic", "filter"),
            ("distinct", "deduplicate"), ("details", "generate"), ("refined", "map"),
            ("prompts", "map"),
        ]
    }

    /// Names and kinds of all stages, in the graph's order.
    static let stages: [(name: String, type: String)] =
        [("ownTopics", "read")]
        + included[0].stages.map { ("madeTopics/" + $0.0, $0.1) } + [("topics", "mix")]
        + included.dropFirst().flatMap { part in
            part.stages.map { (part.document + "/" + $0.0, $0.1) }
        }
        + [
            ("requests", "mix"), ("sound", "filter"), ("distinct", "deduplicate"),
            ("prompts/given", "read"), ("prompts/messages", "generate"), ("prompts/joined", "map"),
            ("answers", "generate"), ("rewards", "score"), ("triplets", "pair"), ("out", "write"),
        ]

    private var snapshot = RunSnapshot()

    init(seconds: Double, accepted: Int, of target: Int? = 100) {
        snapshot.seconds = seconds
        snapshot.accepted = accepted
        snapshot.target = target
        snapshot.stages = Self.stages.map { RunSnapshot.Stage(name: $0.name, type: $0.type) }
    }

    /// The records of all stages whose name begins so.
    func having(
        _ prefix: String, _ created: Int, rejected: Int = 0, working: Int = 0
    ) -> ScriptedProgress {
        var copy = self
        for index in snapshot.stages.indices where snapshot.stages[index].name.hasPrefix(prefix) {
            copy.snapshot.stages[index].created = created
            copy.snapshot.stages[index].rejected = rejected
            copy.snapshot.stages[index].passed = created - rejected
            copy.snapshot.stages[index].working = working
        }
        return copy
    }

    /// The snapshot, with figures of the whole run.
    func with(
        tokens: Int, finished: Int, open: Int, waiting: Int = 0, activity: String? = nil
    ) -> RunSnapshot {
        var snapshot = snapshot
        snapshot.tokens = tokens
        snapshot.finishedSources = finished
        snapshot.openSources = open
        snapshot.waitingRecords = waiting
        snapshot.activity = activity
        return snapshot
    }

    // MARK: Moments

    /// The judge is measured; no stage has had a record.
    static let measuring = ScriptedProgress(seconds: 20, accepted: 0)
        .with(
            tokens: 0, finished: 0, open: 0, activity: "measuring judge 'reward' on 142 pairs: 40 %"
        )

    /// The first topics and questions.
    static let beginning = ScriptedProgress(seconds: 42, accepted: 0)
        .having("ownTopics", 4).having("madeTopics/areas", 4)
        .having("madeTopics/macroTopics", 12, working: 6).having("topics", 4)
        .having("openQA/topics", 4).having("openQA/questions", 9, rejected: 1, working: 24)
        .having("openQA/real", 8, rejected: 2)
        .with(tokens: 9_000, finished: 0, open: 32)

    /// Answers come; 16 of the records wait for an earlier source record.
    static let middle = ScriptedProgress(seconds: 600, accepted: 40)
        .having("ownTopics", 120).having("madeTopics", 380, rejected: 20).having("topics", 480)
        .having("openQA", 96, rejected: 8).having("writing", 96, rejected: 4)
        .having("closedQA", 40, rejected: 3).having("math", 51, rejected: 9)
        .having("python", 30, rejected: 11).having("python/details", 30, working: 2)
        .having("requests", 270).having("sound", 270, rejected: 12)
        .having("distinct", 258, rejected: 40).having("prompts", 218, rejected: 3)
        .having("answers", 830, working: 52).having("rewards", 780, working: 4)
        .having("triplets", 190, rejected: 130).having("out", 40)
        .with(tokens: 480_000, finished: 61, open: 31, waiting: 16)

    /// The end: the target is reached, nothing works any more.
    static let end = ScriptedProgress(seconds: 1_500, accepted: 100)
        .having("ownTopics", 220).having("madeTopics", 780, rejected: 40).having("topics", 960)
        .having("openQA", 196, rejected: 18).having("writing", 196, rejected: 14)
        .having("closedQA", 80, rejected: 6).having("math", 101, rejected: 19)
        .having("python", 60, rejected: 21).having("requests", 540)
        .having("sound", 540, rejected: 22).having("distinct", 518, rejected: 80)
        .having("prompts", 418, rejected: 5).having("answers", 1_650).having("rewards", 1_650)
        .having("triplets", 402, rejected: 290).having("out", 112, rejected: 12)
        .with(tokens: 1_210_000, finished: 153, open: 12)

    static let moments = [measuring, beginning, middle, end]

    /// The views of the moments, each with what the looks before it tell.
    static func views(_ snapshots: [RunSnapshot] = moments) -> [RunView] {
        let looks = RunLooks()
        return snapshots.map { looks.look(at: $0) }
    }
}
