import Chat
import Dataflow
import JSON
import Stages

/// A form of evaluation: the rows that it reads, what it asks a model, and how the answers count.
protocol EvaluationForm: Sendable {
    /// What the form measures, in a sentence.
    static var summary: String { get }
    /// The columns of a row, for messages and the schema.
    static var columns: String { get }
    /// The settings of documents of this form, beside those that all have.
    static var settings: [any StageSetting] { get }

    /// Reads checked settings; reports what no single one shows.
    init(_ values: SettingValues, _ check: inout FormCheck)

    /// The columns of a row of this document, for messages.
    var ownColumns: String { get }
    /// The figures, the most important first.
    var figures: [Figure] { get }
    /// Who else has to be there.
    var needs: EvaluationNeeds { get }
    /// Whether the model is given conversations, for which it needs a chat template.
    var readsConversations: Bool { get }
    /// Whether people want to see the figures of each group.
    var showsGroups: Bool { get }

    /// What to do for a row.
    func task(of row: EvaluationRow) throws(RowProblem) -> ItemTask
}

extension EvaluationForm {
    var needs: EvaluationNeeds { [] }
    var readsConversations: Bool { true }
    var showsGroups: Bool { false }
    var ownColumns: String { Self.columns }
}

/// Who has to be there beside the model that is evaluated.
public struct EvaluationNeeds: OptionSet, Sendable {
    /// A bit for each.
    public let rawValue: Int

    /// Needs by their bits.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// A judge.
    public static let judge = EvaluationNeeds(rawValue: 1)
    /// Another model, whose answers are compared with.
    public static let other = EvaluationNeeds(rawValue: 2)
    /// A sandbox for code.
    public static let sandbox = EvaluationNeeds(rawValue: 4)
}

/// A row made ready: what is asked about it, and how the answers count.
struct ItemTask: Sendable {
    /// The group of the row.
    var group: String?
    /// Asks the models of a context.
    let run: @Sendable (ItemContext) async throws -> ItemFinding
}

/// What a task found of a model.
struct ItemFinding: Sendable {
    var shares: [String: Share]
    var answers: [ItemOutcome.Answer] = []
    var details: JSONObject = [:]
}

/// Everyone that a task may ask.
struct ItemContext: Sendable {
    /// The row's id.
    let id: String
    /// The model that is evaluated.
    let model: RememberedModel
    /// The model that it is compared with.
    let other: RememberedModel?
    let judge: ItemJudge?
    /// Runs code that models wrote.
    let tests: RememberedTests?
    /// The document's seed.
    let seed: UInt64
}

/// Problems of a form's settings that are found while they are read.
struct FormCheck {
    private(set) var problems: [(key: String, message: String, help: String?)] = []

    mutating func report(_ key: String, _ message: String, help: String? = nil) {
        problems.append((key, message, help))
    }
}
