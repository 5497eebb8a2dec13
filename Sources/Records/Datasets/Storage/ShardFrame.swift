import Hashing

/// A frame as it lies in a shard: a ``FrameHeader`` and a zstd frame.
///
/// Frames that synthgen wrote before it had headers are zstd frames alone. Their content is checked
/// by zstd's own checksum.
enum ShardFrame {
    /// The frame's bytes in the shard.
    static func pack(
        _ content: [UInt8], with compressor: ZstdCompressor
    ) throws(ZstdCodec.Failure) -> [UInt8] {
        let frame = try compressor.compress(content)
        return FrameHeader(content: content, frame: frame).encoded + frame
    }

    /// The content of a frame; throws unless every byte of the frame is as it was written.
    static func unpack(_ bytes: [UInt8], limit: Int) throws(ZstdCodec.Failure) -> [UInt8] {
        let limit = min(limit, contentLimit)
        guard let header = FrameHeader(bytes[...]) else {
            guard isPlain(bytes[...]) else {
                throw ZstdCodec.Failure(reason: "neither a frame's header nor a frame of ours")
            }
            return try ZstdCodec.decompress(bytes, limit: limit)
        }
        let frame = Array(bytes.dropFirst(FrameHeader.length))
        guard header.fits(frame: frame) else {
            throw ZstdCodec.Failure(reason: "the bytes are not those that the header was made for")
        }
        let content = try ZstdCodec.decompress(frame, limit: limit)
        guard header.fits(contentOf: content.count, digest: SHA256.digest(content)) else {
            throw ZstdCodec.Failure(reason: "the content's SHA-256 is not that of the header")
        }
        return content
    }

    /// The length of the frame at the start of `bytes`, header included; nil if there is no
    /// complete one.
    static func length(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard let header = FrameHeader(bytes) else {
            return isPlain(bytes) ? ZstdCodec.frameLength(bytes) : nil
        }
        let length = FrameHeader.length + header.bytes
        return length <= bytes.count ? length : nil
    }

    /// Whether `bytes` begin as the zstd frames that we write: with a content size and a checksum,
    /// and without a dictionary. zstd itself ignores one of the bits.
    private static func isPlain(_ bytes: ArraySlice<UInt8>) -> Bool {
        let (magic, descriptor) = ([0x28, 0xB5, 0x2F, 0xFD] as [UInt8], bytes.startIndex + 4)
        return bytes.count > 4 && bytes.starts(with: magic) && bytes[descriptor] & 0b1_1111 == 0b100
    }

    private static let contentLimit = 1 << 30
}
