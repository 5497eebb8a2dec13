/// The progress of a run, as it writes itself into the catalog once a second, for whoever follows it.
public struct RunSnapshot: Equatable, Sendable {
    /// Where a run is.
    public enum State: String, Sendable {
        /// At work.
        case running
        /// Asked to stop; what is being generated is finished.
        case draining
        /// Ended with a complete dataset.
        case finished
        /// Ended before its end, ready to go on.
        case interrupted
        /// Ended with an error.
        case failed
    }

    /// One stage's figures.
    public struct Stage: Equatable, Sendable {
        /// Its full name.
        public var name: String
        /// Its kind.
        public var type: String
        /// Records made, passed on and rejected, with what is in flight.
        public var created = 0
        /// Of these, the ones that went on.
        public var passed = 0
        /// Of these, the ones that were rejected.
        public var rejected = 0
        /// Records that it works on or that wait in it for a model.
        public var working = 0
        /// Model calls made.
        public var callsMade = 0
        /// Model calls answered from the journal or the shared cache.
        public var callsRemembered = 0
        /// Tokens of all answers that it was given, remembered ones included.
        public var tokens = 0

        /// A stage that has done nothing.
        public init(name: String, type: String) {
            self.name = name
            self.type = type
        }
    }

    /// Where the run is.
    public var state = State.running
    /// What went wrong, if it failed.
    public var error: String?
    /// When this was written, ISO 8601: a run that is at work writes every second.
    public var heartbeat = ""
    /// Seconds since the run began.
    public var seconds = 0.0
    /// Records accepted and committed.
    public var accepted = 0
    /// Records wanted, if a number was given.
    public var target: Int?
    /// Source records that are done.
    public var finishedSources = 0
    /// Source records being worked on.
    public var openSources = 0
    /// Requests that wait for a model.
    public var waitingRequests = 0
    /// Tokens generated so far.
    public var tokens = 0
    /// Tokens generated a second, since the snapshot before.
    public var tokensPerSecond = 0.0
    /// The stages in the graph's order.
    public var stages: [Stage] = []

    /// A run that has done nothing.
    public init() {}
}
