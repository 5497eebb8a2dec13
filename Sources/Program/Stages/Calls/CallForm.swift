import Chat
import JSON

/// How a call for a reply is written down, in its key and in the memory.
///
/// There are three forms, because the stages that ask for replies came one after another. All three
/// are in journals and caches, so none of them changes.
enum CallForm: Sendable {
    /// `generate` and `dialogue`: a reply, with a constraint or without.
    case completion
    /// Judges: one of a few words, which a model may also leave unweighed.
    case judgement
    /// `classify`: a label. Of the sampling options the key names the temperature alone.
    case label

    /// All that decides the reply, as JSON; `seed` is nil where the reply depends on none.
    ///
    /// Joins what is encoded already: a stage asks one question many times, with one sampling for
    /// all its records.
    func request(
        for question: Question, sampling: EncodedSampling, seed: UInt64?,
        controlTokensAreText: Bool = false
    ) -> [UInt8] {
        let seed = seed.map { "\"\(String($0, radix: 16))\"" } ?? "0"
        var bytes: [UInt8] = []
        bytes.reserveCapacity(question.encoded.count + sampling.bytes.count + 80)
        bytes += (self == .completion ? #"{"kind":"complete""# : #"{"kind":"choose""#).utf8
        bytes += #","messages":"#.utf8
        bytes += question.encoded
        switch self {
        case .completion, .judgement:
            bytes += #","sampling":"#.utf8
            bytes += sampling.bytes
            bytes += #","seed":"#.utf8
            bytes += seed.utf8
            bytes += encodedConstraint(of: question)
        case .label:
            bytes += encodedConstraint(of: question)
            bytes += #","temperature":"#.utf8
            bytes += JSON.double(sampling.options.temperature).encoded()
            bytes += #","seed":"#.utf8
            bytes += seed.utf8
        }
        if controlTokensAreText { bytes += #","controlTokens":"text""#.utf8 }
        bytes += "}".utf8
        return bytes
    }

    private func encodedConstraint(of question: Question) -> [UInt8] {
        guard let constraint = question.constraint else { return [] }
        return Array(#","constraint":"#.utf8) + constraint.json.encoded()
    }

    /// What is remembered of a reply: the question too, for the one who asks why.
    func json(of reply: ChatReply, to question: Question) -> JSON {
        let shares = reply.choiceProbabilities.map { JSON.array($0.map(JSON.double)) }
        var remembered: JSONObject = ["messages": question.json, "text": .string(reply.text)]
        if self != .label { remembered["truncated"] = .bool(reply.isTruncated) }
        remembered["tokens"] = .integer(reply.tokens)
        remembered["promptTokens"] = .integer(reply.promptTokens)
        switch self {
        case .completion:
            remembered["meanLogProbability"] = .double(reply.meanLogProbability)
            if let shares { remembered["choiceProbabilities"] = shares }
        case .judgement: remembered["choiceProbabilities"] = shares ?? .null
        case .label: remembered["choiceProbabilities"] = shares ?? []
        }
        return .object(remembered)
    }
}

extension ChatReply {
    /// The reply that is remembered in any form; what the form leaves out is 0, false or nil.
    init?(remembered json: JSON) {
        guard let text = json["text"]?.string, let tokens = json["tokens"]?.integer else {
            return nil
        }
        self.init(
            text: text, isTruncated: json["truncated"]?.bool ?? false, tokens: tokens,
            promptTokens: json["promptTokens"]?.integer ?? 0,
            meanLogProbability: json["meanLogProbability"]?.double ?? 0,
            choiceProbabilities: json["choiceProbabilities"]?.array?.compactMap(\.double))
    }
}
