import Files
import Foundation
import JSON

/// A file of an export that is being written.
protocol RowOutput: AnyObject {
    /// Whether the output has a place in a folder, beside which others may lie.
    var isFile: Bool { get }
    /// Adds a row.
    func append(_ row: JSONObject) throws(DatasetError)
    /// Puts the whole file in its place; call once, at the end.
    func finish() throws(DatasetError)
}

/// JSON Lines written in pieces; if they are compressed, each piece is a zstd frame of its own.
final class LinesOutput: RowOutput {
    private static let pieceInBytes = 256 << 10
    private var content: [UInt8] = []
    private let file: OutputFile
    private let isCompressed: Bool

    init(_ path: String) throws(DatasetError) {
        isCompressed = ["zst", "zstd"].contains(URL(filePath: path).pathExtension)
        do { file = try OutputFile(path) } catch { throw DatasetError(error) }
    }

    var isFile: Bool { file.replacesFile }

    func append(_ row: JSONObject) throws(DatasetError) {
        row.append(to: &content)
        content.append(0x0A)
        if content.count >= Self.pieceInBytes { try flush() }
    }

    func finish() throws(DatasetError) {
        try flush()
        do { try file.finish() } catch { throw DatasetError(error) }
    }

    private func flush() throws(DatasetError) {
        guard !content.isEmpty else { return }
        let bytes = try isCompressed ? ZstdCodec.compressed(content) : content
        do { try file.write(bytes) } catch { throw DatasetError(error) }
        content.removeAll(keepingCapacity: true)
    }
}

extension ZstdCodec {
    /// Compresses to one frame.
    static func compressed(_ content: [UInt8]) throws(DatasetError) -> [UInt8] {
        do throws(Failure) { return try compress(content) } catch {
            throw .compressionFailed(reason: error.reason)
        }
    }
}
