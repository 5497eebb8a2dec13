/// A step: what it computes, what is wanted of it, and what came out.
final class EngineStep {
    /// A row of which something is wanted.
    struct Wanted {
        let request: RequestState
        let position: Int
        let row: Int
    }

    /// The token that a row gave, if its request is for a completion.
    struct Chosen {
        var token: Int32 = 0
        var logProbability: Float = 0
        var top: [TokenLogProbability] = []
    }

    /// What it computes.
    var slices: [Scheduler.Slice] = []
    /// The rows of which something is wanted: those whose tokens the device draws, those that need
    /// logits here, those that need none.
    var wanted: [Wanted] = []
    /// How many of ``wanted`` the device draws.
    var drawn = 0
    /// How many need logits, those drawn included.
    var withLogits = 0
    /// What the rows gave, but for those that need no logits.
    var chosen: [Chosen]
    /// What it did, and how long that took.
    var report = StepReport()

    init(rows: Int) {
        chosen = Array(repeating: Chosen(), count: rows)
        wanted.reserveCapacity(rows)
    }

    /// Whether it does nothing but add a token to sequences, which the device draws.
    var onlyDraws: Bool {
        drawn == wanted.count && drawn == slices.count && report.decoding == slices.count
    }

    /// Makes room for another one.
    func removeAll() {
        slices.removeAll(keepingCapacity: true)
        wanted.removeAll(keepingCapacity: true)
        (drawn, withLogits) = (0, 0)
        report = StepReport()
    }
}
