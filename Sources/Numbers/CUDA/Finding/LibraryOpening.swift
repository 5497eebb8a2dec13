import CCUDA
import Foundation

/// A location where a library was looked for, and what was there.
package struct LookedAt: Sendable, Equatable {
    /// The location.
    package let location: LibrarySearch.Location
    /// Why it was not taken; nil where it was.
    package let problem: String?

    /// Whether a file is there that could not be used: worth more words than an absent one.
    package var isDamaged: Bool { problem != nil && problem != Self.absent }

    static let absent = "no such file"
}

/// A table of functions, filled, and where they are from. Never closed.
struct OpenedLibrary<Table> {
    /// The functions.
    let table: Table
    /// The library's file.
    let path: String
}

/// One of C's openers: a path, the table, room for a reason.
typealias LibraryOpener<Table> = (
    UnsafePointer<CChar>, UnsafeMutablePointer<Table>, UnsafeMutablePointer<CChar>, Int
) -> Int32

extension LibrarySearch {
    /// Opens `library` at the first location that has it; says every location looked at, that one
    /// last.
    ///
    /// - Parameter function: One of its functions, to tell which file the loader found.
    func open<Table>(
        _ library: CUDALibrary, _ empty: Table, _ opener: LibraryOpener<Table>,
        function: (Table) -> UnsafeRawPointer?
    ) -> (opened: OpenedLibrary<Table>?, looked: [LookedAt]) {
        var looked: [LookedAt] = []
        for location in locations(for: library) {
            var table = empty
            let problem = Self.open(location, &table, opener)
            looked.append(LookedAt(location: location, problem: problem))
            guard problem == nil else { continue }
            let path = Self.file(of: function(table)) ?? location.path
            return (OpenedLibrary(table: table, path: path), looked)
        }
        return (nil, looked)
    }

    private static func open<Table>(
        _ location: Location, _ table: inout Table, _ opener: LibraryOpener<Table>
    ) -> String? {
        let isPath = location.path.contains("/")
        if isPath && !FileManager.default.fileExists(atPath: location.path) {
            return LookedAt.absent
        }
        var reason = [CChar](repeating: 0, count: 1_024)
        guard opener(location.path, &table, &reason, reason.count) != 0 else { return nil }
        let said = text(reason)
        return !isPath && said.contains("cannot open shared object file") ? LookedAt.absent : said
    }

    private static func file(of function: UnsafeRawPointer?) -> String? {
        guard let function else { return nil }
        var path = [CChar](repeating: 0, count: 4_096)
        cc_library_path(function, &path, path.count)
        let found = text(path)
        return found.isEmpty ? nil : found
    }
}

/// The text of a buffer that C filled.
func text(_ buffer: [CChar]) -> String {
    String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
