import CZstd

/// Independent zstd frames, each with its content's size and checksum.
package enum ZstdCodec {
    /// Why bytes could not be compressed or decompressed, in zstd's words.
    package struct Failure: Error, Equatable {
        package let reason: String
    }

    /// `bytes` as one frame that states its content's size and ends with its checksum.
    package static func compress(_ bytes: [UInt8], level: Int = 3) throws(Failure) -> [UInt8] {
        guard let context = ZSTD_createCCtx() else { throw Failure(reason: "out of memory") }
        defer { ZSTD_freeCCtx(context) }
        try check(ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, Int32(clamping: level)))
        try check(ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1))
        try check(ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 1))
        let capacity = ZSTD_compressBound(bytes.count)
        var written = 0
        let frame = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            written = ZSTD_compress2(context, buffer.baseAddress, capacity, bytes, bytes.count)
            count = ZSTD_isError(written) == 0 ? written : 0
        }
        try check(written)
        return frame
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

    @discardableResult
    static func check(_ code: Int) throws(Failure) -> Int {
        guard ZSTD_isError(code) == 0 else {
            throw Failure(reason: String(cString: ZSTD_getErrorName(code)))
        }
        return code
    }
}
