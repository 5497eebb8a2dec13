import Datasets
import JSON

/// A record shown on the page, with its texts clipped.
public struct Example: Encodable, Equatable {
    /// One message.
    struct Message: Encodable, Equatable {
        let role: String
        let passage: Passage

        init(_ turn: Turn, limit: Int = 4_000) {
            role = turn.role.clipped(to: 24)
            passage = Passage(turn.text, limit: limit)
        }
    }

    /// One answer and its rewards.
    struct Answer: Encodable, Equatable {
        /// A reward's name and value.
        struct Reward: Encodable, Equatable {
            let name: String
            let value: Double
        }

        let side: Side
        let passage: Passage
        let rewards: [Reward]
    }

    let id: String
    let topics: [String]
    let prompt: [Message]
    /// The number of messages of the prompt that are left out.
    let omittedMessages: Int
    let answers: [Answer]
    let judge: String
    let margin: Double?
    /// The fields of a record that is neither a pair nor a dialogue nor a prompt.
    let fields: [Field]
    /// The ancestry, sources first; filled in for the examples that are shown.
    var ancestry: [AncestryStep] = []
    /// Whether the ancestry leaves out steps.
    var isAncestryCut = false

    private static let messageLimit = 12

    init(_ view: RecordView) {
        let turns = view.prompt
        id = view.id.clipped(to: 64)
        topics = view.topics
        prompt = turns.prefix(Self.messageLimit).map { Message($0) }
        omittedMessages = max(0, turns.count - Self.messageLimit)
        answers = view.answers.map { answer in
            Answer(
                side: answer.side, passage: Passage(answer.text),
                rewards: answer.rewards.prefix(8)
                    .map { .init(name: $0.name.clipped(to: 40), value: $0.value) }
                    .sorted { AttributeFigure.order($0.name) < AttributeFigure.order($1.name) })
        }
        judge = view.record["judge"]?["kind"]?.string?.clipped(to: 40) ?? ""
        margin = view.record["margin"]?.double
        fields = turns.isEmpty && answers.isEmpty ? Field.list(view.record, except: "id") : []
    }
}

/// A record that a stage rejected.
public struct RejectedExample: Encodable, Equatable {
    let stage: String
    let reason: String
    let detail: String
    /// The record's prompt and answer if it has them, else all its fields.
    var record: Example
    let raw: Passage?

    init(_ object: JSONObject) {
        stage = object["stage"]?.string?.clipped(to: 80) ?? ""
        reason = object["reason"]?.string?.clipped(to: 200) ?? ""
        let detail = object["detail"] ?? .null
        self.detail = detail.isNull ? "" : (detail.string ?? detail.text).clipped(to: 600)
        var inner = object["record"]?.object ?? object
        inner["id"] = object["id"]
        record = Example(RecordView(record: inner))
        raw = object["raw"]?.string.map { Passage($0) }
    }
}

/// One step of a record's ancestry: what a stage made, and the call behind it.
struct AncestryStep: Encodable, Equatable {
    let id: String
    let stage: String
    let parents: [String]
    let reason: String?
    /// The last messages sent to the model.
    let asked: [Example.Message]
    /// The model's answer.
    let answer: Passage?
    /// The fields that the stage made.
    let made: [Field]

    init(_ row: LineageRow, call: JSON?) {
        id = row.id.clipped(to: 64)
        stage = row.stage.clipped(to: 80)
        parents = row.parents.prefix(8).map { $0.clipped(to: 64) }
        reason = row.reason?.clipped(to: 200)
        asked = Turn.list(call?["messages"] ?? .null).suffix(6)
            .map { Example.Message($0, limit: 2_000) }
        let rewards = call?["rewards"]?.array.map { JSON.array(Array($0.suffix(4))).text }
        answer = (call?["text"]?.string ?? rewards).map { Passage($0, limit: 2_000) }
        made = Field.list(row.fields)
    }
}

/// A field's name and value.
struct Field: Encodable, Equatable {
    let name: String
    let value: Passage
    /// Whether the value is a text, not a number or an object.
    let isText: Bool

    /// The first sixteen fields of a record.
    static func list(_ record: JSONObject, except left: String = "") -> [Field] {
        record.pairs.filter { $0.0 != left }.prefix(16).map { name, value in
            Field(
                name: name.clipped(to: 40),
                value: Passage(value.string ?? value.text, limit: 1_000),
                isText: value.string != nil)
        }
    }
}
