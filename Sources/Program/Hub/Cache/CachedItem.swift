public import Foundation

/// Something in the cache folder that is listed, and removed, as one.
public struct CachedItem: Sendable, Equatable {
    /// What an item is for.
    public enum Kind: String, Sendable, CaseIterable {
        /// Weights of a model.
        case models
        /// Compiled code of GPU kernels.
        case kernels
        /// NVRTC, the compiler of GPU kernels.
        case compiler
        /// What interrupted downloads and writes have left.
        case temporary
        /// What synthgen does not know; it is listed and never removed.
        case other
    }

    /// What the item is for.
    public let kind: Kind
    /// The file's or folder's path in the cache folder: `models/smollm2-135m-instruct.gguf`.
    public let path: String
    /// The size in bytes of the file, or of all files in the folder.
    public let bytes: Int
    /// When it was last read or written.
    public let lastUsed: Date
    /// Why the item stays whatever is asked for; nil if it may be removed.
    public let obstacle: Obstacle?

    /// A reason to leave an item.
    public enum Obstacle: Sendable, Equatable {
        /// A running process uses it, or may be writing it.
        case inUse
        /// synthgen has not fetched it, so it may not come back.
        case notFetched
        /// A link, or a file that synthgen does not know.
        case unknown
    }

    /// The file in the same folder whose lock is held while the item is made; nil if there is none.
    let lock: String?
}
