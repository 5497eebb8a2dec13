public import JSON

/// What a stage does with records; the cases differ in what they may see at once.
public enum StageWork: Sendable {
    /// Makes records out of nothing that the graph knows.
    case source(any SourceStage)
    /// Sees one record at a time, in any order.
    case each(any RecordStage)
    /// Sees all records of one source record together.
    case group(any GroupStage)
    /// Sees all records of the run, in canonical order.
    case ordered(any OrderedStage)
    /// Holds all records of the run until no more come.
    case gather(any GatherStage)
    /// Passes on whatever comes.
    case merge
    /// Takes what the run is for.
    case sink(SinkSettings)
}

/// A stage that reads records from somewhere.
public protocol SourceStage: Sendable {
    /// How many records it gives while a source of weight 1 gives one.
    var weight: Int { get }
    /// Begins reading from the start; `seed` orders what is shuffled.
    func makeCursor(seed: UInt64) throws -> any SourceCursor
}

/// A position in a source.
public protocol SourceCursor: AnyObject {
    /// The next row; nil at the end.
    func next() throws -> SourceRow?
}

/// What a source has read: a record, or something that it cannot make one of.
public struct SourceRow: Sendable, Equatable {
    /// The record's fields; of a row that is rejected, what was read.
    public let fields: JSONObject
    /// Why it is no record; nil if it is one.
    public let rejection: Rejection?

    /// A record, or what was read in place of one.
    public init(_ fields: JSONObject, rejection: Rejection? = nil) {
        self.fields = fields
        self.rejection = rejection
    }
}

/// A stage that looks at one record at a time.
public protocol RecordStage: Sendable {
    /// What becomes of a record. May be called for many records at once.
    /// - Throws: What makes going on pointless; the run stops. A record that cannot be used is an
    ///   outcome, not an error.
    func process(_ record: Record, in context: StageContext) async throws -> [Outcome]
    /// Lets go of what it holds outside the process. Called when a run has ended, however it did;
    /// kinds that hold nothing need not implement it.
    func finish() async
}

extension RecordStage {
    /// Does nothing.
    public func finish() async {}
}

/// What becomes of a record.
public enum Outcome: Sendable {
    /// It goes on as it is.
    case pass
    /// It goes on as it is, to the stages that take this part; where none does, it is rejected.
    case send(part: String)
    /// It is rejected as it is.
    case reject(Rejection)
    /// A new record made of it: `fields` joined to its own, and the model call that made them.
    case make(JSONObject, call: CallKey? = nil)
    /// A new record in place of it: `fields` alone.
    case replace(JSONObject)
    /// A record that would have been made, but is rejected, with what there is of it.
    case rejectNew(Rejection, made: JSONObject, call: CallKey? = nil)
    /// Not a record: something that had to be mended on the way, to be counted.
    case repair(String, count: Int)
}

/// Why a record goes no further.
public struct Rejection: Sendable, Equatable {
    /// A short fixed phrase, by which rejections are counted.
    public let reason: String
    /// What was found, for the one who asks about this record.
    public let detail: JSON?

    /// A reason and what was found.
    public init(_ reason: String, detail: JSON? = nil) {
        self.reason = reason
        self.detail = detail
    }
}

/// A stage that looks at all records of one source record together, in canonical order.
public protocol GroupStage: Sendable {
    /// What becomes of the records.
    func process(_ records: [Record], in context: StageContext) async throws -> [GroupOutcome]
    /// The same where the stage has a second input; kinds without one need not implement it.
    func process(
        _ records: [Record], with side: [Record], in context: StageContext
    ) async throws -> [GroupOutcome]
}

extension GroupStage {
    /// Looks at the records of the first input alone.
    public func process(
        _ records: [Record], with side: [Record], in context: StageContext
    ) async throws -> [GroupOutcome] {
        try await process(records, in: context)
    }
}

/// What becomes of one or several records of a group.
public enum GroupOutcome: Sendable {
    /// A record goes on as it is.
    case pass(Record)
    /// A record is rejected as it is.
    case reject(Record, Rejection)
    /// A new record made of several, and the model call that decided on it.
    case make(JSONObject, from: [Record], call: CallKey? = nil)
    /// A record that would have been made of several, but is rejected.
    case rejectNew(Rejection, made: JSONObject, from: [Record], call: CallKey? = nil)
}

/// A stage whose verdict depends on the records before: it sees them in canonical order.
public protocol OrderedStage: Sendable {
    /// A fresh judge for one run.
    func makeJudge() throws -> any OrderedJudge
}

/// The memory of an ordered stage during one run; called by one task at a time.
public protocol OrderedJudge: AnyObject, Sendable {
    /// Why the record goes no further, or nil if it does.
    func reject(_ record: Record) throws -> Rejection?
}

/// A stage that can say nothing before it has seen every record of the run.
///
/// Sources that feed a document with such a stage are read once. What it makes is followed like
/// source records: one part after the other, a window of them at a time.
public protocol GatherStage: Sendable {
    /// An empty hold for one run.
    func makeHold() throws -> any RecordHold
}

/// What a gathering stage keeps during one run; called by one task at a time.
public protocol RecordHold: AnyObject, Sendable {
    /// Takes a record, in canonical order.
    func take(_ record: Record, isSide: Bool) throws
    /// Once no more come: what becomes of the next of those held; nil when none is left. An empty
    /// list is not allowed.
    func next() throws -> [GroupOutcome]?
}

/// What the graph's end is told by its document.
public struct SinkSettings: Sendable {
    /// How many records are wanted; all there are, if nil.
    public let target: Int?
    /// How many times sources may be read from the start before the target is given up.
    public let drawLimit: Int
    /// The folder to write to, as a path.
    public let folder: String
    /// How many records are wanted with which value of a field; their sum is the target.
    public let quotas: QuotaSettings?

    /// What a `write` stage was told.
    public init(
        target: Int?, drawLimit: Int, folder: String, quotas: QuotaSettings? = nil
    ) {
        self.target = target
        self.drawLimit = drawLimit
        self.folder = folder
        self.quotas = quotas
    }
}
