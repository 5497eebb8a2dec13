import ArgumentParser

/// Datasets that stages read instead of the document's.
struct DatasetOptions: ParsableArguments {
    @Option(
        name: .customLong("dataset"),
        help: ArgumentHelp(
            "The file, folder or pattern that a stage reads, instead of the document's dataset. May "
                + "be given several times, also for one stage.", valueName: "stage=path"))
    var datasets: [String] = []

    func validate() throws { _ = try overrides() }

    /// The paths by stage name.
    func overrides() throws -> [String: [String]] {
        var overrides: [String: [String]] = [:]
        for entry in datasets {
            guard let sign = entry.firstIndex(of: "="), sign != entry.startIndex,
                entry.index(after: sign) != entry.endIndex
            else {
                throw ValidationError("--dataset takes STAGE=PATH, found '\(entry)'")
            }
            overrides[String(entry[..<sign]), default: []].append(
                String(entry[entry.index(after: sign)...]))
        }
        return overrides
    }
}
