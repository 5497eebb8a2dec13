/// The kinds of stages that documents may use, by name.
public struct StageRegistry: Sendable {
    /// The kinds, in the order of the reference documentation.
    public let kinds: [StageKind]

    /// Creates a registry of these kinds.
    public init(_ kinds: [StageKind]) { self.kinds = kinds }

    /// The kind with this name, if there is one.
    public subscript(name: String) -> StageKind? { kinds.first { $0.name == name } }
}
