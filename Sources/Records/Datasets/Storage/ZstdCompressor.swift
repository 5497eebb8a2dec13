import CZstd

/// Compresses frames with one reused zstd context.
final class ZstdCompressor {
    private let context: OpaquePointer

    /// A compressor with a zstd level.
    init(level: Int) throws(ZstdCodec.Failure) {
        guard let context = ZSTD_createCCtx() else {
            throw ZstdCodec.Failure(reason: "out of memory")
        }
        self.context = context
        try ZstdCodec.check(
            ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, Int32(clamping: level)))
        try ZstdCodec.check(ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1))
        try ZstdCodec.check(ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 1))
    }

    deinit { ZSTD_freeCCtx(context) }

    /// Compresses `bytes` to one frame with content size and checksum.
    func compress(_ bytes: [UInt8]) throws(ZstdCodec.Failure) -> [UInt8] {
        let capacity = ZSTD_compressBound(bytes.count)
        var written = 0
        let frame = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            written = ZSTD_compress2(context, buffer.baseAddress, capacity, bytes, bytes.count)
            count = ZSTD_isError(written) == 0 ? written : 0
        }
        try ZstdCodec.check(written)
        return frame
    }
}
