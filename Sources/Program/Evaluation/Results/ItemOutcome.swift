public import JSON

/// What became of an item: what it adds to the figures, and the answers that this was read from.
public struct ItemOutcome: Sendable, Equatable {
    /// An answer of the model.
    public struct Answer: Sendable, Equatable {
        /// The text, without the end-of-turn token.
        public var text: String
        /// Whether the answer was cut at the limit of tokens.
        public var isTruncated: Bool
        /// The number of tokens in the answer.
        public var tokens: Int

        /// An answer.
        public init(text: String, isTruncated: Bool, tokens: Int) {
            (self.text, self.isTruncated, self.tokens) = (text, isTruncated, tokens)
        }
    }

    /// The item's id: of its row, or the row's number.
    public var id: String
    /// The group of items that is reported together, such as a category; nil if there are none.
    public var group: String?
    /// What the item adds to each figure, by the figures' names.
    public var shares: [String: Share]
    /// The answers, in the order of samples or turns; empty where nothing is generated.
    public var answers: [Answer]
    /// What else is known of the item, in the form's own words.
    public var details: JSONObject

    /// An outcome.
    public init(
        id: String, group: String? = nil, shares: [String: Share], answers: [Answer] = [],
        details: JSONObject = [:]
    ) {
        (self.id, self.group, self.shares) = (id, group, shares)
        (self.answers, self.details) = (answers, details)
    }
}

extension ItemOutcome {
    /// The outcome in a file of results; figures are `[sum, weight]`, or a number of weight 1.
    var json: JSON {
        var object: JSONObject = ["id": .string(id)]
        if let group { object["group"] = .string(group) }
        object["figures"] = .object(
            JSONObject(shares.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }))
        if !answers.isEmpty { object["answers"] = .array(answers.map(\.json)) }
        if !details.isEmpty { object["details"] = .object(details) }
        return .object(object)
    }

    /// Reads an outcome of the form that ``json`` writes; nil for other JSON.
    init?(_ json: JSON) {
        guard let id = json["id"]?.string, let figures = json["figures"]?.object else { return nil }
        var shares: [String: Share] = [:]
        for (name, value) in figures.pairs {
            guard let share = Share(value) else { return nil }
            shares[name] = share
        }
        let answers = json["answers"]?.array ?? []
        self.init(
            id: id, group: json["group"]?.string, shares: shares,
            answers: answers.compactMap(Answer.init), details: json["details"]?.object ?? [:])
        guard self.answers.count == answers.count else { return nil }
    }
}

extension ItemOutcome.Answer {
    fileprivate var json: JSON {
        [
            "text": .string(text), "finish": isTruncated ? "length" : "stop",
            "tokens": .integer(tokens),
        ]
    }

    fileprivate init?(_ json: JSON) {
        guard let text = json["text"]?.string, let tokens = json["tokens"]?.integer else {
            return nil
        }
        self.init(text: text, isTruncated: json["finish"]?.string == "length", tokens: tokens)
    }
}

extension Share {
    fileprivate var json: JSON {
        weight == 1 ? .double(sum) : [.double(sum), .double(weight)]
    }

    fileprivate init?(_ json: JSON) {
        if let sum = json.double {
            self.init(sum)
        } else if let numbers = json.array?.compactMap(\.double), numbers.count == 2 {
            self.init(numbers[0], of: numbers[1])
        } else {
            return nil
        }
    }
}
