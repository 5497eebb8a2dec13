public import Foundation
public import JSON

/// A GGUF file, versions 2 and 3: metadata and tensors of any type that GGUF defines.
///
/// Everything is checked when it is opened (counts, names, types, bounds, alignment, overlaps), so
/// that a hostile or truncated file is an error here and tensors are read without further checks.
public struct GGUFFile: Sendable {
    /// The format's version, 2 or 3.
    public let version: Int
    /// Tensors' offsets are multiples of this: `general.alignment`, or 32.
    public let alignment: Int
    /// The metadata in the file's order. Floats are exact; whole numbers past `Int.max` are
    /// doubles; text that is not UTF-8 is repaired with U+FFFD.
    public let metadata: JSONObject
    /// The tensors by name.
    public let tensors: [String: StoredTensor]
    /// The tensors' names in the file's order.
    public let names: [String]

    /// Opens and checks the file at `url`.
    ///
    /// - Throws: ``TensorError/cannotOpen(path:reason:)`` or ``TensorError/damaged(path:fault:)``.
    public init(url: URL) throws(TensorError) {
        try self.init(MappedFile(path: url.path))
    }

    /// Checks a file that is already mapped.
    init(_ file: MappedFile) throws(TensorError) {
        let header: GGUFHeader
        do {
            header = try file.withBytes { (bytes) throws(FileFault) in try GGUFHeader(bytes) }
            tensors = try table(of: header.entries, in: file)
        } catch {
            throw .damaged(path: file.path, fault: error)
        }
        version = header.version
        alignment = header.alignment
        metadata = header.metadata
        names = header.entries.map(\.name)
    }
}

/// Returns the tensors by name; a repeated name is an error.
///
/// Names that differ only in composed or decomposed accents count as repeated; no real file has
/// both.
func table(
    of entries: [TensorEntry],
    in file: MappedFile
) throws(FileFault) -> [String: StoredTensor] {
    var tensors: [String: StoredTensor] = [:]
    tensors.reserveCapacity(entries.count)
    for entry in entries {
        let old = tensors.updateValue(StoredTensor(entry, in: file), forKey: entry.name)
        guard old == nil else { throw .repeatedName(entry.name) }
    }
    return tensors
}
