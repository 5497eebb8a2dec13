import Formatting
import Foundation
import TestSupport
import Testing

@testable import Hub

@Suite struct ResolveTests {
    private let model = TestModel(count: 1000, sources: [])

    @Test func `an installed name resolves to its file, license and digest`() throws {
        let cache = try TemporaryFolder()
        try model.install(in: cache.url)
        let resolved = try model.store(in: cache.url).resolve("tiny")
        #expect(resolved.name == "tiny")
        #expect(resolved.base == "tiny")
        #expect(resolved.license == "MIT")
        #expect(resolved.sha256 == model.file.sha256)
        #expect(resolved.headBytes == nil)
        #expect(Array(try Data(contentsOf: resolved.url)) == model.bytes)
    }

    @Test func `a source with an adapter resolves to its base's file and the adapter`() throws {
        let cache = try TemporaryFolder()
        try model.install(in: cache.url)
        try cache.write("a+b/adapter_config.json", "{}")
        let store = model.store(in: cache.url, heads: ["tiny-reward": [1, 2, 3]])
        for base in ["tiny", "tiny-reward"] {
            let path = cache.appending(path: "a+b").path
            let resolved = try store.resolve("\(base)+\(path)")
            #expect(resolved.name == "\(base)+a+b")
            #expect(resolved.url == (try store.resolve("tiny").url))
            #expect(resolved.adapter?.path == path)
            #expect(resolved.headBytes == nil)
        }
        #expect(try store.resolve("tiny+a+b", relativeTo: cache.url).adapter != nil)
        #expect(throws: HubError.self) { try store.resolve("tiny+\(cache.path)/none") }
    }

    @Test func `a reward model resolves to its base's file and its own head`() throws {
        let cache = try TemporaryFolder()
        try model.install(in: cache.url)
        let store = model.store(in: cache.url, heads: ["tiny-reward": [1, 2, 3]])
        let resolved = try store.resolve("tiny-reward")
        #expect(resolved.name == "tiny-reward")
        #expect(resolved.base == "tiny")
        #expect(resolved.headBytes == [1, 2, 3])
        #expect(resolved.url == (try store.resolve("tiny").url))
    }

    @Test func `a trained folder's or adapter's head lies beside its weights`() throws {
        let cache = try TemporaryFolder()
        try model.install(in: cache.url)
        let store = model.store(in: cache.url)
        for (name, configuration) in [("whole", "config.json"), ("thin", "adapter_config.json")] {
            let folder = cache.appending(path: name)
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true)
            try Data("{}".utf8).write(to: folder.appending(path: configuration))
            let source = name == "whole" ? folder.path : "tiny+\(folder.path)"
            #expect(try store.resolve(source).headBytes == nil)
            try Data([4, 5]).write(to: folder.appending(path: "reward_head.safetensors"))
            #expect(try store.resolve(source).headBytes == [4, 5])
        }
    }

    @Test(arguments: [nil, []] as [[UInt8]?])
    func `a reward model without a head is an error`(head: [UInt8]?) throws {
        let cache = try TemporaryFolder()
        try model.install(in: cache.url)
        let store = model.store(in: cache.url, heads: head.map { ["tiny-reward": $0] } ?? [:])
        #expect(throws: HubError.noHead(name: "tiny-reward")) {
            try store.resolve("tiny-reward")
        }
    }

    @Test func `a known name that was not fetched says how to fetch it`() throws {
        let cache = try TemporaryFolder()
        let error = #expect(throws: HubError.self) {
            try model.store(in: cache.url).resolve("tiny")
        }
        #expect(
            error?.description == """
                model 'tiny' is not installed
                  Installed: none.
                  help: `synthgen models pull tiny` fetches it (1,000 bytes)
                """)
    }

    @Test func `a misspelt name is answered with the nearest one`() throws {
        let cache = try TemporaryFolder()
        try model.install(in: cache.url)
        let store = model.store(in: cache.url, heads: ["tiny-reward": [1]])
        let error = #expect(throws: HubError.self) { try store.resolve("tiny-rewrd") }
        #expect(
            error?.description == """
                no model named 'tiny-rewrd'
                  Installed: tiny, tiny-reward.
                  Known: tiny, tiny-reward.
                  help: did you mean 'tiny-reward'?
                """)
    }

    @Test func `a name like no other gets no guess`() {
        #expect(nearestName(to: "llama-3.1-405b", in: ["tiny", "tiny-reward"]) == nil)
        #expect(nearestName(to: "", in: []) == nil)
    }

    @Test(arguments: [0, 999, 1001])
    func `a cached file of another length is damaged`(length: Int) throws {
        let cache = try TemporaryFolder()
        try model.install([UInt8](repeating: 7, count: length), in: cache.url)
        let store = model.store(in: cache.url)
        let path = cache.appending(path: "models/tiny.gguf").path
        #expect(
            throws: HubError.corruptFile(
                path: path, problem: .length(expected: 1000, found: length), name: "tiny")
        ) { try store.resolve("tiny") }
        #expect(store.list().first?.state == .damaged(foundBytes: length))
    }

    @Test func `verify notices a changed byte that the length does not show`() throws {
        let cache = try TemporaryFolder()
        let store = model.store(in: cache.url)
        try model.install(in: cache.url)
        try store.verify("tiny")
        var bytes = model.bytes
        bytes[500] ^= 1
        try model.install(bytes, in: cache.url)
        #expect(throws: Never.self) { try store.resolve("tiny") }
        #expect(throws: HubError.self) { try store.verify("tiny") }
    }

    @Test func `files and folders of the user's own resolve by path`() throws {
        let folder = try TemporaryFolder()
        let store = model.store(in: folder.appending(path: "cache"))
        let mine = try folder.write("mine.gguf", "GGUF")
        let checkpoint = folder.appending(path: "checkpoint")
        try FileManager.default.createDirectory(
            at: checkpoint, withIntermediateDirectories: false)
        #expect(throws: HubError.notAModel(path: checkpoint.path, isFolder: true)) {
            try store.resolve("checkpoint", relativeTo: folder.url)
        }
        try Data("{}".utf8).write(to: checkpoint.appending(path: "config.json"))

        let file = try store.resolve("./mine.gguf", relativeTo: folder.url)
        #expect(file.name == "mine")
        #expect(file.license == nil)
        #expect(file.url.path == mine.path)
        #expect(try store.resolve("checkpoint", relativeTo: folder.url).name == "checkpoint")
        #expect(try store.resolve(checkpoint.path).url.path == checkpoint.path)
    }

    @Test func `a path with nothing there says where it looked`() throws {
        let folder = try TemporaryFolder()
        let store = model.store(in: folder.url)
        for source in ["../gone.gguf", "a/b", "/nowhere/x.gguf", "gone.gguf"] {
            let error = #expect(throws: HubError.self) {
                try store.resolve(source, relativeTo: folder.url)
            }
            guard case .noSuchFile(source, let path) = error else {
                Issue.record("\(source): \(String(describing: error))")
                continue
            }
            #expect(path.hasPrefix("/") && !path.contains(".."))
        }
    }

    @Test func `a file that is no model is told from one that is`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("notes.txt", "hello").path
        #expect(throws: HubError.notAModel(path: path, isFolder: false)) {
            try model.store(in: folder.url).resolve(path)
        }
    }
}
