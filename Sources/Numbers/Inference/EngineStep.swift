/// One step of the engine: its tokens, the rows wanted of them, and what came out.
final class EngineStep {
    /// A row whose token, logits or hidden state a request wants.
    struct Wanted {
        let request: RequestState
        let position: Int
        let row: Int
    }

    /// The token that a row gave, if its request is for a completion.
    struct Chosen {
        var token: Int32 = 0
        var logProbability: Float = 0
        /// Of a token that was given: whether none is more likely, or as likely with a lower id.
        var isMostLikely = false
        var top: [TokenLogProbability] = []
    }

    /// The tokens to compute.
    var slices: [Scheduler.Slice] = []
    /// The wanted rows, sorted by use: tokens drawn by the device, then logits looked at here, then
    /// hidden states.
    var wanted: [Wanted] = []
    /// How many of ``wanted`` are drawn by the device.
    var drawn = 0
    /// How many of ``wanted`` need logits, the drawn ones included.
    var withLogits = 0
    /// What came out of the rows that need logits.
    var chosen: [Chosen]
    /// What the step did, and how long that took.
    var report = StepReport()

    init(rows: Int) {
        chosen = Array(repeating: Chosen(), count: rows)
        wanted.reserveCapacity(rows)
    }

    /// Whether the step only decodes, with all tokens drawn by the device.
    var onlyDraws: Bool {
        drawn == wanted.count && drawn == slices.count && report.decoding == slices.count
    }

    /// Empties the step and keeps its memory.
    func removeAll() {
        slices.removeAll(keepingCapacity: true)
        wanted.removeAll(keepingCapacity: true)
        (drawn, withLogits) = (0, 0)
        report = StepReport()
    }
}
