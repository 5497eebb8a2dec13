extension CUDAContext {
    /// Returns the mean GPU seconds of the work that one call of `body` puts into a stream.
    ///
    /// A first call is not counted.
    package func seconds(
        on stream: Stream, repetitions: Int, _ body: () throws -> Void
    ) throws -> Double {
        let (start, end) = (try makeEvent(timing: true), try makeEvent(timing: true))
        try body()
        try start.record(on: stream)
        for _ in 0..<repetitions { try body() }
        try end.record(on: stream)
        try stream.synchronize()
        return try end.milliseconds(since: start) / 1_000 / Double(repetitions)
    }
}
