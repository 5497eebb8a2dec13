import Chat
import JSON

/// A form in which others publish prompts and answers, a row each.
///
/// Every form gives the same fields (``CanonicalRow``), so that what comes later need not know where a
/// prompt is from.
enum RowFormat: String, CaseIterable, Sendable {
    /// `conversations: [{from: human | gpt | system, value}]`
    case sharegpt
    /// LMSYS-Chat-1M: `conversation: [{role, content}]` with the verdicts of a moderation model.
    case lmsys
    /// OpenAI's `messages: [{role, content}]`.
    case messages
    /// `instruction`, `input`, `output`, and in some files `system` and `history`.
    case alpaca
    /// `prompt`, `response` and five attributes.
    case helpsteer2
    /// `question` and an `answer` that ends with `#### N`.
    case gsm8k
    /// `problem`, and a `solution` with its answer in `\boxed{}`.
    case math

    /// Why a row is not of the form.
    struct Misfit: Error, Equatable {
        /// A short fixed phrase, by which rejections are counted.
        let reason: String
        /// What was found.
        let detail: String
    }

    /// The fields of the records that it gives.
    var fields: Set<String> {
        let own: [String] =
            switch self {
            case .sharegpt, .messages, .alpaca: []
            case .lmsys: ["redacted"]
            case .helpsteer2: Reward.attributes
            case .gsm8k: ["answer"]
            case .math: ["answer", "level"]
            }
        return CanonicalRow.fields.union(own)
    }

    /// The record that a row stands for.
    func record(of row: JSONObject) throws(Misfit) -> JSONObject {
        switch self {
        case .sharegpt: try shareGPT(row)
        case .lmsys: try lmsysChat(row)
        case .messages: try openAI(row)
        case .alpaca: try instruction(row)
        case .helpsteer2: try labelled(row)
        case .gsm8k: try gradeSchool(row)
        case .math: try competition(row)
        }
    }

    // MARK: Telling them apart

    /// The forms that rows may have, by the names of their fields; of GSM8K also by its mark.
    static func candidates(for rows: [JSONObject]) -> [RowFormat] {
        let names = rows.reduce(into: Set<String>()) { $0.formUnion($1.keys) }
        return allCases.filter { format in
            guard names.isSuperset(of: format.signature) else { return false }
            guard format == .gsm8k else { return true }
            return rows.contains { $0["answer"]?.string?.contains("####") == true }
        }
    }

    private var signature: Set<String> {
        switch self {
        case .sharegpt: ["conversations"]
        case .lmsys: ["conversation", "conversation_id"]
        case .messages: ["messages"]
        case .alpaca: ["instruction", "output"]
        case .helpsteer2: Set(["prompt", "response"] + Reward.attributes)
        case .gsm8k: ["question", "answer"]
        case .math: ["problem", "solution"]
        }
    }
}
