import Files
import Foundation
import TestSupport
import Testing

@testable import Hub

struct CacheFolderTests {
    private let folder: TemporaryFolder
    private var cache: CacheFolder { CacheFolder(folder.url) }

    init() throws { folder = try TemporaryFolder() }

    private func item(_ path: String) throws -> CachedItem? {
        try cache.items().first { $0.path == path }
    }

    private func isThere(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: path).path)
    }

    /// Sets a file's times to those of `days` ago.
    private func age(_ path: String, days: Double) throws {
        let time = timespec(tv_sec: Int(Date().timeIntervalSince1970 - days * 86_400), tv_nsec: 0)
        #expect(utimensat(AT_FDCWD, folder.appending(path: path).path, [time, time], 0) == 0)
    }

    /// A model as a pull leaves it.
    private func pulled(_ name: String) throws {
        try folder.write("models/\(name).gguf", "weights")
        try folder.write("models/.\(name).lock", "")
    }

    @Test func `a cache that is not there holds nothing`() throws {
        #expect(try CacheFolder(folder.appending(path: "none")).items().isEmpty)
    }

    @Test func `everything is listed as what it is`() throws {
        try pulled("a")
        try folder.write("models/hand.gguf", "weights")
        try folder.write("models/owner/chat/config.json", "{}")
        try folder.write("models/owner/chat/model.safetensors", "12345")
        try folder.write("models/owner/.chat.lock", "")
        try folder.write("kernels/0123.cubin", "code")
        try folder.write("nvrtc/nvidia/cu13/lib/libnvrtc.so.13", "library")
        try folder.write("notes.txt", "mine")
        try folder.write("answers/answers.sqlite", "left to the answer cache")
        let items = try cache.items()
        #expect(
            items.map { "\($0.kind) \($0.path) \($0.bytes)" } == [
                "models models/a.gguf 7", "models models/hand.gguf 7",
                "models models/owner/chat 7", "kernels kernels/0123.cubin 4",
                "compiler nvrtc 7", "other notes.txt 4",
            ])
        #expect(
            items.map(\.obstacle) == [nil, .notFetched, nil, nil, nil, .unknown])
    }

    @Test func `a removed model leaves its lock, so that two processes never hold two of them`()
        throws
    {
        try pulled("a")
        #expect(try cache.remove(#require(try item("models/a.gguf"))))
        #expect(!isThere("models/a.gguf") && isThere("models/.a.lock"))
    }

    @Test func `a folder of weights is removed as one`() throws {
        try folder.write("models/owner/chat/config.json", "{}")
        try folder.write("models/owner/chat/model.safetensors", "12345")
        try folder.write("models/owner/.chat.lock", "")
        #expect(try cache.remove(#require(try item("models/owner/chat"))))
        #expect(!isThere("models/owner/chat") && isThere("models/owner"))
    }

    @Test func `a repository of the hub is removed with its links, and not what they lead to`()
        throws
    {
        let hubs = try TemporaryFolder()
        let blob = try hubs.write("blob", "weights")
        try folder.write("hub/owner--repo/.lock", "")
        try folder.write("hub/owner--repo/0123/config.json", "{}")
        try FileManager.default.createSymbolicLink(
            atPath: folder.appending(path: "hub/owner--repo/0123/model.safetensors").path,
            withDestinationPath: blob.path)
        var use = FileUse(path: blob.path)
        #expect(use != nil)
        #expect(try item("hub/owner--repo")?.obstacle == .inUse)
        use = nil
        let repository = try #require(try item("hub/owner--repo"))
        #expect(repository.kind == .models && repository.obstacle == nil)
        #expect(try cache.remove(repository))
        #expect(!isThere("hub/owner--repo"))
        #expect(FileManager.default.fileExists(atPath: blob.path))
    }

    @Test(arguments: ["models/a.gguf", "models/.a.lock"])
    func `a model that a process uses or fetches stays`(used: String) throws {
        try pulled("a")
        let before = try #require(try item("models/a.gguf"))
        let use = FileUse(path: folder.appending(path: used).path)
        #expect(try item("models/a.gguf")?.obstacle == .inUse)
        #expect(try !cache.remove(before))
        #expect(isThere("models/a.gguf"))
        withExtendedLifetime(use) {}
    }

    @Test func `a shard in use keeps its whole folder`() throws {
        try folder.write("models/chat/config.json", "{}")
        let shard = try folder.write("models/chat/model-00001.safetensors", "1")
        try folder.write("models/.chat.lock", "")
        var use = FileUse(path: shard.path)
        #expect(use != nil)
        #expect(try item("models/chat")?.obstacle == .inUse)
        use = nil
        #expect(try item("models/chat")?.obstacle == nil)
    }

    @Test func `a part of a download stays while its lock is held`() throws {
        try folder.write("models/a.gguf.part", "half")
        let lock = try folder.write("models/.a.lock", "")
        var use = FileUse(path: lock.path)
        #expect(use != nil)
        #expect(try item("models/a.gguf.part")?.obstacle == .inUse)
        use = nil
        let left = try #require(try item("models/a.gguf.part"))
        #expect(left.kind == .temporary && left.obstacle == nil)
        #expect(try cache.remove(left))
    }

    @Test func `a temporary file without a lock stays for a day`() throws {
        try folder.write("kernels/0123.cubin.sb-1", "half")
        #expect(try item("kernels/0123.cubin.sb-1")?.obstacle == .inUse)
        try age("kernels/0123.cubin.sb-1", days: 2)
        let left = try #require(try item("kernels/0123.cubin.sb-1"))
        #expect(left.kind == .temporary && left.obstacle == nil)
    }

    @Test func `links are listed, and neither followed nor removed`() throws {
        let outside = try TemporaryFolder()
        try outside.write("a.gguf", "precious")
        try outside.write(".a.lock", "")
        try folder.write("models/.link.lock", "")
        for (name, target) in [
            ("models/link.gguf", outside.path + "/a.gguf"), ("models/folder", outside.path),
            ("kernels", outside.path), ("answers", outside.path),
        ] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.appending(path: name).path, withDestinationPath: target)
        }
        let items = try cache.items()
        #expect(items.allSatisfy { $0.kind == .other && $0.obstacle == .unknown })
        #expect(items.count == 4)
        for item in items { #expect(try !cache.remove(item)) }
        #expect(cache.answers == nil)
        #expect(isThere("models/link.gguf"))
        #expect(FileManager.default.fileExists(atPath: outside.path + "/a.gguf"))
    }

    @Test func `an item whose folder has become a link is not removed behind it`() throws {
        let outside = try TemporaryFolder()
        try outside.write("a.gguf", "precious")
        try outside.write(".a.lock", "")
        try pulled("a")
        let before = try #require(try item("models/a.gguf"))
        let models = folder.appending(path: "models")
        try FileManager.default.removeItem(at: models)
        try FileManager.default.createSymbolicLink(
            atPath: models.path, withDestinationPath: outside.path)
        #expect(throws: HubError.self) { try cache.remove(before) }
        #expect(FileManager.default.fileExists(atPath: outside.path + "/a.gguf"))
    }

    @Test func `the last use is the later one of reading and writing`() throws {
        try pulled("a")
        try age("models/a.gguf", days: 40)
        let item = try #require(try item("models/a.gguf"))
        #expect(abs(item.lastUsed.timeIntervalSinceNow + 40 * 86_400) < 60)
    }
}
