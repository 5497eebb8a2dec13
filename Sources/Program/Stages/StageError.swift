import Formatting

/// Why a stage failed.
public enum StageError: Error, Sendable, CustomStringConvertible {
    /// An outside program could not be started.
    case programNotStarted(program: String, problem: String)
    /// An outside program failed at a record, also when asked again.
    case programFailed(program: String, ProgramFailure)
    /// An outside program wrote a line that is not a reply to a question.
    case programTalksNonsense(program: String, found: String, complaint: String)
    /// An outside program set a field that its stage does not declare.
    case programSetsField(program: String, field: String, declared: [String])
    /// A record lacks a field that the stage needs, or has it in a wrong form.
    case unusableField(field: String, expected: String, found: String)
    /// A record of a dataset that is compared with another lacks the field, or has null in it.
    case nothingToCompare(location: String, field: String, fields: [String])
    /// An expression that a person gave to a command cannot be parsed or evaluated.
    case badExpression(source: String, problem: String)
    /// A turn of a conversation is by nobody that a model knows.
    case unknownRole(field: String, role: String)
    /// A row of a file is no record.
    case unreadableRow(problem: String)
    /// A remembered answer is not of the form in which it was stored.
    case unreadableAnswer(key: String, expected: String, found: String)
    /// A row is not a pair of answers.
    case unusablePair(location: String, problem: String)
    /// A file of pairs is empty.
    case noPairs(path: String)
    /// A judge's accuracy is below the one required by its document; `section` is empty for all.
    case judgeTooWeak(
        JudgeReport, pairs: String, section: String, found: Double, demanded: Double)

    /// The message: what happened and what to do.
    public var description: String {
        switch self {
        case .programNotStarted(let program, let problem):
            "the program '\(program)' cannot be started: \(problem)"
        case .programFailed(let program, let failure):
            """
            the program '\(program)' \(failure.sentence) (asked \(failure.attempts) times)\
            \(heard(failure.complaint))
              help: it must flush a line after every answer; "maxSeconds" and "retries" give it more\
            \(failure.isOfRecord ? ", \"onError\": \"reject\" rejects such records" : "")
            """
        case .programTalksNonsense(let program, let found, let complaint):
            """
            the program '\(program)' wrote a line that answers nothing it was asked: \(found)
              Expected \(ProgramReply.form).\(heard(complaint))
              help: its standard output is for answers alone; anything else goes to standard error
            """
        case .programSetsField(let program, let field, let declared):
            """
            the program '\(program)' set the field '\(field)'
              "makes" names: \(declared.joined(separator: ", ")).
              help: add '\(field)' to it
            """
        case .unusableField(let field, let expected, let found):
            "the field '\(field)' must be \(expected), found \(found)"
        case .nothingToCompare(let location, let field, let fields):
            """
            \(location): there is no '\(field)' to compare
              Its fields: \(fields.isEmpty ? "none" : fields.joined(separator: ", ")).
              help: \(nearestName(to: field, in: fields).map { "did you mean '\($0)'? " } ?? "")\
            --by names the field; "--by question=prompt" compares fields of different names
            """
        case .badExpression(let source, let problem):
            "the expression \(source) cannot be used: \(problem)\n"
                + "  help: expressions are those of a `filter` stage, such as task == 'math' and "
                + "margin > 1"
        case .unknownRole(let field, let role):
            "a turn in the field '\(field)' is by '\(role)'; roles are system, user and assistant, "
                + "also human and gpt"
        case .unreadableRow(let problem): "the row cannot be read: \(problem)"
        case .unreadableAnswer(let key, let expected, let found):
            "the journal's answer \(key) must be \(expected), found \(found)"
        case .unusablePair(let location, let problem):
            "\(location): \(problem)\n  help: a row is {\"prompt\": …, \"chosen\": …, "
                + "\"rejected\": …, \"subset\": …}"
        case .noPairs(let path): "'\(path)' has no pairs"
        case .judgeTooWeak(let report, let pairs, let section, let found, let demanded):
            """
            the judge is right in \(Format.percent(found)) of '\(pairs)'\
            \(section.isEmpty ? "" : ", section '\(section)'"), the document demands \
            \(Format.percent(demanded))
              It is a \(report.kind), '\(report.model)': \
            \(report.sections.map { "\($0.name) \(Format.percent($0.accuracy))" }.joined(separator: ", ")).
              help: judge with a better model, or lower "accuracy" under "require"; \
            `synthgen evaluate judge --pairs FILE` shows more
            """
        }
    }
}

/// Returns a program's standard error as a line of a message; empty if there is none.
private func heard(_ complaint: String) -> String {
    complaint.isEmpty ? "" : "\n  It said: " + complaint.replacing("\n", with: "\n    ")
}
