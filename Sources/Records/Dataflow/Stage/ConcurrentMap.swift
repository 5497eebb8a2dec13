/// Maps the elements concurrently, at most `limit` at a time; results are in the elements' order.
///
/// A run that is asked to stop lets those finish that have begun.
/// - Throws: `RunInterrupted` once all have ended, if one was interrupted; any other error at once.
public func mapConcurrently<Element: Sendable, Result: Sendable>(
    _ elements: [Element], limit: Int = .max,
    _ body: @escaping @Sendable (Element) async throws -> Result
) async throws -> [Result] {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
        var results = [Result?](repeating: nil, count: elements.count)
        var interruption: RunInterrupted?
        var next = 0
        func begin() {
            guard next < elements.count else { return }
            let (index, element) = (next, elements[next])
            next += 1
            group.addTask { (index, try await body(element)) }
        }
        for _ in 0..<min(limit, elements.count) { begin() }
        while let ended = await group.nextResult() {
            do {
                let (index, result) = try ended.get()
                results[index] = result
            } catch let error as RunInterrupted { interruption = error }
            begin()
        }
        if let interruption { throw interruption }
        return results.compactMap { $0 }
    }
}
