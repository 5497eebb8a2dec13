import CZstd

/// Decompresses a sequence of zstd frames in pieces, in bounded memory.
///
/// Input is read only after the previous piece has been used up, so a small file that expands to a
/// huge one costs no more memory than any other. A frame with a ``FrameHeader`` is one piece, which
/// is returned once its checks are done.
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
    /// Frames up to this size are checked by their headers before their content is returned. Ours
    /// are shorter: a frame ends after the record that fills it.
    private static let checkedLimitInBytes = 128 << 20
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
            if isBetweenFrames, let content = try checkedFrame() {
                if content.isEmpty { continue }
                return content
            }
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

    /// The content of the next frame if it has a header; nil if it has none.
    private func checkedFrame() throws -> [UInt8]? {
        guard try fill(to: FrameHeader.length), let header = FrameHeader(input[used...]),
            max(header.bytes, header.rawBytes) <= Self.checkedLimitInBytes
        else { return nil }
        let length = FrameHeader.length + header.bytes
        guard try fill(to: length) else { throw Truncated() }
        defer { used += length }
        return try ShardFrame.unpack(Array(input[used..<(used + length)]), limit: header.rawBytes)
    }

    /// Reads until `count` bytes of input are unused; false if the input ends before.
    private func fill(to count: Int) throws -> Bool {
        guard input.count - used < count else { return true }
        input.removeFirst(used)
        used = 0
        while input.count < count {
            let more = try read()
            guard !more.isEmpty else { return false }
            input += more
        }
        return true
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
