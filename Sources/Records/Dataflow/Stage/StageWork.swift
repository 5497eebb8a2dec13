/// A stage's work on records; the cases differ in how many records it sees at once.
public enum StageWork: Sendable {
    /// Reads records from outside the graph.
    case source(any SourceStage)
    /// Sees one record at a time, in any order.
    case each(any RecordStage)
    /// Sees all records of one source record together.
    case group(any GroupStage)
    /// Sees all records of the run, in canonical order.
    case ordered(any OrderedStage)
    /// Holds all records of the run until the last has arrived.
    case gather(any GatherStage)
    /// Passes on every record.
    case merge
    /// Takes the accepted records of the run.
    case sink(SinkSettings)
}
