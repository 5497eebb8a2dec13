/// Errors of the program's own commands.
enum ProgramError: Error, CustomStringConvertible {
    case noChatTemplate(path: String)
    case unreadable(path: String, problem: String)
    case unwritable(path: String, problem: String)
    case nothingToEstimate(document: String)
    case badLine(path: String, line: Int, problem: String)

    var description: String {
        switch self {
        case .noChatTemplate(let path):
            "\(path): the model has no chat template\n  help: use an instruction-tuned checkpoint; "
                + "its template is in tokenizer_config.json or in the GGUF metadata"
        case .unreadable(let path, let problem): "\(path): \(problem)"
        case .unwritable(let path, let problem):
            "\(path): cannot be written: \(problem)\n  help: name another file with --output"
        case .nothingToEstimate(let document):
            "\(document): its sources have no records\n  help: a pilot needs at least one"
        case .badLine(let path, let line, let problem): "\(path):\(line): \(problem)"
        }
    }
}
