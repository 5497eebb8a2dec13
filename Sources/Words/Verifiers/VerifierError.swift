/// Why something cannot be verified.
public enum VerifierError: Error, Equatable, Sendable, CustomStringConvertible {
    /// No instruction has this id.
    case unknownInstruction(String)
    /// An instruction lacks an argument, or has one of another kind.
    case badArgument(instruction: String, name: String, expected: String, found: String)
    /// What should be a list of instructions is none.
    case noInstruction(found: String)

    /// What happened and what to do.
    public var description: String {
        switch self {
        case .unknownInstruction(let id):
            """
            no instruction is called '\(id)'
              help: the ids are those of IFEval, such as 'length_constraints:number_words'
            """
        case .badArgument(let instruction, let name, let expected, let found):
            "the instruction '\(instruction)' needs \"\(name)\": \(expected), found \(found)"
        case .noInstruction(let found):
            """
            an instruction must be an object with "id" and "kwargs", found \(found)
              help: write it like {"id": "punctuation:no_comma", "kwargs": "{}"}
            """
        }
    }
}
