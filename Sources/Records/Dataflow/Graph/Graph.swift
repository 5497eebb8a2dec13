import Hashing
import JSON

/// The stages of a document, checked and joined: what a run runs.
public struct Graph: Sendable {
    /// A stage, and where its records go.
    public struct Node: Sendable {
        /// What the document says of it.
        public let declaration: StageDeclaration
        /// What it does, and what it needs.
        public let stage: PreparedStage
        /// The present names of the kind's renamed settings, by their former names.
        let presentNames: [String: String]
        /// The stages that it feeds.
        var consumers: [Edge] = []

        /// Its full name.
        public var name: String { declaration.name }

        /// What the document says of the stage, renamed settings by their former names.
        ///
        /// Digests and stored facts are of these, so that a document says the same to them before and
        /// after a setting is renamed in it, and runs from before go on.
        var digestedValues: JSONObject {
            let formerNames = presentNames.map { ($0.value, $0.key) }
            return declaration.values.renamingKeys(
                by: Dictionary(formerNames) { first, _ in first })
        }
    }

    /// The way of records from one stage to another.
    struct Edge: Sendable {
        /// The stage that they go to.
        let node: NodeID
        /// The part of the feeding stage's records that goes there; nil for all.
        let part: String?
        /// Whether they come in by the second input.
        let isSide: Bool
    }

    /// The stages, each after all that feed it.
    public let nodes: [Node]
    /// Where records end.
    public let sink: SinkSettings
    /// The stage where they do.
    let sinkNode: NodeID
    /// Models that the stages call, by the names they use.
    public let models: [ModelDeclaration]
    /// What the document should say otherwise, though it is understood: settings by former names.
    public let warnings: [Problem]

    /// Checks a document as a whole and joins its stages.
    /// - Throws: ``InvalidDocument`` with every problem of the document, in document order.
    public init(
        _ document: PipelineDocument, registry: StageRegistry, overrides: RunOverrides = .init()
    ) throws(InvalidDocument) {
        var checker = GraphChecker(document: document, registry: registry, overrides: overrides)
        let nodes = checker.check()
        guard checker.problems.isEmpty,
            let sinkNode = nodes.nodeIDs.first(where: { nodes[$0].isSink }),
            case .sink(let sink) = nodes[sinkNode].stage.work
        else { throw InvalidDocument(checker.problemsInOrder) }
        self.nodes = nodes
        self.sink = sink
        self.sinkNode = sinkNode
        models = checker.usedModels
        warnings = checker.warningsInOrder
    }

    /// The stages' identities, in the graph's order.
    var nodeIDs: some Sequence<NodeID> { nodes.nodeIDs }

    /// The stage of that identity.
    subscript(node: NodeID) -> Node { nodes[node] }

    /// Whether a stage must wait for the end of the sources, so that these are read once only.
    var gathers: Bool {
        nodes.contains { node in
            if case .gather = node.stage.work { true } else { false }
        }
    }

    /// A digest of all that decides the records' content: stages, their values and templates, and
    /// the seed; not how many are wanted or where they are put.
    public func fingerprint(seed: UInt64) -> String {
        var hash = SHA256()
        hash.update(seed)
        for node in nodes where !node.isSink {
            hash.update(framed: node.name)
            hash.update(framed: JSON.object(node.digestedValues).text)
            for text in node.stage.ingredients { hash.update(framed: text) }
        }
        return hash.finalize().hexadecimal
    }
}

extension [Graph.Edge] {
    /// Those that take a part of what leaves their stage; of one without parts, all.
    func taking(_ part: String?) -> [Graph.Edge] {
        allSatisfy { $0.part == part } ? self : filter { $0.part == part }
    }
}

extension Graph.Node {
    var isSink: Bool {
        if case .sink = stage.work { true } else { false }
    }
}
