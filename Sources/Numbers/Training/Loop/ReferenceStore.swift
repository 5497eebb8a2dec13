import Compute
package import Foundation
import Hashing

/// Log-probabilities of answers under a reference, remembered by content in a file.
///
/// A record's key is the digest of the prompt's and the answer's token ids; the file is of one
/// model in one arithmetic. Records are appended as they are computed, each with a check, so that
/// an interrupted pass goes on, and a second training on the same rows computes none.
package final class ReferenceStore {
    private let url: URL?
    private var known: [[UInt8]: Double] = [:]
    private var pending: [UInt8] = []

    /// Bytes of a record: key, value, check.
    private static let recordSize = 32 + 8 + 8

    /// Opens the store of a model; nil for one that is forgotten.
    ///
    /// - Parameter model: Digest of weights and arithmetic.
    package init(folder: URL?, model: String) {
        url = folder?.appending(path: "\(model).references")
        guard let url, let data = try? Data(contentsOf: url) else { return }
        let bytes = Array(data)
        for start in stride(from: 0, to: bytes.count - Self.recordSize + 1, by: Self.recordSize) {
            let key = Array(bytes[start..<start + 32])
            let value = Array(bytes[start + 32..<start + 40])
            guard Array(bytes[start + 40..<start + 48]) == Self.check(key, value) else { continue }
            known[key] = Double(bitPattern: value.reduce(0) { $0 << 8 | UInt64($1) })
        }
    }

    /// The key of an answer to a prompt.
    package static func key(prompt: [Int32], answer: [Int32]) -> [UInt8] {
        var hash = SHA256()
        for ids in [prompt, answer] {
            hash.update(withUnsafeBytes(of: UInt64(ids.count).littleEndian) { Array($0) })
            hash.update(ids.withUnsafeBytes { Array($0) })
        }
        return hash.finalize()
    }

    package subscript(key: [UInt8]) -> Double? { known[key] }

    /// Remembers a value; ``flush()`` puts it on disk.
    package func set(_ key: [UInt8], _ value: Double) {
        guard known.updateValue(value, forKey: key) == nil else { return }
        let bits = withUnsafeBytes(of: value.bitPattern.bigEndian) { Array($0) }
        pending += key + bits + Self.check(key, bits)
    }

    /// Appends what is new to the file.
    ///
    /// - Throws: ``TrainingError/cannotSave(path:reason:)``.
    package func flush() throws {
        guard let url, !pending.isEmpty else { return }
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            if !FileManager.default.fileExists(atPath: url.path) {
                _ = FileManager.default.createFile(atPath: url.path, contents: nil)
            }
            let file = try FileHandle(forWritingTo: url)
            defer { try? file.close() }
            let end = try file.seekToEnd()
            // A record that a crash cut off would shift all that come after it.
            try file.truncate(atOffset: end - end % UInt64(Self.recordSize))
            try file.seekToEnd()
            try file.write(contentsOf: pending)
            pending = []
        } catch {
            throw TrainingError.cannotSave(path: url.path, reason: error.localizedDescription)
        }
    }

    private static func check(_ key: [UInt8], _ value: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(key)
        hash.update(value)
        return Array(hash.finalize().prefix(8))
    }
}

extension ReferenceStore {
    /// The references of pairs under the weights that `gradient` has now; those that the store does
    /// not know are computed in packed micro-batches.
    ///
    /// - Parameter progress: Called after each micro-batch, once it is remembered, with the pairs
    ///   that are done; may throw to stop.
    /// - Returns: The references, and the tokens that were computed for them.
    package func references(
        of pairs: [Preference], microTokens: Int, _ gradient: DecoderGradient,
        progress: (Int) throws -> Void = { _ in }
    ) throws -> (references: [ReferencePair], tokens: Int) {
        let keys = pairs.map { pair in
            (
                chosen: Self.key(prompt: pair.prompt, answer: pair.chosen),
                rejected: Self.key(prompt: pair.prompt, answer: pair.rejected)
            )
        }
        let unknown = pairs.indices.filter {
            self[keys[$0].chosen] == nil || self[keys[$0].rejected] == nil
        }
        let head = try DecoderHead(gradient)
        var (tokens, done) = (0, pairs.count - unknown.count)
        for micro in microBatches(unknown, tokens: microTokens, of: { pairs[$0].tokenCount }) {
            let (batch, rows) = Preference.pack(micro.map { pairs[$0] })
            try gradient.forward(batch)
            let logs = try head.logProbabilities(of: rows)
            var position = 0
            for index in micro {
                let middle = position + pairs[index].chosen.count
                let end = position + pairs[index].answerTokens
                set(keys[index].chosen, sum(logs[position..<middle]))
                set(keys[index].rejected, sum(logs[middle..<end]))
                position = end
            }
            tokens += batch.rowCount
            done += micro.count
            try flush()
            try progress(done)
        }
        let references = keys.map {
            ReferencePair(chosen: self[$0.chosen] ?? 0, rejected: self[$0.rejected] ?? 0)
        }
        return (references, tokens)
    }
}
