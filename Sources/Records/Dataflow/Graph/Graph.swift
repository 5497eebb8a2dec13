import Hashing
import JSON

/// The checked and connected stages of a document, ready to run.
public struct Graph: Sendable {
    /// A stage, and where its records go.
    public struct Node: Sendable {
        /// The stage's declaration in the document.
        public let declaration: StageDeclaration
        /// The stage's work and requirements.
        public let stage: PreparedStage
        /// Present names of the kind's renamed settings, by their former names.
        let presentNames: [String: String]
        /// Treatment of records that the stage cannot use.
        let onError: RecordErrorTreatment
        /// Edges to the stages that it feeds.
        var consumers: [Edge] = []
        /// Whether records that come to the stage go no further, because nobody looks at them.
        var isSkipped = false

        /// The stage's full name.
        public var name: String { declaration.name }

        /// The stage's declared values, renamed settings under their former names.
        ///
        /// Digests and stored facts use these, so that renaming a setting in a document changes no
        /// digest and earlier runs can be resumed. `"onError"` and `"description"` are not among
        /// them: they change no record that passes.
        var digestedValues: JSONObject {
            var values = declaration.values
            values[RecordErrorTreatment.name] = nil
            values[StageKind.description.name] = nil
            let formerNames = presentNames.map { ($0.value, $0.key) }
            return values.renamingKeys(
                by: Dictionary(formerNames) { first, _ in first })
        }
    }

    /// A connection from one stage to another.
    struct Edge: Sendable {
        /// The receiving stage.
        let node: NodeID
        /// The part of the feeding stage's records that the edge takes; nil for all.
        let part: String?
        /// Whether the edge leads to the second input.
        let isSide: Bool
    }

    /// The stages, each after all that feed it.
    public internal(set) var nodes: [Node]
    /// The settings of the `write` stage.
    public let sink: SinkSettings
    /// The `write` stage.
    let sinkNode: NodeID
    /// Models that the stages call, by the names they use.
    public internal(set) var models: [ModelDeclaration]
    /// Warnings about settings under former names, and of the stages' kinds.
    public let warnings: [Problem]
    /// What the stages leave undone, in the graph's order: each note with its stage's name.
    public var notes: [String] {
        nodes.flatMap { node in node.stage.notes.map { "stage '\(node.name)': \($0)" } }
    }

    /// Checks a document as a whole and connects its stages.
    /// - Throws: ``InvalidDocument`` with every problem of the document, in document order.
    public init(
        _ document: PipelineDocument, registry: StageRegistry, overrides: RunOverrides = .init()
    ) throws(InvalidDocument) {
        var checker = GraphChecker(document: document, registry: registry, overrides: overrides)
        let nodes = checker.check()
        guard checker.problems.isEmpty,
            let sinkNode = nodes.nodeIDs.first(where: { nodes[$0].isSink }),
            case .sink(let sink) = nodes[sinkNode].stage.work
        else { throw InvalidDocument(checker.problemsInOrder, models: checker.namedModels) }
        self.nodes = nodes
        self.sink = sink
        self.sinkNode = sinkNode
        models = checker.usedModels
        warnings = checker.warningsInOrder
    }

    /// The ids of the stages, in the graph's order.
    var nodeIDs: some Sequence<NodeID> { nodes.nodeIDs }

    /// The stage with this id.
    subscript(node: NodeID) -> Node { nodes[node] }

    /// Whether a stage must wait for the end of the sources, which are then read once only.
    var gathers: Bool {
        nodes.contains { node in
            if case .gather = node.stage.work { true } else { false }
        }
    }

    /// Returns a digest of everything that decides the records' content: stages, their values and
    /// templates, the seed, and the division into parts; not the target or the output folder.
    public func fingerprint(seed: UInt64) -> String {
        var hash = SHA256()
        hash.update(seed)
        for node in nodes where !node.isSink {
            hash.update(framed: node.name)
            hash.update(framed: JSON.object(node.digestedValues).text)
            for text in node.stage.ingredients { hash.update(framed: text) }
        }
        if let parts = sink.parts { hash.update(framed: parts.digest) }
        return hash.finalize().hexadecimal
    }
}

extension [Graph.Edge] {
    /// Returns the edges that take `part`; all edges of a stage without parts.
    func taking(_ part: String?) -> [Graph.Edge] {
        allSatisfy { $0.part == part } ? self : filter { $0.part == part }
    }
}

extension Graph.Node {
    var isSink: Bool {
        if case .sink = stage.work { true } else { false }
    }
}
