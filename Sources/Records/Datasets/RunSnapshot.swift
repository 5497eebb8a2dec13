/// Progress of a run, written to the catalog once a second.
public struct RunSnapshot: Equatable, Sendable {
    /// The state of a run.
    public enum State: String, Sendable {
        /// Making records.
        case running
        /// Asked to stop; answers being generated are finished first.
        case draining
        /// Ended with a complete dataset.
        case finished
        /// Stopped before its end; a later run continues.
        case interrupted
        /// Ended with an error.
        case failed
    }

    /// Figures of one stage.
    public struct Stage: Equatable, Sendable {
        /// The stage's full name.
        public var name: String
        /// The stage kind.
        public var type: String
        /// Records that entered the stage or were made by it, those in flight included.
        public var created = 0
        /// Records passed.
        public var passed = 0
        /// Records rejected.
        public var rejected = 0
        /// Records being worked on or waiting for a model.
        public var working = 0
        /// Model calls made.
        public var callsMade = 0
        /// Model calls answered from the journal or the shared cache.
        public var callsRemembered = 0
        /// Tokens of the answers about finished source records, those from the journal or cache
        /// included.
        public var tokens = 0

        /// A stage with nothing done yet.
        public init(name: String, type: String) {
            self.name = name
            self.type = type
        }
    }

    /// The number of the run, from 1; 0 before it is written.
    public var run = 0
    /// The state of the run.
    public var state = State.running
    /// The error of a failed run.
    public var error: String?
    /// Time of writing, ISO 8601. A `running` state with an old heartbeat means a killed run.
    public var heartbeat = ""
    /// Seconds since the run began.
    public var seconds = 0.0
    /// Records accepted and committed.
    public var accepted = 0
    /// The number of records wanted, if given.
    public var target: Int?
    /// Source records finished.
    public var finishedSources = 0
    /// Source records in the window.
    public var openSources = 0
    /// Records that have passed all stages and wait for an earlier source record.
    public var waitingRecords = 0
    /// What goes before the first source record, such as measuring a judge; nil afterwards.
    public var activity: String?
    /// Requests waiting for a model.
    public var waitingRequests = 0
    /// Tokens generated so far.
    public var tokens = 0
    /// Tokens generated per second since the previous snapshot.
    public var tokensPerSecond = 0.0
    /// The stages in the graph's order.
    public var stages: [Stage] = []

    /// A run with nothing done yet.
    public init() {}
}
