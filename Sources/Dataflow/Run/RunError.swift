/// Why a run stopped before its end.
public enum RunError: Error, Sendable, CustomStringConvertible {
    /// A stage could not go on.
    case stageFailed(stage: String, record: String, cause: any Error)
    /// The sources were read again and again without reaching the target.
    case targetOutOfReach(accepted: Int, target: Int, roots: Int, draws: Int, barren: Bool)

    /// What happened and what to do.
    public var description: String {
        switch self {
        case .stageFailed(let stage, let record, let cause):
            return "stage '\(stage)' failed at record \(record): \(cause)"
        case .targetOutOfReach(let accepted, let target, let roots, let draws, let barren):
            let rate = roots == 0 ? 0 : Double(accepted) / Double(roots)
            let shown = (rate * 1000).rounded() / 1000
            return """
                the target is out of reach: \(accepted) of \(target) records accepted
                  \(roots) source records gave \(shown) accepted records each, over \(draws) \
                draws of the sources\(barren ? "; the last draw gave none" : "").
                  help: `synthgen stats` shows which stage turns records away; loosen it, add \
                sources, or raise "maxDraws"
                """
        }
    }
}
