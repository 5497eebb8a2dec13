import Compute

/// Fills a step's batch, and says which of its rows are wanted and for what.
struct BatchBuilder {
    /// The rows of the step that was filled last.
    let batch = TokenBatch()
    /// Whether the device draws the tokens of requests that let it.
    let drawsOnDevice: Bool

    /// What becomes of a row that is wanted.
    private enum Use: CaseIterable {
        /// The device draws its token.
        case draw
        /// Its logits are looked at here.
        case logits
        /// Its final hidden state goes to the request.
        case hidden
    }

    /// Fills a step with what the scheduler planned.
    ///
    /// Rows that are wanted are sorted by their use, because a step knows its uses by two counts:
    /// ``EngineStep/drawn`` and ``EngineStep/withLogits``.
    func fill(_ step: EngineStep, with slices: [Scheduler.Slice]) {
        batch.removeAll()
        step.slices.append(contentsOf: slices)
        for slice in slices {
            batch.add(
                slice.request.tokens[slice.range],
                from: slice.range.lowerBound,
                blocks: slice.request.blocks,
                sequenceLength: slice.request.tokens.count
            )
            count(slice, in: &step.report)
        }
        for use in Use.allCases {
            var first = 0
            for slice in slices {
                if self.use(of: slice.request) == use { want(slice, first: first, in: step) }
                first += slice.range.count
            }
            if use == .draw { step.drawn = step.wanted.count }
            if use == .logits { step.withLogits = step.wanted.count }
        }
        for row in step.wanted { batch.outputs.append(row.row) }
        step.report.sequences = slices.count
    }

    /// Fills a step with one more token of each sequence of `last` that may continue, while the
    /// tokens that `last` draws are still on the device.
    ///
    /// A row names its token by the index of its draw in `last`, not by its own index: sequences
    /// that end are left out here, but were drawn there.
    func fillNext(_ step: EngineStep, after last: EngineStep) {
        batch.removeAll()
        for (index, row) in last.wanted.enumerated() where row.request.mayContinue {
            let position = row.request.tokens.count
            batch.add(
                CollectionOfOne(TokenBatch.drawnToken(index)), from: position,
                blocks: row.request.blocks, sequenceLength: position + 1)
            step.slices.append(.init(request: row.request, range: position..<position + 1))
            batch.outputs.append(step.wanted.count)
            step.wanted.append(
                .init(request: row.request, position: position, row: step.wanted.count))
        }
        (step.drawn, step.withLogits) = (step.wanted.count, step.wanted.count)
        (step.report.sequences, step.report.decoding) = (step.wanted.count, step.wanted.count)
        step.report.isAhead = true
    }

    private func use(of request: RequestState) -> Use {
        guard request.wantsLogits else { return .hidden }
        return drawsOnDevice && request.canBeDrawnOnDevice ? .draw : .logits
    }

    /// Notes the rows that a slice's request wants.
    private func want(_ slice: Scheduler.Slice, first: Int, in step: EngineStep) {
        let request = slice.request
        var rows = request.rowCount
        while let position = request.nextWanted(after: rows, before: slice.range.upperBound) {
            let row = first + position - slice.range.lowerBound
            step.wanted.append(.init(request: request, position: position, row: row))
            rows += 1
        }
    }

    private func count(_ slice: Scheduler.Slice, in report: inout StepReport) {
        let prompt = min(slice.range.upperBound, slice.request.promptCount)
        report.promptTokens += max(0, prompt - slice.range.lowerBound)
        if slice.range.lowerBound >= slice.request.promptCount, slice.range.count == 1 {
            report.decoding += 1
        }
    }
}
