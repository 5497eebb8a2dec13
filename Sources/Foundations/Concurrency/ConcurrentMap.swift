/// An error that ends a concurrent map only after the work that has begun.
package protocol DrainingError: Error {}

/// Maps the elements concurrently, at most `limit` at a time; results are in the elements' order.
///
/// - Parameter onResult: Called with the number of elements done so far, one call at a time.
/// - Throws: A ``DrainingError`` once all that has begun has ended; any other error at once.
package func mapConcurrently<Element: Sendable, Result: Sendable>(
    _ elements: [Element], limit: Int = .max, onResult: (Int) -> Void = { _ in },
    _ body: @escaping @Sendable (Element) async throws -> Result
) async throws -> [Result] {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
        var results = [Result?](repeating: nil, count: elements.count)
        var interruption: (any DrainingError)?
        var next = 0
        var done = 0
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
                done += 1
                onResult(done)
            } catch let error as any DrainingError { interruption = error }
            begin()
        }
        if let interruption { throw interruption }
        return results.compactMap { $0 }
    }
}
