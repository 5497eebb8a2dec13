import CZlib

/// Decompresses a sequence of gzip members in pieces, in bounded memory.
///
/// Input is read only after the previous piece has been used up, as in ``ZstdStream``.
final class GzipStream {
    /// The input ended within a member.
    struct Truncated: Error {}

    private let inflater: Inflater
    private let read: () throws -> [UInt8]
    private var input: [UInt8] = []
    private var used = 0
    private var isBetweenMembers = true
    private var isAfterMember = false
    // The last piece filled the output buffer, so zlib may hold more without new input.
    private var mayHoldMore = false

    private static let pieceInBytes = 1 << 17

    /// A stream over the bytes that `read` returns; an empty piece is the end.
    init(read: @escaping () throws -> [UInt8]) throws(Inflater.Failure) {
        inflater = try Inflater(.gzip)
        self.read = read
    }

    /// The next piece of content; `nil` at the end.
    func next() throws -> [UInt8]? {
        while true {
            if used == input.count, !mayHoldMore {
                input = try read()
                used = 0
                guard !input.isEmpty else {
                    guard isBetweenMembers else { throw Truncated() }
                    return nil
                }
            }
            if isAfterMember {
                skipPadding()
                if used == input.count { continue }
            }
            let piece = try step()
            if !piece.isEmpty { return piece }
        }
    }

    /// Skips zero bytes behind a member, with which tapes and some writers fill their last block.
    private func skipPadding() {
        while used < input.count, input[used] == 0 { used += 1 }
    }

    private func step() throws(Inflater.Failure) -> [UInt8] {
        if isBetweenMembers { try inflater.reset() }
        let (piece, isEnd) = try inflater.inflate(input, from: &used, limit: Self.pieceInBytes)
        isBetweenMembers = isEnd
        isAfterMember = isEnd
        mayHoldMore = !isEnd && piece.count == Self.pieceInBytes
        return piece
    }
}
