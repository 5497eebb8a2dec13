package import CCUDA

/// cuBLASLt, if installed: what `bench` and `doctor` compare our matmul with. No run needs it.
package struct BlasLt: @unchecked Sendable {
    // Safe to share: the table is only read.

    /// cuBLASLt's functions, unchecked.
    package let table: cc_blaslt
    /// Path of the library's file.
    package let path: String
    /// Version, e.g. "13.2.0".
    package let version: String

    /// Opens this machine's cuBLASLt; returns nil if there is none, and every location tried.
    package static func open(
        _ search: LibrarySearch = LibrarySearch()
    ) -> (found: BlasLt?, looked: [LookedAt]) {
        let (opened, looked) = search.open(.blasLt, cc_blaslt(), cc_blaslt_open) {
            $0.cublasLtGetVersion.map { unsafeBitCast($0, to: UnsafeRawPointer.self) }
        }
        return (opened.map { BlasLt($0.table, path: $0.path) }, looked)
    }

    private init(_ table: cc_blaslt, path: String) {
        (self.table, self.path) = (table, path)
        let number = table.cublasLtGetVersion()
        // 130200 is 13.2.0; version 12 and later count alike.
        version = "\(number / 10_000).\(number / 100 % 100).\(number % 100)"
    }
}
