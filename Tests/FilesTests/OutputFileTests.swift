import Files
import Foundation
import TestSupport
import Testing

struct OutputFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func content(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    private func path(_ name: String) -> String { folder.appending(path: name).path }

    private var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    }

    private func kind(_ name: String) -> FileKind? {
        var facts = stat()
        return lstat(path(name), &facts) == 0 ? FileKind(mode: facts.st_mode) : nil
    }

    @Test func `a file is replaced when it is finished, and not before`() throws {
        try folder.write("a", "old")
        let output = try OutputFile(path("a"))
        try output.write(Array("ne".utf8))
        try output.write(Array("w".utf8))
        #expect(try content("a") == "old")
        try output.finish()
        #expect(try content("a") == "new")
        #expect(names == ["a"])
    }

    @Test func `an output that is not finished leaves what was there`() throws {
        try folder.write("a", "old")
        for name in ["a", "b"] {
            let output = try OutputFile(path(name))
            try output.write(Array("half".utf8))
        }
        #expect(try content("a") == "old")
        #expect(names == ["a"])
    }

    @Test func `a link stays a link, also to a file that is not there yet`() throws {
        try folder.write("deep/target", "old")
        for (link, target) in [
            ("one", "two"), ("two", "deep/target"), ("new", path("deep/fresh")),
        ] {
            try FileManager.default.createSymbolicLink(
                atPath: path(link), withDestinationPath: target)
        }
        try OutputFile.write(Array("1".utf8), to: path("one"))
        try OutputFile.write(Array("2".utf8), to: path("new"))
        #expect(try content("deep/target") == "1")
        #expect(try content("deep/fresh") == "2")
        #expect(names == ["deep", "new", "one", "two"])
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: path("one")) == "two")
    }

    @Test func `links in a circle are an error`() throws {
        try FileManager.default.createSymbolicLink(atPath: path("a"), withDestinationPath: "b")
        try FileManager.default.createSymbolicLink(atPath: path("b"), withDestinationPath: "a")
        let failure = #expect(throws: FileFailure.self) { try OutputFile(path("a")) }
        #expect(failure?.code == ELOOP)
    }

    @Test func `a file's permissions stay`() throws {
        try folder.write("a", "old")
        #expect(chmod(path("a"), 0o640) == 0)
        try OutputFile.write([65], to: path("a"))
        var facts = stat()
        #expect(stat(path("a"), &facts) == 0)
        #expect(facts.st_mode & 0o7777 == 0o640)
    }

    @Test(.timeLimit(.minutes(10))) func `a pipe brings what is written, and stays a pipe`() throws
    {
        #expect(mkfifo(path("p"), 0o600) == 0)
        // A reader that is there already: opening for both never waits.
        let reader = open(path("p"), O_RDWR)
        defer { close(reader) }
        try OutputFile.write(Array("row".utf8), to: path("p"))
        var bytes = [UInt8](repeating: 0, count: 8)
        #expect(read(reader, &bytes, 8) == 3)
        #expect(bytes.prefix(3) == Array("row".utf8)[...])
        #expect(kind("p") == .pipe)
    }

    @Test func `a device is written to`() throws {
        try OutputFile.write([65], to: "/dev/null")
        let failure = #expect(throws: FileFailure.self) {
            try OutputFile.write([65], to: "/dev/full")
        }
        #expect(failure?.code == ENOSPC)
    }

    @Test func `a folder is no output`() throws {
        let failure = #expect(throws: FileFailure.self) { try OutputFile(folder.path) }
        #expect(failure?.code == EISDIR)
    }

    @Test func `an open descriptor is named without being opened from its beginning again`() throws
    {
        let url = try folder.write("a", "before ")
        let descriptor = open(url.path, O_WRONLY | O_APPEND)
        defer { close(descriptor) }
        try OutputFile.write(Array("after".utf8), to: "/dev/fd/\(descriptor)")
        #expect(try content("a") == "before after")
    }

    @Test func `a link at the temporary name is never followed`() throws {
        let victim = try folder.write("victim", "precious")
        let replacement = FileReplacement(of: folder.appending(path: "a"))
        try FileManager.default.createSymbolicLink(
            at: replacement.temporary, withDestinationURL: victim)
        #expect(throws: FileFailure.self) { _ = try replacement.create() }
        #expect(try content("victim") == "precious")
    }
}

struct FileReadingTests {
    @Test(.timeLimit(.minutes(10))) func `a pipe without a writer is told, not waited for`() throws
    {
        let folder = try TemporaryFolder()
        let url = folder.appending(path: "p")
        #expect(mkfifo(url.path, 0o600) == 0)
        let failure = #expect(throws: FileFailure.self) { try FileReading.content(of: url) }
        #expect(failure?.kind == .pipe)
        #expect(failure?.reason == "it is a pipe")
    }

    @Test(.timeLimit(.minutes(10)), arguments: 0..<20)
    func `nothing that a pipe's writer sends is lost`(attempt: Int) throws {
        let folder = try TemporaryFolder()
        let url = folder.appending(path: "p")
        #expect(mkfifo(url.path, 0o600) == 0)
        let sent = [UInt8](repeating: UInt8(attempt), count: 300_000)
        let path = url.path
        Thread.detachNewThread { try? OutputFile.write(sent, to: path) }
        #expect(try FileReading.content(of: url, FileReading.streams) == sent)
    }

    @Test func `a folder, a device and nothing are told apart`() throws {
        let folder = try TemporaryFolder()
        func failure(_ path: String) -> FileFailure? {
            #expect(throws: FileFailure.self) { try FileReading.content(of: URL(filePath: path)) }
        }
        #expect(failure(folder.path)?.kind == .folder)
        #expect(failure("/dev/null")?.kind == .device)
        #expect(failure(folder.path + "/none")?.code == ENOENT)
    }

    @Test func `content is read whole`() throws {
        let folder = try TemporaryFolder()
        let bytes = (0..<600_000).map { UInt8(truncatingIfNeeded: $0) }
        let url = try folder.write("a", bytes)
        #expect(try FileReading.content(of: url) == bytes)
    }

    @Test(.timeLimit(.minutes(10)), arguments: ["/dev/zero", "/dev/null"])
    func `a device, which may have no end, is no stream`(path: String) {
        let failure = #expect(throws: FileFailure.self) {
            try FileReading.content(of: URL(filePath: path), FileReading.streams)
        }
        #expect(failure?.reason == "it is a device")
    }
}
