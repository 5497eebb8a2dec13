import Compute

/// Makes what requests want of rows of logits: tokens by sampler and constraint, log-probabilities,
/// or the logits themselves. For rows whose tokens the device draws, makes the draws' options.
final class TokenChooser {
    private let team: WorkerTeam
    private let vocabularySize: Int
    private let workspaces: [SamplerWorkspace]
    private var draws: [TokenDraw] = []

    /// - Parameter team: Its workers choose, a row each at a time.
    init(vocabularySize: Int, team: WorkerTeam) {
        (self.vocabularySize, self.team) = (vocabularySize, team)
        workspaces = (0..<team.threads).map { _ in
            SamplerWorkspace(vocabularySize: vocabularySize)
        }
    }

    /// How the device draws the tokens of a step's first ``EngineStep/drawn`` rows.
    func draws(for step: EngineStep) -> [TokenDraw] {
        // A step ahead is filled before the tokens of the step before are known, so each of its
        // sequences is one token shorter here than it will be. The counter of a draw must be the
        // token's number in the reply: otherwise the reply would depend on the timing.
        let ahead: UInt64 = step.report.isAhead ? 1 : 0
        draws.removeAll(keepingCapacity: true)
        for row in step.wanted[..<step.drawn] {
            guard case .completion(let generation) = row.request.goal else { continue }
            draws.append(
                TokenDraw(
                    generation.sampling, tokens: row.request.tokens,
                    replyStart: row.request.promptCount,
                    uniform: CounterRandom.uniform(
                        seed: generation.seed, counter: row.request.replyCount + ahead)))
        }
        return draws
    }

    /// Takes some rows' logits, `[rows, V]`: tokens go to ``EngineStep/chosen``, everything else to
    /// the requests.
    func choose(_ step: EngineStep, _ rows: Range<Int>, from logits: UnsafeMutablePointer<Float>) {
        let wanted = step.wanted
        // Masks are made on another thread while the model computes. The engine's thread waits for
        // them, not a worker: a worker that waits would hold up the rows that it was given.
        for index in rows { wanted[index].request.mask?.wait() }
        step.chosen.withUnsafeMutableBufferPointer { chosen in
            // Each worker writes the entries of its own rows.
            nonisolated(unsafe) let chosen = chosen
            team.run(rows.count) { row, worker in
                let index = rows.lowerBound + row
                chosen[index] = choose(
                    wanted[index], logits + row * vocabularySize, workspaces[worker])
            }
        }
        // Several rows of a step may belong to one request, so its list grows here, in the order of
        // positions, and not in the workers.
        for (row, index) in rows.enumerated() {
            give(wanted[index].request, step.chosen[index], logits + row * vocabularySize)
        }
    }

    /// Gives a request the numbers that it wants of a row; tokens are given when the step is over.
    private func give(
        _ request: RequestState, _ chosen: EngineStep.Chosen, _ logits: UnsafePointer<Float>
    ) {
        switch request.goal {
        case .logits:
            request.rows.append(
                contentsOf: UnsafeBufferPointer(start: logits, count: vocabularySize))
        case .logProbabilities:
            request.rows.append(chosen.logProbability)
            request.rows.append(chosen.isMostLikely ? 1 : 0)
        case .candidates: request.rows.append(contentsOf: chosen.top.map(\.logProbability))
        case .completion, .hidden: return
        }
        request.rowCount += 1
    }

    private func choose(
        _ wanted: EngineStep.Wanted,
        _ logits: UnsafeMutablePointer<Float>,
        _ workspace: SamplerWorkspace
    ) -> EngineStep.Chosen {
        let request = wanted.request
        switch request.goal {
        case .hidden, .logits: return EngineStep.Chosen()
        case .logProbabilities:
            let token = request.tokens[wanted.position + 1]
            let row = LogitRow(logits, count: vocabularySize)
            return EngineStep.Chosen(
                token: token, logProbability: row.logProbability(of: token),
                isMostLikely: row.best == Int(token))
        case .candidates(let next):
            let row = LogitRow(logits, count: vocabularySize)
            let tokens = next.first { $0.position == wanted.position }?.tokens ?? []
            return EngineStep.Chosen(top: row.logProbabilities(of: tokens))
        case .completion(let generation):
            let row = LogitRow(logits, count: vocabularySize)
            let token = choose(row, request, generation, workspace)
            return EngineStep.Chosen(
                token: token,
                logProbability: row.logProbability(of: token),
                top: row.top(generation.topLogprobs)
            )
        }
    }

    private func choose(
        _ row: LogitRow,
        _ request: RequestState,
        _ generation: GenerationRequest,
        _ workspace: SamplerWorkspace
    ) -> Int32 {
        let sampler = Sampler(generation.sampling, workspace)
        let (tokens, start) = (request.tokens, request.promptCount)
        let u = CounterRandom.uniform(seed: generation.seed, counter: request.replyCount)
        guard let mask = request.mask else {
            return sampler.choose(row, tokens: tokens, replyStart: start, u: u)
        }
        guard mask.isSatisfiable else { return 0 }
        return sampler.choose(row, in: mask, tokens: tokens, replyStart: start, u: u)
    }
}
