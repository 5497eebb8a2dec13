/// The times between one call and the next.
struct Stopwatch {
    /// The time of the last call.
    private(set) var last = ContinuousClock.now

    /// The time since the last call.
    mutating func lap() -> Duration {
        let now = ContinuousClock.now
        defer { last = now }
        return now - last
    }
}
