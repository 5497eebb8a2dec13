import Hashing
public import JSON

/// The name under which a model call's answer is remembered: a digest of all that decides it.
public struct CallKey: Hashable, Sendable, CustomStringConvertible {
    private let hash: Hash128

    /// The key of a call: the model's fingerprint, what is asked of it, and everything else that
    /// the answer depends on.
    public init(model: String, request: JSON) {
        self.init(model: model, encoded: request.encoded())
    }

    /// The same of a request that is encoded already.
    public init(model: String, encoded request: [UInt8]) {
        var hash = SHA256()
        hash.update(framed: "call")
        hash.update(framed: model)
        hash.update(framed: request)
        self.hash = hash.finalize128()
    }

    /// The 16 bytes.
    public var bytes: [UInt8] { hash.bytes }

    /// 32 hexadecimal digits.
    public var description: String { hash.description }
}
