import ArgumentParser

/// Limits of a run's time and tokens; finished work is kept, and the same command resumes the run.
///
/// Seconds count from the start of the command, the loading of models included.
struct RunLimits: ParsableArguments {
    @Option(
        name: .customLong("max-seconds"),
        help: ArgumentHelp(
            "Stop cleanly after this time: begin no further model call.", valueName: "seconds"))
    var maxSeconds: Double?

    @Option(
        help: ArgumentHelp(
            "How much longer than --max-seconds, or after a SIGTERM, the calls under way may take; "
                + "those unfinished by then are dropped.", valueName: "seconds"))
    var grace = RunLimits.usualGrace

    /// The grace in seconds where none is given.
    static let usualGrace = 5.0

    @Option(
        name: .customLong("max-tokens"),
        help: ArgumentHelp(
            "Stop cleanly once models have written this many tokens.", valueName: "count"))
    var maxTokens: Int?

    func validate() throws {
        if let maxSeconds, !(maxSeconds > 0) {
            throw ValidationError("--max-seconds must be above 0, found \(maxSeconds)")
        }
        if !(grace >= 0) { throw ValidationError("--grace must be at least 0, found \(grace)") }
        if let maxTokens, maxTokens < 1 {
            throw ValidationError("--max-tokens must be at least 1, found \(maxTokens)")
        }
    }

    /// Returns the limit that is reached, in the words of the command line; nil if none is.
    func reached(seconds: Double, tokens: Int) -> String? {
        if let maxSeconds, seconds >= maxSeconds { return "--max-seconds \(Self.text(maxSeconds))" }
        if let maxTokens, tokens >= maxTokens { return "--max-tokens \(maxTokens)" }
        return nil
    }

    /// Whether calls under way must be dropped.
    func isGraceOver(seconds: Double) -> Bool {
        maxSeconds.map { seconds >= $0 + grace } ?? false
    }

    private static func text(_ seconds: Double) -> String {
        Int(exactly: seconds).map(String.init) ?? String(seconds)
    }
}
