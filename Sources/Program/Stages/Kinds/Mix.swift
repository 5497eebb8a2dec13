import Dataflow

extension StageKind {
    static let mix = StageKind(
        name: "mix",
        summary: "Joins the records of several stages into one stream, in canonical order.",
        settings: [], looksIntoRecords: false
    ) { preparation in
        PreparedStage(work: .merge, fields: preparation.fields)
    }
}
