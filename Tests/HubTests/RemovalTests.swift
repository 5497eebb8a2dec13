import Foundation
import TestSupport
import Testing

@testable import Hub

@Suite struct `Removing a model` {
    private let model = TestModel(count: 1_000, sources: [])

    @Test func `takes its file, and names the others that need it`() throws {
        let cache = try TemporaryFolder()
        try model.install(in: cache.url)
        let store = model.store(in: cache.url, heads: ["tiny-reward": [1]])
        let removal = try store.removal(of: "tiny")
        #expect(removal.bytes == 1_000)
        #expect(removal.alsoGone == ["tiny-reward"])
        try store.remove(removal)
        #expect(store.list().allSatisfy { $0.state == .missing })
        #expect(throws: HubError.self) { try store.removal(of: "tiny") }
    }

    @Test func `leaves files of the user's own alone`() throws {
        let folder = try TemporaryFolder()
        let mine = try folder.write("mine.gguf", "GGUF")
        let store = model.store(in: folder.appending(path: "cache"))
        #expect(throws: HubError.notOurs(path: mine.path, isHubs: false)) {
            try store.removal(of: mine.path)
        }
        let error = #expect(throws: HubError.self) { try store.removal(of: "tny") }
        #expect(error?.description.contains("did you mean 'tiny'?") == true)
    }
}
