/// Which stage of a graph: its index in the graph's order.
///
/// A type of its own, so that a stage cannot be mixed up with the other whole numbers of a run: the
/// positions of source records, the numbers of records, turns at a gate.
public struct NodeID: Hashable, Comparable, Sendable {
    /// The index among the graph's stages.
    public let index: Int

    init(_ index: Int) { self.index = index }

    /// Whether `left` stands before `right` in the graph's order.
    public static func < (left: NodeID, right: NodeID) -> Bool { left.index < right.index }
}

/// Lists that have an element for each stage of a graph.
extension Array {
    /// The identities of the stages that the elements belong to.
    var nodeIDs: some Sequence<NodeID> { indices.lazy.map(NodeID.init) }

    /// The element of a stage.
    subscript(node: NodeID) -> Element {
        get { self[node.index] }
        set { self[node.index] = newValue }
    }
}

extension RecordPath {
    /// The path of the `number`th record that the stage at `node` made of this one.
    func appending(_ node: NodeID, number: Int) -> RecordPath {
        appending(step: UInt64(node.index) << 32 | UInt64(number))
    }
}
