/// The reward heads that ship inside the program, as the bytes of safetensors files.
public struct RewardHeads: Sendable {
    private let bytesByName: [String: [UInt8]]

    /// Heads by the name of their reward model. Empty bytes stand for a head not yet fitted.
    public init(_ bytesByName: [String: [UInt8]]) {
        self.bytesByName = bytesByName
    }

    /// The head of the model called `name`, nil if there is none.
    public subscript(name: String) -> [UInt8]? {
        guard let bytes = bytesByName[name], !bytes.isEmpty else { return nil }
        return bytes
    }

    /// The heads in `Resources`, compiled into the binary so that it needs no other file.
    public static let embedded = RewardHeads([
        "smollm2-135m-reward": PackageResources.smollm2_135m_reward_safetensors
    ])
}
