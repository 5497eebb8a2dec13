import JSON

/// How often a `pipeline` stage runs its document: once, or in rounds, each fed by the one before.
struct Rounds {
    /// Which rounds' records leave the stage.
    enum Collection: String, CaseIterable {
        case last, all
    }

    /// Number of rounds; nil for a document included once.
    let count: Int?
    let collection: Collection

    private static let rounds = Setting.optional(
        "rounds", .integer(1...64),
        "How many times the document is run. The read stages of every round but the first give the "
            + "records of the round before.")
    private static let collect = Setting(
        "collect", .choice(Collection.self), default: .last,
        "Whether the records of all rounds leave it, or those of the last only.")

    /// The settings of a `pipeline` stage.
    static let settings: [any StageSetting] = [
        Setting.required("document", .file, "The document to run as one stage."),
        Setting.optional(
            "input", .oneOrMore(.text),
            "Records that the document's read stages give, instead of those of their files; with "
                + "rounds, in the first round."),
        rounds, collect,
        Setting.optional(
            Parameters.key, .anyObject, "Values for that document's parameters, by name."),
        StageKind.description,
    ]

    /// Reads the settings; a value of a wrong type, reported elsewhere, counts as not given.
    init(_ values: JSONObject) {
        let values = SettingValues(values)
        count = values[Self.rounds]
        collection = values[Self.collect]
    }

    /// Returns the name of one round of a stage.
    static func name(_ stage: String, round: Int) -> String { "\(stage)/\(round)" }
}

extension Problem {
    /// Key that is equal for the same problem in every round of a stage, with `*` for the round's
    /// number. Rounds share their document's lines, so most problems recur in all of them.
    var inAnyRound: String {
        let parts = message.split(separator: "/", omittingEmptySubsequences: false)
        let message = parts.enumerated().map { index, part in
            let isRound = index > 0 && !part.isEmpty && part.allSatisfy(\.isASCIIDigit)
            return isRound ? "*" : part
        }.joined(separator: "/")
        return "\(code) \(file):\(line ?? 0) \(message)"
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
