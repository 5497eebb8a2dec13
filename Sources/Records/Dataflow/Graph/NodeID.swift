/// Identifies a stage of a graph by its index in the graph's order.
///
/// A separate type, so that a stage cannot be mixed up with other integers of a run: the positions
/// of source records, the numbers of records, turns at a gate.
public struct NodeID: Hashable, Comparable, Sendable {
    /// The index among the graph's stages.
    public let index: Int

    init(_ index: Int) { self.index = index }

    /// Whether `left` stands before `right` in the graph's order.
    public static func < (left: NodeID, right: NodeID) -> Bool { left.index < right.index }
}

/// Arrays with one element for each stage of a graph.
extension Array {
    /// The ids of the stages that the elements belong to.
    var nodeIDs: some Sequence<NodeID> { indices.lazy.map(NodeID.init) }

    /// The element of the stage `node`.
    subscript(node: NodeID) -> Element {
        get { self[node.index] }
        set { self[node.index] = newValue }
    }
}

extension RecordPath {
    /// Returns the path of the `number`th record that the stage at `node` made of this one.
    func appending(_ node: NodeID, number: Int) -> RecordPath {
        // The stage is in the high half: paths sort by stage first, then by number.
        appending(step: UInt64(node.index) << 32 | UInt64(number))
    }
}
