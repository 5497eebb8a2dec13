import Dataflow
import JSON

extension StageKind {
    static let write = StageKind(
        name: "write",
        summary: "Ends the pipeline: records go into the shards of a dataset folder.",
        keys: [
            .required("dataset", .path, "The folder to fill."),
            .optional(
                "target", .integer(1...Int.max),
                "How many records to accept; sources are read again with fresh seeds until then."),
            .optional(
                "maxDraws", .integer(1...1_000_000), default: 100,
                "How many times sources may be read before the target is given up."),
        ]
    ) { preparation in
        let folder = preparation.overrides.output ?? preparation.url("dataset")
        return PreparedStage(
            work: .sink(
                SinkSettings(
                    target: preparation.overrides.target ?? preparation.values["target"]?.integer,
                    drawLimit: preparation.values["maxDraws"]?.integer ?? 100,
                    folder: folder?.path ?? "")),
            fields: preparation.fields)
    }
}
