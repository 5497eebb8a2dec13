import ArgumentParser

/// Sources that replace those of a document's models.
struct ModelSources: ParsableArguments {
    @Option(
        name: .customLong("model"),
        help: ArgumentHelp(
            "The source of one of the document's models, instead of the document's. May be given "
                + "several times.",
            valueName: "name=source"))
    var models: [String] = []

    func validate() throws { _ = try overrides() }

    /// Sources by the document's names of models.
    func overrides() throws -> [String: String] {
        var overrides: [String: String] = [:]
        for entry in models {
            guard let sign = entry.firstIndex(of: "="), sign != entry.startIndex,
                entry.index(after: sign) != entry.endIndex
            else {
                throw ValidationError("--model takes NAME=SOURCE, found '\(entry)'")
            }
            overrides[String(entry[..<sign])] = String(entry[entry.index(after: sign)...])
        }
        return overrides
    }
}
