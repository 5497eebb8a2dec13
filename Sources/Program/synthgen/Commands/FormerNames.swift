import ArgumentParser

/// The former name of `estimate`: works, and is not listed.
struct PlanAlias: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "The former name of `estimate`.", shouldDisplay: false)

    @OptionGroup var command: EstimateCommand

    func run() async throws { try await command.run() }
}

/// The former name of `check`: works, and is not listed.
struct VerifyAlias: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "The former name of `check`.", shouldDisplay: false)

    @OptionGroup var command: CheckCommand

    func run() throws { try command.run() }
}
