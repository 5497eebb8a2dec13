/// The kinds of stages that documents may use, by name.
public struct StageRegistry: Sendable {
    /// The kinds, in the order of the reference.
    public let kinds: [StageKind]

    /// A registry of these kinds.
    public init(_ kinds: [StageKind]) { self.kinds = kinds }

    /// The kind of that name.
    public subscript(name: String) -> StageKind? { kinds.first { $0.name == name } }
}
