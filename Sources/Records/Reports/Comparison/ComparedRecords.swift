public import Datasets
public import Foundation
import Hashing
import JSON

/// One side of a comparison: its records' number, prompts and figures, and what made them.
public struct ComparedRecords: Sendable {
    /// The folder or file.
    public let url: URL
    /// Records read.
    public private(set) var count = 0
    /// What the dataset was made from; nil for files.
    public let description: DatasetDescription?
    /// Counts of the dataset's stages; empty for files.
    public let funnel: [StageCount]
    /// Whether the run that wrote the dataset reached its end; true for files.
    public let isComplete: Bool
    /// Digests of the different prompts.
    private(set) var prompts: Set<Hash128> = []
    /// Means by name, in the order in which the names came.
    private(set) var moments: [(name: String, moments: Moments)] = []
    private var indices: [String: Int] = [:]

    /// Most names of figures; attributes come from outside.
    private static let nameLimit = 100

    init(_ url: URL) throws(DatasetError) {
        self.url = url
        let catalog = url.appending(path: "catalog.sqlite")
        let reader =
            FileManager.default.fileExists(atPath: catalog.path)
            ? try DatasetReader(folder: url) : nil
        description = reader?.description
        funnel = try reader?.funnel() ?? []
        isComplete = reader?.isComplete ?? true
    }

    /// Reads all records, tallies them, and hands each on.
    mutating func read(_ take: (JSONObject) -> Void) throws(DatasetError) {
        let reader = try RecordReader(url: url)
        while let record = try reader.next() {
            count += 1
            tally(record)
            take(record)
        }
    }

    private mutating func tally(_ record: JSONObject) {
        let view = RecordView(record: record)
        if let prompt = view.promptText {
            prompts.insert(digest(prompt))
            add("prompt characters", prompt)
        }
        for answer in view.answers {
            for (name, value) in answer.rewards { add("\(answer.side.rawValue) \(name)", value) }
            add("\(answer.side.rawValue) characters", answer.text)
        }
        if let margin = record["margin"]?.double { add("margin", margin) }
    }

    private mutating func add(_ name: String, _ text: String) {
        add(name, Double(text.unicodeScalars.count))
    }

    private mutating func add(_ name: String, _ value: Double) {
        if indices[name] == nil, moments.count < Self.nameLimit {
            indices[name] = moments.count
            moments.append((name, Moments()))
        }
        if let index = indices[name] { moments[index].moments.add(value) }
    }

    private func digest(_ text: String) -> Hash128 {
        var hash = SHA256()
        hash.update(framed: text)
        return hash.finalize128()
    }
}
