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
