/// How operations reach the GPU: directly, recorded for a graph, or replayed by one.
extension CUDABackend {
    package func begin(_ batch: TokenBatch) {
        begin(batch, graphs: usesGraphs ? graphs : nil)
    }

    func begin(_ batch: TokenBatch, graphs: StepGraphs?) {
        precondition(batch.rows.count <= limits.rows, "the batch is larger than the buffers")
        recorded.removeAll(keepingCapacity: true)
        mode = .direct
        attemptNow {
            try budget.context.makeCurrent()
            if let graphs, try graphs.begin(batch, rotary, on: stream), let found = graphs.current {
                step = found.step
                mode = found.graph == nil ? .recording : .replaying
            } else {
                step = directStep
                let group = configuration.headCount / configuration.keyValueHeadCount
                let plans = windows.map { AttentionPlan(batch, window: $0, group: group) }
                try step.write(batch, rotary, plans, on: stream)
            }
        }
    }

    /// Ends the part of a step that graphs cover: captures what was recorded, launches the graph.
    func finishStep() {
        let (mode, operations) = (mode, recorded)
        self.mode = .direct
        // They hold the backend: left here, nobody would free it.
        recorded.removeAll(keepingCapacity: true)
        guard mode != .direct, let graphs else { return }
        attemptNow {
            if mode == .recording {
                graphs.current?.graph = try stream.capture {
                    for operation in operations { try operation() }
                }
            }
            try graphs.current?.graph?.launch(on: stream)
        }
    }

    // MARK: Operations

    /// Runs an operation, or records it for the graph that is being made, or skips it because the
    /// step's graph has it.
    ///
    /// A body runs once for all steps that its graph repeats. So whatever it reads here must be the
    /// same in each of them: shapes, addresses, the number of rows. What changes from step to step
    /// is read on the GPU, from the step's own rows (``DeviceStep``).
    func attempt(_ body: @escaping () throws -> Void) {
        switch mode {
        case .direct: attemptNow(body)
        case .recording: recorded.append(body)
        // The graph has it already.
        case .replaying: break
        }
    }

    /// Runs `body`, unless the GPU has failed already; keeps the first error.
    func attemptNow(_ body: () throws -> Void) {
        guard failure == nil else { return }
        do { try body() } catch { failure = error }
    }

    /// Waits for the GPU.
    ///
    /// - Throws: The first error since the backend was made.
    package func wait() throws {
        attemptNow { try stream.synchronize() }
        try throwFailure()
    }

    /// - Throws: The first error since the backend was made.
    func throwFailure() throws {
        if let failure { throw failure }
    }
}
