extension Result where Failure == any Error {
    /// Returns the value of `body`, or the error that it throws.
    static func catching(_ body: () async throws -> Success) async -> Self {
        do { return .success(try await body()) } catch { return .failure(error) }
    }
}
