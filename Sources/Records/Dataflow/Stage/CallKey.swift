import Hashing
public import JSON

/// Key of a call's remembered answer: a digest of everything that decides the answer.
public struct CallKey: Hashable, Sendable, CustomStringConvertible {
    private let hash: Hash128

    /// Creates the key of a call.
    ///
    /// - Parameters:
    ///   - model: The model's fingerprint.
    ///   - request: The question and everything else that the answer depends on.
    public init(model: String, request: JSON) {
        self.init(model: model, encoded: request.encoded())
    }

    /// Creates the key of a call whose request is encoded already.
    public init(model: String, encoded request: [UInt8]) {
        var hash = SHA256()
        hash.update(framed: "call")
        hash.update(framed: model)
        hash.update(framed: request)
        self.hash = hash.finalize128()
    }

    /// The digest's 16 bytes.
    public var bytes: [UInt8] { hash.bytes }

    /// The digest as 32 hexadecimal digits.
    public var description: String { hash.description }
}
