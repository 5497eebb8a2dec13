public import Foundation

/// A safetensors file: named tensors of plain types, and a little metadata.
///
/// The header is checked by the rules of the official library when it is opened (one JSON object,
/// no repeated keys, contiguous tensors up to the end of the file), so a hostile or truncated file
/// is an error here and tensors can be read without further checks.
public struct SafetensorsFile: Sendable {
    /// The header's `__metadata__`.
    public let metadata: [String: String]
    /// The tensors by name.
    public let tensors: [String: StoredTensor]
    /// The tensors' names in the order of their data.
    public let names: [String]

    /// Opens and checks the file at `url`.
    ///
    /// - Throws: ``TensorError/cannotOpen(path:reason:)`` or ``TensorError/damaged(path:fault:)``.
    public init(url: URL) throws(TensorError) {
        try self.init(MappedFile(path: url.path))
    }

    /// Checks a file that lies in memory; messages call it `name`.
    ///
    /// - Throws: ``TensorError/damaged(path:fault:)``.
    public init(bytes: [UInt8], name: String) throws(TensorError) {
        try self.init(MappedFile(bytes: bytes, name: name))
    }

    /// Checks a file that is already mapped.
    init(_ file: MappedFile) throws(TensorError) {
        let header: SafetensorsHeader
        do {
            header = try file.withBytes { (bytes) throws(FileFault) in
                try SafetensorsHeader(bytes)
            }
            tensors = try table(of: header.entries, in: file)
        } catch {
            throw .damaged(path: file.path, fault: error)
        }
        metadata = header.metadata
        names = header.entries.map(\.name)
    }
}
