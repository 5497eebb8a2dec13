import Formatting
import Foundation
import JSON

/// Reads a document and, in place of `pipeline` stages, the documents that it includes.
struct DocumentReader {
    var models: [ModelDeclaration] = []
    private(set) var problems: [Problem] = []
    /// The `pipeline` stages.
    private(set) var inclusions: [StageDeclaration] = []
    private var stages: [StageDeclaration] = []
    /// Stages that a name stands for: of a `pipeline` stage, the inputs of its document's `write`.
    private var aliases: [String: [String]] = [:]
    /// Stages gone through so far, those of included documents as often as they are included.
    private var stageCount = 0

    /// Most stages with those of included documents: rounds in rounds multiply.
    static let stageLimit = 10_000

    /// The keys of a document.
    static let keys = [
        "$schema", "schemaVersion", "name", "description", "parameters", "seed", "models", "stages",
    ]

    /// Reads one document whose stage names get `prefix`; `outerInput` replaces its sources if
    /// given.
    mutating func readDocument(
        _ source: DocumentSource, prefix: String, enclosing: [URL], outerInput: [String]? = nil
    ) {
        guard let document = source.value.object else {
            return report(
                source, "document.form", "",
                "a pipeline document is an object, found \(source.value.kind)")
        }
        checkHead(of: document, source)
        readModels(of: source)
        guard let declared = document["stages"]?.object, !declared.isEmpty else {
            return report(
                source, "document.noStages", "/stages",
                "\"stages\" must be an object of at least one stage",
                help: "see Pipelines/ for examples")
        }
        for (name, value) in declared.pairs {
            stageCount += 1
            guard stageCount <= Self.stageLimit else { return reportTooManyStages(source, name) }
            readStage(
                name, value, of: source, prefix: prefix, enclosing: enclosing,
                outerInput: outerInput)
        }
    }

    /// Whether there are more stages than are read; the rest is left out.
    private var isFull: Bool { stageCount > Self.stageLimit }

    /// Reports, once, that the rest of the stages is not read.
    private mutating func reportTooManyStages(_ source: DocumentSource, _ name: String) {
        guard stageCount == Self.stageLimit + 1 else { return }
        report(
            source, "document.tooManyStages", "/stages/\(name)",
            "there are more than \(Self.stageLimit) stages with those of included documents",
            help: "lower \"rounds\"; those of documents that include each other multiply")
    }

    /// Returns the stages with every alias in their inputs replaced by the stages it stands for.
    mutating func resolvedStages() -> [StageDeclaration] {
        var resolver = AliasResolver(aliases)
        var resolved: [StageDeclaration] = []
        for stage in stages {
            var stage = stage
            stage.inputs = stage.inputs.flatMap { resolver.names(for: $0) }
            stage.sideInputs = stage.sideInputs.flatMap { resolver.names(for: $0) }
            resolved.append(stage)
            guard resolver.isWithinLimit else {
                problems.append(
                    stage.problem(
                        "graph.tooManyInputs", key: "input",
                        "the stages have more than \(AliasResolver.limit) inputs",
                        help: "a document that is included many times multiplies its inputs; name "
                            + "each once"))
                break
            }
        }
        return resolved
    }

    mutating func report(
        _ source: DocumentSource, _ code: String, _ pointer: String, _ message: String,
        help: String? = nil
    ) {
        problems.append(
            Problem(
                code: code, file: source.path, line: source.line(of: pointer), message: message,
                help: help))
    }

    private mutating func checkHead(of document: JSONObject, _ source: DocumentSource) {
        for key in document.keys where !Self.keys.contains(key) {
            report(
                source, "document.unknownKey", "/\(key)", "unknown key \"\(key)\"",
                help: suggestion(for: key, among: Self.keys))
        }
        let version = document["schemaVersion"]
        if version?.integer != PipelineDocument.schemaVersion {
            report(
                source, "document.version", "/schemaVersion",
                version.map { "\"schemaVersion\" \($0.text) is not one this program reads" }
                    ?? "\"schemaVersion\" is missing",
                help: "write \"schemaVersion\": \(PipelineDocument.schemaVersion)")
        }
        for key in ["name", "description"] {
            if let value = document[key], value.string == nil {
                report(
                    source, "document.type", "/\(key)",
                    "\"\(key)\" must be a string, found \(value.kind)")
            }
        }
        if document["name"]?.string?.isEmpty == true {
            report(
                source, "document.name", "/name", "\"name\" is empty",
                help: "name the document, or leave \"name\" out: then it has the file's name")
        }
        if let seed = document["seed"], seed.integer == nil {
            report(source, "document.type", "/seed", "\"seed\" must be a whole number")
        }
    }

    private mutating func readStage(
        _ name: String, _ value: JSON, of source: DocumentSource, prefix: String, enclosing: [URL],
        outerInput: [String]?
    ) {
        let values = value.object ?? JSONObject()
        let declaration = StageDeclaration(
            name: prefix + name, type: values["type"]?.string ?? "",
            inputs: names(in: values["input"]).map { prefix + $0 },
            sideInputs: names(in: values["with"]).map { prefix + $0 }, values: values,
            source: source, pointer: "/stages/\(name)")
        if name.isEmpty || name.contains(where: { "/.".contains($0) || $0.isWhitespace }) {
            problems.append(
                declaration.problem(
                    "document.stageName", "a stage's name has no spaces, no '/' and no '.'"))
        }
        guard values["type"]?.string != nil else {
            problems.append(
                declaration.problem(
                    "stage.missingKey", "\"type\" is missing",
                    help: "a stage is an object such as {\"type\": \"filter\", ...}"))
            return
        }
        switch declaration.type {
        case "pipeline":
            include(
                declaration, prefix: prefix, enclosing: enclosing + [source.url.standardizedFileURL]
            )
        case "read" where outerInput != nil: aliases[declaration.name] = outerInput
        case "write" where !prefix.isEmpty:
            aliases[String(prefix.dropLast()), default: []] += declaration.inputs
        default: stages.append(declaration)
        }
    }

    private func names(in value: JSON?) -> [String] {
        switch value {
        case .string(let name): [name]
        case .array(let names): names.compactMap(\.string)
        default: []
        }
    }

    /// Reports unknown keys of a `pipeline` stage, and values of a wrong type.
    private mutating func checkKeys(of declaration: StageDeclaration) {
        let names = ["type"] + Rounds.settings.map(\.name)
        for (name, value) in declaration.values.pairs where name != "type" {
            guard let setting = Rounds.settings.named(name) else {
                problems.append(
                    declaration.problem(
                        "stage.unknownKey", key: name, "unknown key \"\(name)\"",
                        help: suggestion(for: name, among: names)))
                continue
            }
            guard !setting.type.accepts(value) else { continue }
            problems.append(
                declaration.problem(
                    "stage.wrongType", key: name,
                    "\"\(name)\" must be \(setting.type.expectation), found \(value.text)"))
        }
        if declaration.values["collect"] != nil, declaration.values["rounds"] == nil {
            problems.append(
                declaration.problem(
                    "rounds.missing", key: "collect",
                    "\"collect\" is about rounds, and there are none",
                    help: "add \"rounds\": 2, or remove it"))
        }
    }

    private mutating func include(
        _ declaration: StageDeclaration, prefix: String, enclosing: [URL]
    ) {
        inclusions.append(declaration)
        checkKeys(of: declaration)
        guard let path = declaration.values["document"]?.string else {
            problems.append(
                declaration.problem(
                    "stage.missingKey", "\"document\" is missing",
                    details: ["A pipeline stage runs another document as one stage."],
                    help: "add \"document\": the path of the document to include"))
            return
        }
        guard !enclosing.contains(declaration.source.resolve(path)) else {
            problems.append(
                declaration.problem(
                    "graph.includeCycle", key: "document", "'\(path)' includes itself",
                    help: "a document cannot contain itself, not even by way of another"))
            return
        }
        do throws(Problem) {
            let written = try DocumentSource(path: shownPath(of: path, in: declaration.source))
            let (included, misgiven) = written.resolved(by: declaration)
            problems += misgiven
            readRounds(of: declaration, included, enclosing: enclosing)
        } catch {
            problems.append(
                declaration.problem(
                    error.code == "document.unreadable" ? "stage.missingFile" : error.code,
                    key: "document", "cannot include '\(path)': \(error.message)",
                    details: error.line.map { ["At \(error.file):\($0)."] } ?? [],
                    help: error.help))
        }
    }

    /// Reads an included document once, or once a round, each round fed by the one before.
    private mutating func readRounds(
        of declaration: StageDeclaration, _ included: DocumentSource, enclosing: [URL]
    ) {
        let rounds = Rounds(declaration.values)
        let given = declaration.inputs.isEmpty ? nil : declaration.inputs
        guard let count = rounds.count else {
            aliases[declaration.name] = []
            return readDocument(
                included, prefix: declaration.name + "/", enclosing: enclosing, outerInput: given)
        }
        let names = (1...count).map { Rounds.name(declaration.name, round: $0) }
        for (index, name) in names.enumerated() {
            // What is left out is reported once, where the limit is passed.
            guard !isFull else { return }
            aliases[name] = []
            readDocument(
                included, prefix: name + "/", enclosing: enclosing,
                outerInput: index == 0 ? given : [names[index - 1]])
        }
        aliases[declaration.name] = rounds.collection == .all ? names : names.suffix(1)
        let sources = included.value["stages"]?.object?.values.filter { $0["type"] == "read" }
        if count > 1, sources?.isEmpty == true {
            problems.append(
                declaration.problem(
                    "rounds.noSource", key: "rounds",
                    "'\(included.path)' has no stage of type \"read\"",
                    details: ["Every round takes the records of the one before in place of it."],
                    help: "add one to that document, or remove \"rounds\""))
        }
    }

    /// Returns the included document's path for messages, relative if the including one's path was.
    private func shownPath(of path: String, in source: DocumentSource) -> String {
        let folder = (source.path as NSString).deletingLastPathComponent
        return path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)"
    }
}
