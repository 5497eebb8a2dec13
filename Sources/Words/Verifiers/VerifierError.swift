/// An error in the declaration of what to verify.
public enum VerifierError: Error, Equatable, Sendable, CustomStringConvertible {
    /// No instruction has this id.
    case unknownInstruction(String)
    /// An instruction's argument is missing or has the wrong type.
    case badArgument(instruction: String, name: String, expected: String, found: String)
    /// A JSON value is no instruction or no list of instructions.
    case noInstruction(found: String)

    /// The message, with a help line where there is an obvious remedy.
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
