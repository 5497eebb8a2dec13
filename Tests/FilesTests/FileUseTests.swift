import Files
import Foundation
import TestSupport
import Testing

struct FileUseTests {
    private let folder: TemporaryFolder
    private let file: URL

    init() throws {
        folder = try TemporaryFolder()
        file = try folder.write("weights", "numbers")
    }

    @Test func `a file in use is not claimed until its last user is gone`() throws {
        var first = FileUse(path: file.path)
        var second = FileUse(path: file.path)
        #expect(first != nil && second != nil)
        #expect(FileClaim(path: file.path) == nil)
        first = nil
        #expect(FileClaim(path: file.path) == nil)
        second = nil
        #expect(FileClaim(path: file.path) != nil)
    }

    @Test func `a claim keeps other claims away while it is held`() throws {
        var claim = FileClaim(path: file.path)
        #expect(claim != nil)
        #expect(FileClaim(path: file.path) == nil)
        claim = nil
        #expect(FileClaim(path: file.path) != nil)
    }

    @Test func `a link is neither used nor claimed`() throws {
        let link = folder.appending(path: "link").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file.path)
        #expect(FileUse(path: link) == nil)
        #expect(FileClaim(path: link) == nil)
    }

    @Test func `a recorded access is later than the one before, and changes nothing else`() throws {
        let old = [timespec(tv_sec: 1_000, tv_nsec: 5), timespec(tv_sec: 2_000, tv_nsec: 7)]
        #expect(utimensat(AT_FDCWD, file.path, old, 0) == 0)
        try #require(FileUse(path: file.path)).recordAccess()
        var facts = stat()
        #expect(stat(file.path, &facts) == 0)
        #expect(facts.st_atim.tv_sec > 1_700_000_000)
        #expect(facts.st_mtim.tv_sec == 2_000 && facts.st_mtim.tv_nsec == 7)
    }
}

struct OpenFolderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func link(_ name: String, to path: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: folder.appending(path: name).path, withDestinationPath: path)
    }

    @Test func `entries are listed by name with their kinds and sizes`() throws {
        try folder.write("b", "four")
        try folder.write("a/inner", "")
        try link("c", to: "b")
        let entries = try OpenFolder(folder.path).entries()
        #expect(entries.map(\.name) == ["a", "b", "c"])
        #expect(entries.map(\.kind) == [.folder, .regular, nil])
        #expect(entries[1].bytes == 4)
    }

    @Test func `a folder behind a link is not opened`() throws {
        try folder.write("outside/precious", "x")
        try folder.write("inside/file", "x")
        try link("inside/link", to: folder.path + "/outside")
        let inside = try OpenFolder(folder.path).folder("inside")
        #expect(throws: FileFailure.self) { try inside.folder("link") }
    }

    @Test func `removing a folder takes its links and leaves what they lead to`() throws {
        try folder.write("outside/precious", "x")
        try folder.write("inside/deep/file", "x")
        try link("inside/deep/link", to: folder.path + "/outside")
        try OpenFolder(folder.path).remove("inside")
        let entries = try OpenFolder(folder.path).entries()
        #expect(entries.map(\.name) == ["outside"])
        #expect(
            FileManager.default.fileExists(atPath: folder.appending(path: "outside/precious").path))
    }

    @Test func `what is not there is removed already`() throws {
        try OpenFolder(folder.path).remove("nothing")
    }
}
