/// Where the tokens are counted that the answers about one source record have.
protocol TokenAccount: AnyObject, Sendable {
    /// Adds the tokens of an answer to the stage with this index in the graph's order.
    func spend(_ tokens: Int, at index: Int)
}
