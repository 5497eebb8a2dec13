/// A kind of stage that documents may name: what it understands, and how to make it.
public struct StageKind: Sendable {
    /// The word of `"type"`.
    public let name: String
    /// What it does, in a sentence.
    public let summary: String
    /// What a document may say of it, besides `type` and `input`.
    public let keys: [StageKey]
    /// Whether it is fed by other stages; only sources are not.
    public let takesInput: Bool
    /// Whether it has a second input, which `"with"` names.
    public let takesSideInput: Bool
    /// Checks a declaration in full and makes the stage. Returns nil if it reported a problem.
    public let prepare: @Sendable (inout StagePreparation) -> PreparedStage?

    /// A kind.
    public init(
        name: String, summary: String, keys: [StageKey], takesInput: Bool = true,
        takesSideInput: Bool = false,
        prepare: @escaping @Sendable (inout StagePreparation) -> PreparedStage?
    ) {
        self.name = name
        self.summary = summary
        self.keys = keys
        self.takesInput = takesInput
        self.takesSideInput = takesSideInput
        self.prepare = prepare
    }

    /// Whether it has a `dataset` to read, which the command line may replace.
    var reads: Bool { !takesInput && keys.contains { $0.name == "dataset" } }

    /// ``keys`` with `input` and `with` before them where the kind takes them.
    var allKeys: [StageKey] {
        let names = StageKey.ValueType.either([.text, .list(.text)])
        let input = StageKey.required("input", names, "The stage or stages that feed it.")
        let side = StageKey.required("with", names, "The stage or stages of its second input.")
        return (takesInput ? [input] : []) + (takesSideInput ? [side] : []) + keys
    }
}
