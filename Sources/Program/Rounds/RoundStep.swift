import Dataflow
import Formatting
import JSON

/// A training step of a round: a step of a training document whose rows the round has made.
public struct RoundStep: Sendable {
    /// The step's number, from 1.
    public let number: Int
    /// The step's type: "sft", "dpo", "rpo" or "reward".
    public let type: String
    /// What the step's folder and column are called, such as "1-sft".
    public var name: String { "\(number)-\(type)" }

    private let object: JSONObject

    /// - Returns: nil if the check has a problem of it.
    init?(
        number: Int, _ value: JSON, data: [String], _ source: DocumentSource,
        _ check: inout SettingsCheck
    ) {
        let pointer = "/steps/\(number - 1)"
        guard let object = value.object, let type = object["type"]?.string else {
            check.report(
                "rounds.step", at: pointer, "step \(number) must be an object with a \"type\"")
            return nil
        }
        (self.number, self.type, self.object) = (number, type, object)
        for name in Self.names(in: object) where !data.contains(name) {
            check.report(
                "rounds.unknownData", at: pointer,
                "step \(number) (\(type)): no data named '\(name)'",
                details: ["The document makes \(data.joined(separator: ", "))."],
                help: suggestion(for: name, among: data))
        }
    }

    /// The step as a training document has it.
    func values(folders: (_ name: String, _ isOfAll: Bool) -> [String]) -> JSONObject {
        var step = object
        if object["data"] != nil {
            step["data"] = nil
            let paths = Self.texts(object["data"]).flatMap { folders($0, false) }
            step["dataset"] = .array(paths.map(JSON.string))
        }
        if let mix = object["mix"]?.array {
            step["mix"] = .array(mix.flatMap { Self.sources($0, folders) })
        }
        return step
    }

    /// A source of a mix for each folder that its data lie in.
    private static func sources(
        _ value: JSON, _ folders: (_ name: String, _ isOfAll: Bool) -> [String]
    ) -> [JSON] {
        guard var source = value.object, let name = source["data"]?.string else { return [value] }
        let isOfAll = source["rounds"]?.string == "all"
        (source["data"], source["rounds"]) = (nil, nil)
        return folders(name, isOfAll).map { folder in
            source["dataset"] = .string(folder)
            return .object(source)
        }
    }

    private static func names(in object: JSONObject) -> [String] {
        texts(object["data"])
            + (object["mix"]?.array ?? []).compactMap { $0["data"]?.string }
    }

    private static func texts(_ value: JSON?) -> [String] {
        value?.string.map { [$0] } ?? value?.array?.compactMap(\.string) ?? []
    }
}
