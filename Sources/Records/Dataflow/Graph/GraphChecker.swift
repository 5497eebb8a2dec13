import Datasets
import Formatting
import Foundation
import JSON

/// Checks a document's stages one by one and against each other, and prepares them.
struct GraphChecker {
    private(set) var problems: [Problem]
    /// Warnings about settings under former names.
    private var warnings: [Problem] = []
    private(set) var usedModels: [ModelDeclaration] = []
    /// Models that stages name, those of stages with problems too.
    private(set) var namedModels: [ModelDeclaration] = []
    private let document: PipelineDocument
    private let registry: StageRegistry
    private let overrides: RunOverrides
    private let models: [ModelDeclaration]

    init(document: PipelineDocument, registry: StageRegistry, overrides: RunOverrides) {
        self.document = document
        self.registry = registry
        self.overrides = overrides
        problems = document.problems
        var models = document.models
        for (name, source) in overrides.models.sorted(by: { $0.key < $1.key }) {
            let declared = models.first { $0.name == name }
            models.removeAll { $0.name == name }
            // The document's head was fitted on the document's model, not on this one.
            models.append(
                ModelDeclaration(
                    name: name, source: source, description: declared?.description,
                    head: overrides.heads[name],
                    endpoint: try? EndpointDeclaration(source: source),
                    trustsControlTokens: declared?.trustsControlTokens ?? false,
                    file: "--model \(name)", line: nil))
        }
        for (name, head) in overrides.heads.sorted(by: { $0.key < $1.key })
        where overrides.models[name] == nil {
            guard let index = models.firstIndex(where: { $0.name == name }) else {
                problems.append(
                    Problem(
                        code: "override.head", file: "--head \(name)",
                        message: "the document has no model '\(name)'",
                        help: suggestion(for: name, among: models.map(\.name))))
                continue
            }
            models[index] = models[index].with(head: head)
        }
        self.models = models
    }

    /// Codes of problems after which the document is not read further.
    private static let limitCodes = ["document.tooManyStages", "graph.tooManyInputs"]

    /// Returns the prepared stages in topological order; problems are added to ``problems``.
    mutating func check() -> [Graph.Node] {
        // Part of the document is left out then, and whatever names it would be a problem too.
        guard !problems.contains(where: { Self.limitCodes.contains($0.code) }) else { return [] }
        checkOverrides()
        checkInputs()
        guard let order = topologicalOrder() else { return [] }
        var nodes: [Graph.Node] = []
        var ids: [String: NodeID] = [:]
        var leaving: [String: IncomingRecords] = [:]
        for declaration in order.map(overridden) {
            let feeds = declaration.feeds.map { ($0.isSide, leaving[$0.stage] ?? .unknown) }
            let input = IncomingRecords.union(feeds.filter { !$0.0 }.map(\.1))
            let side = IncomingRecords.union(feeds.filter(\.0).map(\.1))
            let stage = prepare(declaration, input: input, side: side)
            leaving[declaration.name] = IncomingRecords(
                fields: stage?.fields ?? .unknown,
                sources: stage?.beginsAnew == true
                    ? [declaration.name] : input.sources.union(side.sources))
            guard let stage else { continue }
            ids[declaration.name] = NodeID(nodes.count)
            nodes.append(
                Graph.Node(
                    declaration: declaration, stage: stage,
                    presentNames: registry[declaration.type]?.presentNames ?? [:],
                    onError: treatment(in: declaration)))
        }
        for id in nodes.nodeIDs {
            let declaration = nodes[id].declaration
            for feed in declaration.feeds {
                guard let feeder = ids[feed.stage] else { continue }
                checkPart(feed, of: nodes[feeder], for: declaration)
                nodes[feeder].consumers.append(
                    Graph.Edge(node: id, part: feed.part, isSide: feed.isSide))
            }
        }
        checkEnds(order)
        checkReading(nodes)
        return nodes
    }

    /// Returns a stage with its dataset replaced by the one from the command line, if given.
    private func overridden(_ declaration: StageDeclaration) -> StageDeclaration {
        guard let paths = overrides.datasets[declaration.name],
            registry[declaration.type]?.reads == true
        else { return declaration }
        return declaration.reading(paths)
    }

    /// The problems by file in the order of first mention, then by line; a problem that recurs in
    /// several rounds of a stage appears once.
    var problemsInOrder: [Problem] { problems.inOrder(of: document.source.path) }

    /// The warnings in the same order, each once.
    var warningsInOrder: [Problem] { warnings.inOrder(of: document.source.path) }

    // MARK: The command line

    /// Reports datasets for stages that do not read any.
    private mutating func checkOverrides() {
        let readers = document.stages.filter { registry[$0.type]?.reads == true }.map(\.name)
        for name in overrides.datasets.keys.sorted() where !readers.contains(name) {
            problems.append(
                Problem(
                    code: "override.dataset", file: "--dataset \(name)",
                    message: "no stage '\(name)' that reads a dataset",
                    details: ["Stages that do: \(readers.joined(separator: ", "))."],
                    help: suggestion(for: name, among: readers)))
        }
    }

    // MARK: Edges

    private mutating func checkInputs() {
        let names = document.stages.map(\.name)
        let known = Set(names)
        for stage in document.stages {
            for feed in stage.feeds where !known.contains(feed.stage) {
                problems.append(
                    stage.problem(
                        "graph.unknownStage", key: feed.key, "no stage named '\(feed.stage)'",
                        help: suggestion(
                            for: feed.stage, among: names.filter { $0 != stage.name })))
            }
        }
    }

    /// Reports a part that the feeding stage does not have, or one that is missing.
    private mutating func checkPart(
        _ feed: StageFeed, of feeder: Graph.Node, for consumer: StageDeclaration
    ) {
        let parts = feeder.stage.parts
        let isThere = feed.part.map(parts.contains) ?? parts.isEmpty
        guard !isThere else { return }
        let name = feed.stage
        guard let part = feed.part else {
            problems.append(
                consumer.problem(
                    "graph.partMissing", key: feed.key, "'\(name)' has parts; say which to take",
                    help: "choose of: " + parts.map { "\(name).\($0)" }.joined(separator: ", ")))
            return
        }
        problems.append(
            consumer.problem(
                "graph.unknownPart", key: feed.key, "'\(name)' has no part '\(part)'",
                help: parts.isEmpty
                    ? "write \"\(name)\": it has one output"
                    : suggestion(for: part, among: parts)))
    }

    /// Returns the stages in topological order, ties in document order; reports a cycle and returns
    /// nil.
    private mutating func topologicalOrder() -> [StageDeclaration]? {
        let stages = document.stages
        var positions: [String: [Int]] = [:]
        for (index, stage) in stages.enumerated() {
            positions[stage.name, default: []].append(index)
        }
        // For every stage, what waits for it; and how many each waits for.
        var waiting = [[Int]](repeating: [], count: stages.count)
        var missing = [Int](repeating: 0, count: stages.count)
        for (index, stage) in stages.enumerated() {
            for name in Set(stage.feeds.map(\.stage)) {
                for feeder in positions[name] ?? [] {
                    waiting[feeder].append(index)
                    missing[index] += 1
                }
            }
        }
        /// The stages that wait for nothing more, the first in the document at the end.
        var ready = stages.indices.filter { missing[$0] == 0 }.reversed() as [Int]
        var order: [StageDeclaration] = []
        while let next = ready.popLast() {
            order.append(stages[next])
            for index in waiting[next] {
                missing[index] -= 1
                guard missing[index] == 0 else { continue }
                ready.insert(index, at: ready.firstIndex { $0 < index } ?? ready.count)
            }
        }
        guard order.count == stages.count else {
            reportCycle(among: stages.indices.filter { missing[$0] > 0 }.map { stages[$0] })
            return nil
        }
        return order
    }

    private mutating func reportCycle(among stages: [StageDeclaration]) {
        // Walks from each stage to a feeder within the rest until a name repeats: that is the
        // cycle.
        let byName = Dictionary(stages.map { ($0.name, $0) }) { first, _ in first }
        var walk: [String] = []
        var seen: Set<String> = []
        var name = stages[0].name
        while seen.insert(name).inserted {
            walk.append(name)
            guard let feed = byName[name]?.feeds.first(where: { byName[$0.stage] != nil }) else {
                break
            }
            name = feed.stage
        }
        let cycle = Array(walk.drop { $0 != name }.reversed())
        let first = stages.first { cycle.contains($0.name) } ?? stages[0]
        let path = (cycle + [cycle[0]]).joined(separator: " → ")
        problems.append(
            first.problem(
                "graph.cycle", key: "input", "stages feed each other (\(path))",
                details: ["A pipeline has no cycles, so every record is known to finish."],
                help: "remove one of these inputs"))
    }

    private mutating func checkEnds(_ order: [StageDeclaration]) {
        let sinks = order.filter { $0.type == "write" }
        if sinks.isEmpty {
            problems.append(
                Problem(
                    code: "graph.noWrite", file: document.source.path,
                    line: document.source.line(of: "/stages"),
                    message: "no stage of type \"write\"",
                    help: "add {\"type\": \"write\", \"input\": ..., \"dataset\": \"../Datasets/"
                        + "\(document.name)\"}"))
        }
        for extra in sinks.dropFirst() {
            problems.append(
                extra.problem(
                    "graph.severalWrites", "a second \"write\" stage ('\(sinks[0].name)' is one)",
                    details: ["A run fills one folder."],
                    help: "for parts such as train and test, give one \"write\" stage \"parts\"; "
                        + "for another dataset, make a document of its own"))
        }
        let fed = Set(order.flatMap(\.feeds).map(\.stage))
        for stage in order where stage.type != "write" && !fed.contains(stage.name) {
            problems.append(
                stage.problem(
                    "graph.unused", "nothing takes its records",
                    help: "name '\(stage.name)' as the \"input\" of another stage, or remove it"))
        }
    }

    /// Reports stages that read the dataset which the document writes.
    ///
    /// A run replaces what does not come out as before: killed in between, it would not find the
    /// records again that it had read.
    private mutating func checkReading(_ nodes: [Graph.Node]) {
        guard let sink = nodes.first(where: \.isSink), case .sink(let settings) = sink.stage.work
        else { return }
        let written = DatasetFiles(of: URL(filePath: settings.folder))
        for node in nodes where !node.isSink {
            let files = registry[node.declaration.type]?.files(in: node.declaration) ?? []
            for (key, url) in files where written.contain(url) {
                problems.append(
                    node.declaration.problem(
                        "graph.readsOutput", key: key,
                        "reads the dataset that '\(sink.name)' writes",
                        details: ["A run that was stopped could not read its records again."],
                        help: "write to another folder, or read a copy"))
            }
        }
    }

    // MARK: Stages

    /// Returns the treatment of records that the stage cannot use.
    private func treatment(in declaration: StageDeclaration) -> RecordErrorTreatment {
        let names = registry[declaration.type]?.presentNames ?? [:]
        let values = SettingValues(declaration.values.renamingKeys(by: names))
        return values[RecordErrorTreatment.setting()]
    }

    private mutating func prepare(
        _ declaration: StageDeclaration, input: IncomingRecords, side: IncomingRecords
    ) -> PreparedStage? {
        guard let kind = registry[declaration.type] else {
            problems.append(
                declaration.problem(
                    "stage.unknownType", key: "type", "unknown type \"\(declaration.type)\"",
                    help: suggestion(
                        for: declaration.type,
                        among: registry.kinds.map(\.name) + ["pipeline"])))
            return nil
        }
        var keys = KeyChecker(declaration: declaration, models: models)
        keys.check(against: kind)
        problems += keys.problems
        warnings += keys.warnings
        for model in keys.namedModels where !namedModels.contains(where: { $0.name == model.name })
        {
            namedModels.append(model)
        }
        guard keys.problems.isEmpty else { return nil }
        let values = declaration.values.renamingKeys(by: kind.presentNames)
        var preparation = StagePreparation(
            declaration: declaration, values: SettingValues(values), input: input, side: side,
            overrides: overrides)
        let stage = kind.prepare(&preparation)
        if kind.takesInput { preparation.checkNames(of: stage?.fields) }
        problems += preparation.problems
        warnings += preparation.warnings
        for model in stage?.models ?? [] {
            guard !usedModels.contains(where: { $0.name == model }),
                let declared = models.first(where: { $0.name == model })
            else { continue }
            usedModels.append(declared)
        }
        return stage
    }
}

extension PreparedStage {
    /// Whether its output counts as source records.
    fileprivate var beginsAnew: Bool {
        switch work {
        case .source, .gather: true
        default: false
        }
    }
}

extension JSONObject {
    /// Returns the same members in the same order, with the keys in `names` renamed.
    func renamingKeys(by names: [String: String]) -> JSONObject {
        names.isEmpty ? self : JSONObject(pairs.map { (names[$0.0] ?? $0.0, $0.1) })
    }
}
