import Chat
import JSON

/// A published form of rows with prompts and answers.
///
/// Every form gives the same fields (``CanonicalRow``), so that later stages need not know the
/// origin of a prompt.
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

    /// Error that says why a row does not have the form.
    struct Misfit: Error, Equatable {
        /// A short fixed phrase, by which rejections are counted.
        let reason: String
        /// What was found.
        let detail: String
    }

    /// The fields of the form's records.
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

    /// Converts a row to a record.
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

    /// Returns the forms that fit the names of the rows' fields; GSM8K also needs its `####` mark.
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
