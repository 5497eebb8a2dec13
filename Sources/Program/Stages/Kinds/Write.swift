import Dataflow
import Datasets
import JSON

extension StageKind {
    static let write = StageKind(
        name: "write",
        summary: "Ends the pipeline: records go into the shards of a dataset folder.",
        settings: WriteSettings.all, looksIntoRecords: false
    ) { preparation in
        if preparation.overrides.output == nil, preparation[WriteSettings.dataset].isEmpty {
            preparation.report(
                "write.dataset", at: WriteSettings.dataset, "\"dataset\" is empty",
                help: "name the folder to fill, such as \"../Datasets/answers\"")
        }
        let target = preparation.overrides.target ?? preparation[WriteSettings.target]
        let quotas = QuotaSettings(in: &preparation).map { quotas in
            target.map(quotas.scaled) ?? quotas
        }
        let parts = PartSettings(in: &preparation)
        let card = DatasetCard(in: &preparation)
        let folder = preparation.overrides.output ?? preparation.url(WriteSettings.dataset)
        return PreparedStage(
            work: .sink(
                SinkSettings(
                    target: quotas?.total ?? target,
                    drawLimit: preparation[WriteSettings.maxDraws],
                    folder: folder.path, quotas: quotas, parts: parts, card: card)),
            fields: preparation.fields)
    }
}

extension QuotaSettings {
    /// Reads the `"quotas"` of a declaration; returns nil if it has none or after reporting a
    /// problem.
    fileprivate init?(in preparation: inout StagePreparation) {
        guard let quotas = preparation[WriteSettings.quotas] else { return nil }
        let field = quotas[WriteSettings.by]
        self.init(
            field: field,
            counts: quotas[WriteSettings.counts].map { Quota(value: $0.name, count: $0.value) })
        guard total > 0 else {
            preparation.report(
                "write.quotas", at: WriteSettings.quotas, "the quotas ask for no record")
            return nil
        }
        preparation.require(
            field.split(separator: ".").prefix(1).map(String.init), for: WriteSettings.quotas)
    }
}

enum WriteSettings {
    static let dataset = Setting.required("dataset", .path, "The folder to fill.")
    static let target = Setting.optional(
        "target", .integer(1...),
        "How many records to accept; sources are read again with fresh seeds until then.")
    static let maxDraws = Setting(
        "maxDraws", .integer(1...1_000_000), default: 100,
        "How many times sources may be read before the target is given up.")
    static let by = Setting.required("by", .text, "The field; dots reach into objects.")
    static let counts = Setting.required(
        "counts", .named(.integer(0...1_000_000_000)),
        "How many records are wanted of each value; with a target, these numbers are shares of it.")
    static let quotas = Setting.optional(
        "quotas", .object([by, counts]),
        "How many of the accepted records have which value of a field.")
    static let parts = Setting.optional(
        "parts", .object(WrittenParts.settings),
        "Divides the accepted records into parts such as train and test, each with shards of its "
            + "own; the target and the quotas are those of all parts together.")
    static let card = Setting.optional(
        "card", .object(CardSettings.all), "What the dataset's card says of it.")
    static let all: [any StageSetting] = [dataset, target, maxDraws, quotas, parts, card]
}
