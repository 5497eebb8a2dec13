extension Graph {
    /// Returns the graph in which only these stages, and all that stand before them, see records.
    ///
    /// Sources are still read in the run's order, so that the records are those of the run.
    public func upTo(_ names: some Sequence<String>) -> Graph {
        var wanted = Set(names)
        // From the end: whatever feeds a stage stands before it.
        for node in nodes.reversed() where wanted.contains(node.name) {
            wanted.formUnion(node.declaration.feeds.map(\.stage))
        }
        var graph = self
        for index in graph.nodes.indices {
            graph.nodes[index].isSkipped = !wanted.contains(nodes[index].name)
        }
        let asked = Set(graph.nodes.filter { !$0.isSkipped }.flatMap(\.stage.models))
        graph.models = models.filter { asked.contains($0.name) }
        return graph
    }
}
