import ArgumentParser
import Chat
import Dataflow
import Formatting
import Jinja
import Stages

/// What `synthgen help stage` and `synthgen help jinja` print: help that is about no command.
struct HelpTopicCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "help-topic", abstract: "Explains a stage kind, or what templates can use.",
        shouldDisplay: false)

    @Argument(help: "The topic: stage or jinja.")
    var topic: Topic

    @Argument(help: "Stage kinds; a list of all, if none is named.")
    var names: [String] = []

    enum Topic: String, ExpressibleByArgument, CaseIterable {
        case stage, jinja
    }

    /// Returns the arguments of the program with `help stage` and `help jinja` as this command.
    static func redirecting(_ arguments: [String]) -> [String] {
        guard arguments.count > 1, arguments[0] == "help",
            Topic.allCases.contains(where: { $0.rawValue == arguments[1] })
        else { return arguments }
        return [configuration.commandName ?? ""] + arguments.dropFirst()
    }

    func run() throws {
        switch topic {
        case .jinja: print(Self.jinja)
        case .stage where names.isEmpty: print(Self.kinds)
        case .stage:
            print(try names.map { try Self.help(of: $0).text }.joined(separator: "\n\n"))
        }
    }

    private static let registry = StageRegistry.builtIn(models: LanguageModelRegistry())

    private static func help(of name: String) throws -> StageHelp {
        if name == StageHelp.inclusion.name { return .inclusion }
        guard let kind = registry[name] else {
            throw ProgramError.noSuchKind(
                name: name, kinds: registry.kinds.map(\.name) + [StageHelp.inclusion.name])
        }
        return StageHelp(kind)
    }

    private static var kinds: String {
        let kinds = registry.kinds.map { ($0.name, $0.summary) }
        let all = kinds + [(StageHelp.inclusion.name, StageHelp.inclusion.summary)]
        return
            (["Kinds of stages:"]
            + all.flatMap { wrapped("\($0): \($1)", indent: 2, further: 6) }
            + ["", "`synthgen help stage pair` shows the keys of one."]).joined(separator: "\n")
    }

    private static var jinja: String {
        let prompts = PromptFunctions.reference.map { (form: $0.form, summary: $0.summary) }
        func list(_ entries: [TemplateReference.Entry]) -> [(form: String, summary: String)] {
            entries.map { (form: $0.form, summary: $0.summary) }
        }
        let sections = [
            ("Functions", list(TemplateReference.functions)), ("Functions of prompts", prompts),
            ("Filters: value | filter", list(TemplateReference.filters)),
            ("Tests: value is test", list(TemplateReference.tests)),
            ("Methods of texts", list(TemplateReference.textMethods)),
            ("Methods of objects and lists", list(TemplateReference.collectionMethods)),
        ]
        return sections.map { title, entries in
            let lines = entries.flatMap {
                wrapped("\($0.form): \($0.summary)", indent: 2, further: 6)
            }
            return ([title] + lines).joined(separator: "\n")
        }.joined(separator: "\n\n")
    }
}
