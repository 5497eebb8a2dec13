import Formatting

/// Errors of the program's own commands.
enum ProgramError: Error, CustomStringConvertible {
    case noChatTemplate(path: String)
    case evaluationsNeedTemplate(path: String, others: [String])
    case unreadable(path: String, problem: String)
    case nothingToEstimate(document: String)
    case wouldShrink(folder: String, records: Int, target: Int)
    case fewerSources(folder: String, records: Int, sources: Int, sourcesBefore: Int)
    case noSuchKind(name: String, kinds: [String])
    case noSuchStage(path: String, name: String, stages: [String])
    case noPrevious(path: String)
    case folderTaken(path: String)
    case notConfirmed(what: String)
    case badLine(path: String, line: Int, problem: String)
    case noEvaluations(folder: String)
    case noSuchEvaluation(name: String, folder: String, names: [String])

    private static func records(_ count: Int) -> String {
        count == 1 ? "1 record" : "\(Format.count(count)) records"
    }

    var description: String {
        switch self {
        case .noChatTemplate(let path):
            "\(path): the model has no chat template\n  help: use an instruction-tuned checkpoint; "
                + "its template is in tokenizer_config.json or in the GGUF metadata"
        case .evaluationsNeedTemplate(let path, let others):
            "\(path): the model has no chat template, so it can be asked nothing\n"
                + "  help: \(others.joined(separator: ", ")) only weigh texts: `--task "
                + "\(others[0])`"
        case .unreadable(let path, let problem): "\(path): \(problem)"
        case .nothingToEstimate(let document):
            "\(document): its sources have no records\n  help: a pilot needs at least one"
        case .wouldShrink(let folder, let records, let target):
            "\(folder): holds \(Format.count(records)) records, the target is "
                + "\(Format.count(target))\n"
                + "  The document has changed since they were made, so they cannot stay beside new "
                + "ones.\n"
                + "  help: write to another folder with --output, or replace them with --shrink"
        case .fewerSources(let folder, let records, let sources, let sourcesBefore):
            "\(folder): holds \(Self.records(records)) of "
                + "\(Format.count(sourcesBefore)) source records, and the sources have only "
                + "\(Format.count(sources)) now\n"
                + "  A run would remove what was made of the others. Nothing was changed.\n"
                + "  help: bring the rows back, write to another folder with --output, or let "
                + "records go with --shrink"
        case .noSuchKind(let name, let kinds):
            "no stage kind named '\(name)'\n  help: \(suggestion(for: name, among: kinds))"
        case .noSuchStage(let path, let name, let stages):
            "\(path) has no stage '\(name)'\n  help: \(suggestion(for: name, among: stages))"
        case .noPrevious(let path):
            "\(path) has no previous/ to be compared with\n"
                + "  help: name two datasets; `run --replace` makes a previous/"
        case .folderTaken(let path):
            "\(path): is there already, and nothing is overwritten\n  help: choose another name"
        case .notConfirmed(let what):
            "\(what): nobody is there to be asked whether to remove it\n  help: add --yes"
        case .badLine(let path, let line, let problem): "\(path):\(line): \(problem)"
        case .noEvaluations(let folder):
            "\(folder): there are no evaluation documents\n  help: run the command where the folder "
                + "is, or name a document with --task"
        case .noSuchEvaluation(let name, let folder, let names):
            names.isEmpty
                ? "no evaluation named '\(name)': \(folder) has none\n  help: run the command where "
                    + "the folder is, or give --task the path of a document"
                : "no evaluation named '\(name)'\n  \(folder) has \(names.joined(separator: ", "))."
                    + "\n  help: \(suggestion(for: name, among: names))"
        }
    }
}
