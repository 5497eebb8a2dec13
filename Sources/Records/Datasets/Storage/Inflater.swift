import CZlib

/// Decompresses zlib and gzip streams in pieces of a given size.
final class Inflater {
    /// An error of zlib, with the reason in zlib's words.
    struct Failure: Error, Equatable { let reason: String }

    /// The wrapping of the compressed bytes, as zlib's `windowBits`.
    enum Wrapping: Int32 {
        /// A gzip file.
        case gzip = 31
        /// Either a gzip file or a zlib stream.
        case any = 47
    }

    /// zlib keeps a pointer to this struct, so its address must not change.
    private let stream: UnsafeMutablePointer<z_stream>

    init(_ wrapping: Wrapping) throws(Failure) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let code = inflateInit2_(
            stream, wrapping.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else {
            stream.deallocate()
            throw Failure(reason: "out of memory")
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Resets the state for the next gzip member.
    func reset() throws(Failure) {
        guard inflateReset(stream) == Z_OK else { throw Failure(reason: "stream error") }
    }

    /// Decompresses up to `limit` bytes of `input` from `used` on.
    ///
    /// Moves `used` past the bytes read; `isEnd` says that the member ended.
    func inflate(
        _ input: [UInt8], from used: inout Int, limit: Int
    ) throws(Failure) -> (content: [UInt8], isEnd: Bool) {
        var code = Z_OK
        let start = used
        let stream = stream
        let content = [UInt8](unsafeUninitializedCapacity: max(1, limit)) { buffer, count in
            input.withUnsafeBufferPointer { bytes in
                stream.pointee.next_in = bytes.baseAddress.map {
                    UnsafeMutablePointer(mutating: $0 + start)
                }
                stream.pointee.avail_in = UInt32(clamping: bytes.count - start)
                stream.pointee.next_out = buffer.baseAddress
                stream.pointee.avail_out = UInt32(clamping: limit)
                code = CZlib.inflate(stream, Z_NO_FLUSH)
                used = bytes.count - Int(stream.pointee.avail_in)
                count = limit - Int(stream.pointee.avail_out)
            }
            stream.pointee.next_in = nil
            stream.pointee.next_out = nil
        }
        // Z_BUF_ERROR is no damage: zlib made no progress because input or room ran out.
        guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else {
            throw Failure(
                reason: stream.pointee.msg.map { String(cString: $0) } ?? "data error \(code)")
        }
        return (content, code == Z_STREAM_END)
    }
}
