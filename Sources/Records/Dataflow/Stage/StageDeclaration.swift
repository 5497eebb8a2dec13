import Foundation
public import JSON

/// A stage as the document declares it, after included documents have been laid open.
public struct StageDeclaration: Sendable {
    /// The stage's full name: `answers`, or `math/problems` for one of an included document.
    public let name: String
    /// The word of `"type"`.
    public let type: String
    /// The full names of the stages whose records it receives; `stage.part` for a part of one.
    public internal(set) var inputs: [String]
    /// The same of its second input, which `"with"` names; only joins have one.
    public internal(set) var sideInputs: [String] = []
    /// Everything the document says of it.
    public internal(set) var values: JSONObject
    /// The keys whose values the command line gives; its paths start in the current folder.
    var givenKeys: Set<String> = []
    /// The document that declares it.
    public let source: DocumentSource
    /// Where in that document: `/stages/answers`.
    public let pointer: String

    /// Both inputs, taken apart.
    var feeds: [StageFeed] {
        inputs.map { StageFeed($0, isSide: false) } + sideInputs.map { StageFeed($0, isSide: true) }
    }

    /// The absolute location that a path in `key` names.
    func resolve(_ path: String, in key: String) -> URL {
        let isGiven = givenKeys.contains { key == $0 || key.hasPrefix($0 + "/") }
        guard isGiven else { return source.resolve(path) }
        return URL(filePath: (path as NSString).expandingTildeInPath).standardizedFileURL
            .absoluteURL
    }

    /// The same stage, reading these files instead of its own.
    func reading(_ paths: [String]) -> StageDeclaration {
        var stage = self
        stage.values["records"] = nil
        stage.values["dataset"] =
            paths.count == 1 ? .string(paths[0]) : .array(paths.map(JSON.string))
        stage.givenKeys = ["dataset"]
        return stage
    }

    /// A problem with this stage, at the line of `key` or of the stage.
    public func problem(
        _ code: String, key: String? = nil, _ message: String, details: [String] = [],
        help: String? = nil
    ) -> Problem {
        let path = key.map { "\(pointer)/\($0)" } ?? pointer
        return Problem(
            code: code, file: source.path, line: source.line(of: path),
            message: "stage '\(name)': \(message)", details: details, help: help)
    }
}

/// What a stage's `"input"` or `"with"` names: a stage, or `stage.part` of one that has parts.
struct StageFeed: Sendable {
    /// The full name of the stage.
    let stage: String
    /// The part of it; nil for all that leaves it.
    let part: String?
    /// Whether `"with"` names it.
    let isSide: Bool

    init(_ name: String, isSide: Bool) {
        let dot = name.lastIndex(of: ".")
        stage = dot.map { String(name[..<$0]) } ?? name
        part = dot.map { String(name[name.index(after: $0)...]) }
        self.isSide = isSide
    }

    /// The key that names it.
    var key: String { isSide ? "with" : "input" }
}
