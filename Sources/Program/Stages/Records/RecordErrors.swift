public import Chat
public import Dataflow
public import Jinja
public import Text
public import Verifiers

/// Which of the errors that stages meet are about a record, and by what phrase each is counted.
///
/// The others are about the run: a model that is not loaded, a missing sandbox, a full disk.
extension StageError: RecordError {
    /// Why the record is rejected; nil if the error is about the run.
    public var rejection: Rejection? {
        switch self {
        case .unusableField(let field, _, let found):
            Rejection(
                ["null", "nothing"].contains(found)
                    ? "no '\(field)'" : "'\(field)' has the wrong form", because: self)
        case .unknownRole: Rejection("unknown role", because: self)
        case .unreadableRow: Rejection("unreadable row", because: self)
        // Without what the program said on standard error, which may differ from run to run.
        case .programFailed(let program, let failure):
            failure.isOfRecord
                ? Rejection(
                    failure.reason, problem: "the program '\(program)' \(failure.sentence)") : nil
        case .programNotStarted, .programTalksNonsense, .programSetsField, .unreadableAnswer,
            .nothingToCompare, .unusablePair, .noPairs, .judgeTooWeak, .badExpression:
            nil
        }
    }
}

extension ChatError: RecordError {
    /// Why the record is rejected; nil if the error is about the model.
    public var rejection: Rejection? {
        switch self {
        case .promptTooLong: Rejection("prompt longer than the context", because: self)
        case .emptyPrompt: Rejection("empty prompt", because: self)
        case .badConstraint: Rejection("no answer fits the schema", because: self)
        case .modelNotLoaded, .noRewardHead, .noEmbeddings, .badTemplateModel, .noWeights,
            .noAttribute, .noLikelihoods, .nothingToWeigh, .noChatTemplate:
            nil
        }
    }
}

extension RemoteError: RecordError {
    /// Why the record is rejected; nil if the error is about the model.
    public var rejection: Rejection? {
        switch self {
        case .badRequest: Rejection("the server cannot use the call", because: self)
        case .filtered: Rejection("content filter", because: self)
        case .noChoice: Rejection("none of the choices", because: self)
        case .noFit: Rejection("does not fit the schema", because: self)
        case .refused, .gaveUp, .unsupported: nil
        }
    }
}

extension GrammarError: RecordError {
    /// Why the record is rejected: no answer can satisfy its constraint.
    public var rejection: Rejection? { Rejection("no answer fits the schema", because: self) }
}

extension TemplateError: RecordError {
    /// Why the record is rejected; nil for a template that does not parse.
    public var rejection: Rejection? {
        switch self {
        case .syntax: nil
        case .undefined: Rejection("undefined value in an expression", because: self)
        case .evaluation: Rejection("expression cannot be computed", because: self)
        case .limit: Rejection("expression takes too much work", because: self)
        case .raised: Rejection("template raised an error", because: self)
        }
    }
}

extension VerifierError: RecordError {
    /// Why the record is rejected: its instructions are none that can be checked.
    public var rejection: Rejection? { Rejection("unusable instruction", because: self) }
}
