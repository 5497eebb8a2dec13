import CZstd

/// Compresses and decompresses single zstd frames with content size and checksum.
package enum ZstdCodec {
    /// An error of zstd, with the reason in zstd's words.
    package struct Failure: Error, Equatable {
        package let reason: String
    }

    /// Compresses `bytes` to one frame with content size and checksum.
    package static func compress(_ bytes: [UInt8], level: Int = 3) throws(Failure) -> [UInt8] {
        try ZstdCompressor(level: level).compress(bytes)
    }

    /// Decompresses one frame; throws before allocating if the content would exceed `limit` bytes.
    package static func decompress(_ frame: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
        let stated = ZSTD_getFrameContentSize(frame, frame.count)
        // The two largest values are zstd's "unknown" and "error".
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

    /// The length of the frame at the start of `bytes`; nil if there is no complete frame.
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
