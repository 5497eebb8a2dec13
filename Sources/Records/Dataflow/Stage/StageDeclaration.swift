import Foundation
public import JSON

/// A stage as declared in the document, after included documents have been expanded.
public struct StageDeclaration: Sendable {
    /// The stage's full name: `answers`, or `math/problems` for one of an included document.
    public let name: String
    /// The value of `"type"`: the name of a stage kind.
    public let type: String
    /// The full names of the stages whose records it receives; `stage.part` for a part of one.
    public internal(set) var inputs: [String]
    /// The same for its second input, `"with"`; only joins have one.
    public internal(set) var sideInputs: [String] = []
    /// All its keys and values in the document.
    public internal(set) var values: JSONObject
    /// Keys whose values come from the command line; paths in them start in the current folder.
    var givenKeys: Set<String> = []
    /// The document that declares it.
    public let source: DocumentSource
    /// JSON pointer of the stage in that document, such as `/stages/answers`.
    public let pointer: String
    /// What messages call it, where it is no stage of a pipeline.
    var wording: Wording?

    /// How messages speak of an object of another document than a pipeline.
    struct Wording: Sendable {
        /// Before the problem, such as "step 1 (sft)"; empty for nothing.
        let subject: String
        /// The form that has required keys, such as "A step of type \"sft\"".
        let form: String
    }

    /// What the stage is for, in the document's words; nil if it does not say.
    public var description: String? { values[StageKind.description.name]?.string }

    /// The feeds of both inputs.
    var feeds: [StageFeed] {
        inputs.map { StageFeed($0, isSide: false) } + sideInputs.map { StageFeed($0, isSide: true) }
    }

    /// Returns the absolute location that a path in `key` names.
    func resolve(_ path: String, in key: String) -> URL {
        let isGiven = givenKeys.contains { key == $0 || key.hasPrefix($0 + "/") }
        guard isGiven else { return source.resolve(path) }
        return URL(filePath: (path as NSString).expandingTildeInPath).standardizedFileURL
            .absoluteURL
    }

    /// Returns the same stage, reading these files instead of its own.
    func reading(_ paths: [String]) -> StageDeclaration {
        var stage = self
        stage.values["records"] = nil
        stage.values["dataset"] =
            paths.count == 1 ? .string(paths[0]) : .array(paths.map(JSON.string))
        stage.givenKeys = ["dataset"]
        return stage
    }

    private var subject: String { wording?.subject ?? "stage '\(name)'" }

    /// Returns a problem with this stage, at the line of `key` or of the stage.
    public func problem(
        _ code: String, key: String? = nil, _ message: String, details: [String] = [],
        help: String? = nil
    ) -> Problem {
        let path = key.map { "\(pointer)/\($0)" } ?? pointer
        return Problem(
            code: code, file: source.path, line: source.line(of: path),
            message: subject.isEmpty ? message : "\(subject): \(message)", details: details,
            help: help)
    }
}

/// An entry of `"input"` or `"with"`: a stage, or `stage.part` of a stage with parts.
struct StageFeed: Sendable {
    /// The full name of the stage.
    let stage: String
    /// The part of its records; nil for all.
    let part: String?
    /// Whether the entry belongs to `"with"`.
    let isSide: Bool

    init(_ name: String, isSide: Bool) {
        let dot = name.lastIndex(of: ".")
        stage = dot.map { String(name[..<$0]) } ?? name
        part = dot.map { String(name[name.index(after: $0)...]) }
        self.isSide = isSide
    }

    /// The key that the entry belongs to.
    var key: String { isSide ? "with" : "input" }
}
