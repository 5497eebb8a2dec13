import Files
import Foundation
import TestSupport
import Testing

@Suite struct `The cache folder` {
    private func path(_ environment: [String: String]) -> String {
        UserFolder.cache(environment).path
    }

    @Test func `is what SYNTHGEN_CACHE says, else in XDG_CACHE_HOME, else in HOME`() {
        let all = ["SYNTHGEN_CACHE": "/a", "XDG_CACHE_HOME": "/b", "HOME": "/c"]
        #expect(path(all) == "/a")
        #expect(path(all.filter { $0.key != "SYNTHGEN_CACHE" }) == "/b/synthgen")
        #expect(path(["HOME": "/c"]) == "/c/.cache/synthgen")
    }

    @Test func `is not decided by a variable that is empty or not absolute`() {
        #expect(
            path(["SYNTHGEN_CACHE": "", "XDG_CACHE_HOME": "", "HOME": "/c"]) == "/c/.cache/synthgen"
        )
        #expect(path(["XDG_CACHE_HOME": "caches", "HOME": "/c"]) == "/c/.cache/synthgen")
        #expect(path(["HOME": "c"]) == path([:]))
    }

    @Test func `without a HOME is that of the user database`() throws {
        let entry = try #require(getpwuid(getuid()))
        let home = String(cString: entry.pointee.pw_dir)
        #expect(path([:]) == home + "/.cache/synthgen")
    }

    @Test func `that cannot be made says why and where`() throws {
        let folder = try TemporaryFolder()
        try folder.write("file", "")
        let error = #expect(throws: FileFailure.self) {
            try UserFolder.makeCacheFolder(folder.appending(path: "file/models"))
        }
        #expect(error?.path == folder.path + "/file/models")
        #expect(error?.operation == "be made")
        #expect(error?.reason == "Not a directory")
    }

    @Test func `that cannot be made names the cause for the first folder that is missing`() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createSymbolicLink(
            at: folder.appending(path: "link"), withDestinationURL: folder.appending(path: "gone"))
        for path in ["link", "link/a/b"] {
            let error = #expect(throws: FileFailure.self) {
                try UserFolder.makeCacheFolder(folder.appending(path: path))
            }
            #expect(error?.path == folder.path + "/" + path)
            #expect(error?.reason == "File exists")
        }
    }

    @Test(.enabled(if: getuid() != 0, "root may write everywhere"))
    func `in a folder that cannot be written is not allowed`() throws {
        let error = #expect(throws: FileFailure.self) {
            try UserFolder.makeCacheFolder(URL(filePath: "/synthgen-test/a/b"))
        }
        #expect(error?.reason == "Permission denied")
    }

    @Test func `is made with all folders above it`() throws {
        let folder = try TemporaryFolder()
        let cache = folder.appending(path: "a/b/models")
        for _ in 0..<2 { try UserFolder.makeCacheFolder(cache) }
        #expect(FileManager.default.fileExists(atPath: cache.path))
    }
}
