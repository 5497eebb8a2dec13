import Chat
import Datasets
public import Foundation
import JSON

/// A prompt with two answers, one known to be better; used to measure judges.
public struct LabelledPair: Sendable {
    /// The conversation that both answers reply to.
    let prompt: [ChatMessage]
    /// The better answer.
    let chosen: String
    /// The worse answer.
    let rejected: String
    /// The subset of the file that the pair belongs to.
    let subset: String
    /// The group of subsets that is reported together.
    let section: String
    /// The number of pairs that the subset counts for in its section; nil for as many as it has.
    let subsetWeight: Int?
    /// All fields of the pair's row.
    let row: JSONObject

    /// Reads a row. The subset's section is the row's, else RewardBench's, else the subset itself.
    /// - Throws: ``StageError/unusablePair(location:problem:)``.
    init(_ row: JSONObject, location: String) throws {
        func refuse(_ problem: String) -> StageError {
            .unusablePair(location: location, problem: problem)
        }
        guard let prompt = turns(row["prompt"], role: "user"), !prompt.isEmpty else {
            throw refuse("\"prompt\" must be a text or a list of messages")
        }
        func answer(_ name: String) throws -> String {
            guard let turns = turns(row[name], role: "assistant"), turns.count == 1 else {
                throw refuse("\"\(name)\" must be a text or one message")
            }
            return turns[0].content
        }
        self.prompt = prompt
        chosen = try answer("chosen")
        rejected = try answer("rejected")
        subset = row["subset"]?.string ?? row["task"]?.string ?? "all"
        let own = row["section"]?.string
        section = own ?? RewardBench.section(of: subset) ?? subset
        subsetWeight = own == nil ? RewardBench.exampleCounts[subset] : nil
        self.row = row
    }

    /// Characters of the chosen answer minus those of the rejected one.
    var lengthDifference: Int { chosen.unicodeScalars.count - rejected.unicodeScalars.count }
}

/// Returns the turns of a value: a text is one turn of `role`; nil if neither text nor messages.
private func turns(_ value: JSON?, role: String) -> [ChatMessage]? {
    switch value {
    case .string(let text): return [ChatMessage(role: role, content: text)]
    case .array(let list):
        let turns = list.compactMap(ChatMessage.init)
        return turns.count == list.count ? turns : nil
    case .object: return value.flatMap(ChatMessage.init).map { [$0] }
    default: return nil
    }
}

/// The labelled pairs of a file or dataset.
public struct PairSet: Sendable {
    /// The path of the file as the user gave it.
    public let path: String
    /// The pairs in the order of the file; never empty.
    public let pairs: [LabelledPair]

    /// Reads rows of RewardBench (`prompt`, `chosen`, `rejected`, `subset`) or preference rows.
    /// - Throws: ``StageError`` naming the row that cannot be used, or a `DatasetError`.
    public init(url: URL, as path: String? = nil) throws {
        let reader = try RecordReader(url: url)
        var pairs: [LabelledPair] = []
        while let row = try reader.next() {
            pairs.append(try LabelledPair(row, location: reader.location))
        }
        self.path = path ?? url.relativePath
        self.pairs = pairs
        guard !pairs.isEmpty else { throw StageError.noPairs(path: self.path) }
    }

    /// The sections' names: RewardBench's in its order, then the others as they come.
    var sections: [String] {
        var names: [String] = []
        for pair in pairs where !names.contains(pair.section) { names.append(pair.section) }
        return RewardBench.sections.filter(names.contains)
            + names.filter { !RewardBench.sections.contains($0) }
    }
}
