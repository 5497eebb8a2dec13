import JSON

/// How often a `pipeline` stage runs its document: once, or for so many rounds, each fed by the one before.
struct Rounds {
    /// Which rounds' records leave the stage.
    enum Collection: String, CaseIterable {
        case last, all
    }

    /// How many; nil for a document that is included as it is.
    let count: Int?
    let collection: Collection

    private static let rounds = Setting.optional(
        "rounds", .integer(1...64),
        "How often to run it: every round but the first is fed by the one before, in place of its "
            + "sources.")
    private static let collect = Setting(
        "collect", .choice(Collection.self), default: .last,
        "Whether the records of all rounds leave it, or those of the last only.")

    /// What a `pipeline` stage may say.
    static let settings: [any StageSetting] = [
        Setting.required("document", .file, "The document to run as one stage."),
        Setting.optional(
            "input", .oneOrMore(.text),
            "What feeds it in place of its own sources; with rounds, the first of them."),
        rounds, collect,
    ]

    /// Values that are not of their settings' types, which are reported elsewhere, count as not given.
    init(_ values: JSONObject) {
        let values = SettingValues(values)
        count = values[Self.rounds]
        collection = values[Self.collect]
    }

    /// The name of a round of the stage.
    static func name(_ stage: String, round: Int) -> String { "\(stage)/\(round)" }
}

extension Problem {
    /// The same for every round of a stage: rounds have numbers for names, and share their document's
    /// lines, so that what is wrong in one is most likely wrong in all.
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
