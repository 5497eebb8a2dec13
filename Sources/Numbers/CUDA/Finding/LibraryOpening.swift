import CCUDA
import Foundation

/// A location where a library was looked for, and the result.
package struct LookedAt: Sendable, Equatable {
    /// The location.
    package let location: LibrarySearch.Location
    /// Why no library was opened there; nil if one was.
    package let problem: String?

    /// Whether a file is there but could not be used, which messages say in more detail.
    package var isDamaged: Bool { problem != nil && problem != Self.absent }

    static let absent = "no such file"
}

/// A filled function table and its library, which is never closed.
struct OpenedLibrary<Table> {
    /// The functions.
    let table: Table
    /// The library's file.
    let path: String
}

/// A C function that opens a library: path, table to fill, buffer for the reason of a failure.
typealias LibraryOpener<Table> = (
    UnsafePointer<CChar>, UnsafeMutablePointer<Table>, UnsafeMutablePointer<CChar>, Int
) -> Int32

extension LibrarySearch {
    /// Opens `library` at the first location that has it; also returns the locations tried, that
    /// one last.
    ///
    /// - Parameter function: Picks one of the functions, whose address tells which file was loaded.
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
        // For a bare name, only the loader's message tells an absent file from a damaged one.
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

/// Returns the text of a C buffer, up to its first zero.
func text(_ buffer: [CChar]) -> String {
    String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
