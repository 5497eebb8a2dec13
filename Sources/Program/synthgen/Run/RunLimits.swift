import ArgumentParser

/// Limits of a run's time and tokens; finished work is kept, and the same command resumes the run.
struct RunLimits: ParsableArguments {
    @Option(
        name: .customLong("max-seconds"),
        help: ArgumentHelp("Stop cleanly after this time.", valueName: "seconds"))
    var maxSeconds: Double?

    @Option(
        name: .customLong("max-tokens"),
        help: ArgumentHelp("Stop cleanly after generating this many tokens.", valueName: "count"))
    var maxTokens: Int?

    func validate() throws {
        if let maxSeconds, !(maxSeconds > 0) {
            throw ValidationError("--max-seconds must be above 0, found \(maxSeconds)")
        }
        if let maxTokens, maxTokens < 1 {
            throw ValidationError("--max-tokens must be at least 1, found \(maxTokens)")
        }
    }

    /// Returns the limit that is reached, in the words of the command line; nil if none is.
    func reached(seconds: Double, tokens: Int) -> String? {
        if let maxSeconds, seconds >= maxSeconds { return "--max-seconds \(maxSeconds)" }
        if let maxTokens, tokens >= maxTokens { return "--max-tokens \(maxTokens)" }
        return nil
    }
}

/// A run reached a limit that its command gave; all that was finished is kept.
struct LimitReached: Error, CustomStringConvertible {
    let limit: String
    let accepted: Int
    let target: Int?

    var description: String {
        let count = target.map { "\(accepted) of \($0)" } ?? "\(accepted)"
        return "stopped at \(limit): \(count) records accepted so far; "
            + "run the same command again to go on"
    }
}
