extension Graph {
    /// The first stage with unknown answers that each later stage waits for, by its name.
    ///
    /// A source record stops before the first stage that sees several records, so such a stage may
    /// wait for one that does not feed it.
    ///
    /// - Parameters:
    ///   - isHolding: Whether gathering stages still wait for records, so that what they make is as
    ///     unknown as an answer.
    ///   - asks: Whether a stage has asked for an answer that is not known.
    func stagesWaitedFor(
        isHolding: Bool, asking asks: (NodeID) -> Bool
    ) -> [NodeID: String] {
        var unknown: [String: String] = [:]
        var first: String?
        var waiting: [NodeID: String] = [:]
        for node in nodeIDs {
            let name = self[node].name
            var isEach = false
            var isGathering = false
            switch self[node].stage.work {
            case .each, .merge, .source: isEach = true
            case .gather: isGathering = isHolding
            default: break
            }
            let feeder = self[node].declaration.feeds.lazy.compactMap { unknown[$0.stage] }.first
            waiting[node] = feeder ?? (isEach ? nil : first)
            if asks(node) || isGathering {
                unknown[name] = name
                first = first ?? name
            } else if let found = waiting[node] {
                unknown[name] = found
            }
        }
        return waiting
    }
}
