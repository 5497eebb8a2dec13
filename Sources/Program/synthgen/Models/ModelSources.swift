import ArgumentParser

/// Sources and reward heads that replace those of a document's models.
struct ModelSources: ParsableArguments {
    @Option(
        name: .customLong("model"),
        help: ArgumentHelp(
            "The source of one of the document's models, instead of the document's. May be given "
                + "several times.",
            valueName: "name=source"))
    var models: [String] = []

    @Option(
        name: .customLong("head"),
        help: ArgumentHelp(
            "The file of a reward head for one of the models, instead of the document's. May be "
                + "given several times.",
            valueName: "name=file"),
        completion: .file())
    var heads: [String] = []

    func validate() throws { _ = (try overrides(), try headOverrides()) }

    /// Sources by the document's names of models.
    func overrides() throws -> [String: String] {
        try Self.named(models, "--model takes NAME=SOURCE")
    }

    /// Files of heads by the document's names of models.
    func headOverrides() throws -> [String: String] {
        try Self.named(heads, "--head takes NAME=FILE")
    }

    private static func named(_ entries: [String], _ form: String) throws -> [String: String] {
        var overrides: [String: String] = [:]
        for entry in entries {
            guard let sign = entry.firstIndex(of: "="), sign != entry.startIndex,
                entry.index(after: sign) != entry.endIndex
            else {
                throw ValidationError("\(form), found '\(entry)'")
            }
            overrides[String(entry[..<sign])] = String(entry[entry.index(after: sign)...])
        }
        return overrides
    }
}
