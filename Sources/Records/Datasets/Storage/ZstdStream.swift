import CZstd

/// Decompresses a sequence of zstd frames in pieces, in bounded memory.
///
/// Input is read only after the previous piece has been used up, so a small file that expands to a
/// huge one costs no more memory than any other.
final class ZstdStream {
    /// The input ended within a frame.
    struct Truncated: Error {}

    private let context: OpaquePointer
    private let read: () throws -> [UInt8]
    private var input: [UInt8] = []
    private var used = 0
    private var isBetweenFrames = true
    // The last piece filled the output buffer, so zstd may hold more without new input.
    private var mayHoldMore = false

    private static let pieceInBytes = 1 << 17
    /// zstd's own default, set so that a hostile header cannot ask for a larger window.
    private static let windowLogLimit: Int32 = 27

    /// A stream over the bytes that `read` returns; an empty piece is the end.
    init(read: @escaping () throws -> [UInt8]) throws(ZstdCodec.Failure) {
        guard let context = ZSTD_createDCtx() else {
            throw ZstdCodec.Failure(reason: "out of memory")
        }
        self.context = context
        self.read = read
        try ZstdCodec.check(
            ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Self.windowLogLimit)
        )
    }

    deinit { ZSTD_freeDCtx(context) }

    /// The next piece of content; `nil` at the end.
    func next() throws -> [UInt8]? {
        while true {
            if used == input.count, !mayHoldMore {
                input = try read()
                used = 0
                guard !input.isEmpty else {
                    guard isBetweenFrames else { throw Truncated() }
                    return nil
                }
            }
            let piece = try step()
            if !piece.isEmpty { return piece }
        }
    }

    private func step() throws(ZstdCodec.Failure) -> [UInt8] {
        var code = 0
        var position = used
        let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceInBytes) { buffer, count in
            input.withUnsafeBytes { bytes in
                var output = ZSTD_outBuffer(
                    dst: buffer.baseAddress,
                    size: Self.pieceInBytes,
                    pos: 0
                )
                var source = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: position)
                code = ZSTD_decompressStream(context, &output, &source)
                position = source.pos
                count = output.pos
            }
        }
        try ZstdCodec.check(code)
        used = position
        isBetweenFrames = code == 0
        mayHoldMore = !isBetweenFrames && piece.count == Self.pieceInBytes
        return piece
    }
}
