import Foundation

/// Memory for weights and for keys and values, on huge pages where the system gives them.
///
/// Both are read from end to end in every step: with pages of 4 KiB a good part of that time goes into
/// looking pages up. The system gives memory as it is first written.
///
/// `@unchecked Sendable`: who makes it writes it before anyone else sees it.
final class HugeMemory: @unchecked Sendable {
    let start: UnsafeMutableRawPointer

    private static let hugePage = 2 << 20

    init(byteCount: Int) {
        let isLarge = byteCount >= Self.hugePage
        start = .allocate(byteCount: max(byteCount, 1), alignment: isLarge ? Self.hugePage : 64)
        #if os(Linux)
            if isLarge { _ = madvise(start, byteCount, MADV_HUGEPAGE) }
        #endif
    }

    deinit { start.deallocate() }
}
