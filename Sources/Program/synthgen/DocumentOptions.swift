import ArgumentParser
import Dataflow

/// Values for a document's parameters, or for any path in it.
struct DocumentOptions: ParsableArguments {
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "A parameter's value (style=casual), or that of a path in the document "
                + "(stages.answers.samples=8): JSON, else a text. May be given several times.",
            valueName: "name=value"))
    var values: [String] = []

    func validate() throws { _ = try given() }

    /// The values, in the order given.
    func given() throws -> [GivenValue] {
        try values.map { argument in
            guard let value = GivenValue(argument) else {
                throw ValidationError("--set takes NAME=VALUE, found '\(argument)'")
            }
            return value
        }
    }
}
