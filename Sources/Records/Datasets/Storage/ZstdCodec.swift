import CZstd

/// Independent zstd frames, each with its content's size and checksum.
package enum ZstdCodec {
    /// Why bytes could not be compressed or decompressed, in zstd's words.
    package struct Failure: Error, Equatable {
        package let reason: String
    }

    /// `bytes` as one frame that states its content's size and ends with its checksum.
    package static func compress(_ bytes: [UInt8], level: Int = 3) throws(Failure) -> [UInt8] {
        try ZstdCompressor(level: level).compress(bytes)
    }

    /// The content of one frame, refused before any allocation if it would exceed `limit` bytes.
    package static func decompress(_ frame: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
        let stated = ZSTD_getFrameContentSize(frame, frame.count)
        guard stated < UInt64.max - 1 else {
            throw Failure(reason: "not a frame that states its content's size")
        }
        guard stated <= UInt64(max(0, limit)) else {
            throw Failure(
                reason: "the content would be \(stated) bytes, at most \(limit) are allowed"
            )
        }
        var size = 0
        let content = [UInt8](unsafeUninitializedCapacity: max(1, Int(stated))) { buffer, count in
            size = ZSTD_decompress(buffer.baseAddress, Int(stated), frame, frame.count)
            count = ZSTD_isError(size) == 0 ? size : 0
        }
        try check(size)
        return content
    }

    /// The length of the frame with which `bytes` begin; nil if they begin with none, or with a part.
    static func frameLength(_ bytes: ArraySlice<UInt8>) -> Int? {
        let length = bytes.withUnsafeBytes { buffer in
            ZSTD_findFrameCompressedSize(buffer.baseAddress, buffer.count)
        }
        return ZSTD_isError(length) == 0 ? length : nil
    }

    @discardableResult
    static func check(_ code: Int) throws(Failure) -> Int {
        guard ZSTD_isError(code) == 0 else {
            throw Failure(reason: String(cString: ZSTD_getErrorName(code)))
        }
        return code
    }
}
