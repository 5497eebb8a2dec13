import Formatting

/// Why a model cannot be evaluated, or results cannot be compared.
public enum EvaluationError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A row does not have the form of its document.
    case unusableRow(location: String, form: String, problem: String, expected: String)
    /// A row has the id of another one.
    case repeatedID(location: String, id: String, first: String)
    /// The rows' file holds none.
    case noRows(path: String)
    /// The rows' file cannot be read.
    case unreadableRows(path: String, problem: String)
    /// Asking or judging about an item failed.
    case failedItem(evaluation: String, id: String, location: String, problem: String)
    /// The evaluation needs a judge, and none was given.
    case noJudge(evaluation: String)
    /// The evaluation compares with another model, and none was given.
    case noOther(evaluation: String)
    /// Code cannot be run here.
    case noSandbox(evaluation: String, problem: String)
    /// A file holds no results.
    case unreadableResults(path: String, problem: String)
    /// Two files of results have no evaluation in common.
    case nothingInCommon(first: String, second: String, evaluations: [String], others: [String])
    /// A file of results to compare has results of several models for one evaluation, or of one
    /// where two are needed.
    case unclearModels(path: String, evaluation: String, models: [String])

    /// What happened and what to do.
    public var description: String {
        switch self {
        case .unusableRow(let location, let form, let problem, let expected):
            "\(location): not a row of the form \"\(form)\": \(problem)\n  Expected \(expected)."
        case .repeatedID(let location, let id, let first):
            "\(location): the id '\(id)' is that of \(first)\n  help: give each row an id of its own, "
                + "or none"
        case .noRows(let path):
            "\(path): there are no rows\n  help: put one JSON object on each line"
        case .unreadableRows(let path, let problem): "\(path): \(problem)"
        case .failedItem(let evaluation, let id, let location, let problem):
            "evaluation '\(evaluation)', item '\(id)' (\(location)): \(problem)"
        case .noJudge(let evaluation):
            "evaluation '\(evaluation)' needs a judge\n  help: name one with --judge, e.g. --judge "
                + "smollm2-135m-reward, or take another --task"
        case .noOther(let evaluation):
            "evaluation '\(evaluation)' compares with another model\n  help: name it with --against"
        case .noSandbox(let evaluation, let problem):
            "evaluation '\(evaluation)' runs code that models write: \(problem)"
        case .unreadableResults(let path, let problem):
            "\(path): not a file of results: \(problem)\n  help: `synthgen evaluate model ... "
                + "--output FILE.json` writes one"
        case .nothingInCommon(let first, let second, let evaluations, let others):
            "\(first) and \(second) have no evaluation in common\n  The first has "
                + "\(evaluations.joined(separator: ", ")); the second has "
                + "\(others.joined(separator: ", "))."
        case .unclearModels(let path, let evaluation, let models):
            "\(path): '\(evaluation)' has results of \(Format.count(models.count, "model")) "
                + "(\(models.joined(separator: ", ")))\n  help: compare files of one model each, or "
                + "one file of two models"
        }
    }
}
