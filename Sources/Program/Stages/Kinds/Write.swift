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
            .optional(
                "quotas",
                .object([
                    .required("by", .text, "The field; dots reach into objects."),
                    .required(
                        "counts", .named(.integer(0...1_000_000_000)),
                        "How many records with which value; with a target, their shares of it."),
                ]),
                "How many of the accepted records have which value of a field."),
        ]
    ) { preparation in
        let target = preparation.overrides.target ?? preparation.values["target"]?.integer
        let quotas = QuotaSettings(in: &preparation).map { quotas in
            target.map(quotas.scaled) ?? quotas
        }
        let folder = preparation.overrides.output ?? preparation.url("dataset")
        return PreparedStage(
            work: .sink(
                SinkSettings(
                    target: quotas?.total ?? target,
                    drawLimit: preparation.values["maxDraws"]?.integer ?? 100,
                    folder: folder?.path ?? "", quotas: quotas)),
            fields: preparation.fields)
    }
}

extension QuotaSettings {
    /// The `"quotas"` of a declaration, if it has any; reports what is wrong with them.
    fileprivate init?(in preparation: inout StagePreparation) {
        guard let quotas = preparation.values["quotas"], let field = quotas["by"]?.string,
            let counts = quotas["counts"]?.object
        else { return nil }
        self.init(
            field: field,
            counts: counts.pairs.map { Quota(value: $0, count: $1.integer ?? 0) })
        guard total > 0 else {
            preparation.report("write.quotas", key: "quotas", "the quotas ask for no record")
            return nil
        }
        preparation.require(field.split(separator: ".").prefix(1).map(String.init), for: "quotas")
    }
}
