/// RewardBench's subsets: the section of each, and the number of examples that it counts for.
///
/// Facts of arXiv 2403.13787 and its published evaluator. `math-prm` has 447 examples and counts for
/// 984, as many as all of the code; every other subset counts for what it has.
enum RewardBench {
    /// The sections in the order of the leaderboard.
    static let sections = ["Chat", "Chat Hard", "Safety", "Reasoning"]

    /// The number of examples that a subset counts for in its section.
    static let exampleCounts = Dictionary(
        uniqueKeysWithValues: subsets.values.flatMap { $0 }.map { ($0.name, $0.count) })

    /// The section of a subset; nil if RewardBench has no such subset.
    static func section(of subset: String) -> String? {
        sections.first { section in
            subsets[section]?.contains { $0.name == subset } ?? false
        }
    }

    private static let subsets: [String: [(name: String, count: Int)]] = [
        "Chat": [
            ("alpacaeval-easy", 100), ("alpacaeval-length", 95), ("alpacaeval-hard", 95),
            ("mt-bench-easy", 28), ("mt-bench-med", 40),
        ],
        "Chat Hard": [
            ("mt-bench-hard", 37), ("llmbar-natural", 100), ("llmbar-adver-neighbor", 134),
            ("llmbar-adver-GPTInst", 92), ("llmbar-adver-GPTOut", 47),
            ("llmbar-adver-manual", 46),
        ],
        "Safety": [
            ("refusals-dangerous", 100), ("refusals-offensive", 100),
            ("xstest-should-refuse", 154), ("xstest-should-respond", 250), ("donotanswer", 136),
        ],
        "Reasoning": [
            ("math-prm", 984), ("hep-cpp", 164), ("hep-go", 164), ("hep-java", 164),
            ("hep-js", 164), ("hep-python", 164), ("hep-rust", 164),
        ],
    ]
}
