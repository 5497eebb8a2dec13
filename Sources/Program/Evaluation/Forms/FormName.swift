import Dataflow

/// The forms of evaluation, by their names in documents.
public enum FormName: String, CaseIterable, Sendable {
    case instructions, math, code, choices, perplexity, twoTurns, pairwise, safety

    /// The form of this name.
    var type: any EvaluationForm.Type {
        switch self {
        case .instructions: InstructionsForm.self
        case .math: MathForm.self
        case .code: CodeForm.self
        case .choices: ChoicesForm.self
        case .perplexity: PerplexityForm.self
        case .twoTurns: TwoTurnsForm.self
        case .pairwise: PairwiseForm.self
        case .safety: SafetyForm.self
        }
    }
}
