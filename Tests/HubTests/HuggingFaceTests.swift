import Formatting
import Foundation
import HTTP
import TestSupport
import Testing

@testable import Hub

/// libcurl against a server on the loopback interface.
@Suite(.enabled(if: FileServer.isAvailable && HTTPClient.isAvailable, "needs python3 and libcurl"))
struct HuggingFaceTests {
    private let model = TestModel(count: 300_000, sources: [.hugging])
    private static let path = "someone/tiny/resolve/abc/tiny.gguf"

    private func withServer(
        _ manner: String, serving bytes: [UInt8]? = nil,
        _ body: (ModelStore, FileServer) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let server = try FileServer(bytes ?? model.bytes, folder: folder.url)
        let store = model.store(
            in: folder.appending(path: "cache"),
            environment: ["HF_ENDPOINT": server.endpoint(manner)])
        try await body(store, server)
    }

    private func leavePart(_ bytes: some Collection<UInt8>, in store: ModelStore) throws {
        try FileManager.default.createDirectory(at: store.models, withIntermediateDirectories: true)
        try Data(bytes).write(to: store.models.appending(path: "tiny.gguf.part"))
    }

    @Test(arguments: ["range", "whole", "moved", "cut"])
    func `a file is fetched whole and checked`(manner: String) async throws {
        try await withServer(manner) { store, server in
            let log = ProgressLog()
            let url = try await store.pull("tiny") { log.add($0) }
            #expect(Array(try Data(contentsOf: url)) == model.bytes)
            #expect(names(in: store.models) == [".tiny.lock", "tiny.gguf"])
            #expect(log.all.first == .trying(.hugging))
            #expect(log.all.last == .received(bytes: 300_000, total: 300_000))
            #expect(try store.resolve("tiny").url == url)
        }
    }

    @Test func `a broken connection is taken up where it broke`() async throws {
        try await withServer("cut") { store, server in
            try await store.pull("tiny")
            #expect(
                server.requests.prefix(3) == [
                    "/cut/\(Self.path) ", "/cut/\(Self.path) bytes=150000-",
                    "/cut/\(Self.path) bytes=225000-",
                ])
        }
    }

    @Test func `an earlier download is continued`() async throws {
        try await withServer("range") { store, server in
            try leavePart(model.bytes.prefix(123_456), in: store)
            let url = try await store.pull("tiny")
            #expect(Array(try Data(contentsOf: url)) == model.bytes)
            #expect(server.requests == ["/range/\(Self.path) bytes=123456-"])
        }
    }

    @Test func `a server without ranges starts again from the first byte`() async throws {
        try await withServer("whole") { store, server in
            try leavePart(model.bytes.prefix(1000), in: store)
            let url = try await store.pull("tiny")
            #expect(Array(try Data(contentsOf: url)) == model.bytes)
            #expect(server.requests.count == 2)
        }
    }

    @Test(arguments: [1000, 300_000])
    func `a leftover of another file is thrown away`(length: Int) async throws {
        try await withServer("range") { store, server in
            try leavePart([UInt8](repeating: 9, count: length), in: store)
            let url = try await store.pull("tiny")
            #expect(Array(try Data(contentsOf: url)) == model.bytes)
        }
    }

    @Test func `a file of another content is refused with both digests`() async throws {
        try await withServer("range", serving: model.bytes.reversed()) { store, _ in
            let error = await #expect(throws: HubError.self) { try await store.pull("tiny") }
            guard case .unavailable("tiny", _, _, let failures) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(failures.count == 1)
            #expect(failures[0].reason.contains("expected \(model.file.sha256)"))
            #expect(!names(in: store.models).contains("tiny.gguf"))
        }
    }

    @Test(arguments: [1, 299_999, 300_001])
    func `a file of another length is refused before it is fetched`(length: Int) async throws {
        let other = [UInt8](repeating: 1, count: length)
        try await withServer("range", serving: other) { store, _ in
            let log = ProgressLog()
            await #expect(throws: HubError.self) { try await store.pull("tiny") { log.add($0) } }
            let reason = try #require(log.failures.first?.reason)
            #expect(reason.contains("has \(Format.count(length)) bytes, expected 300,000"))
            #expect(!log.all.contains { if case .received = $0 { true } else { false } })
        }
    }

    @Test func `a file that is not there names the address`() async throws {
        try await withServer("range/elsewhere") { store, server in
            let error = await #expect(throws: HubError.self) { try await store.pull("tiny") }
            let text = error?.description ?? ""
            #expect(text.contains("404"))
            #expect(text.contains(server.endpoint("range/elsewhere")))
            #expect(text.contains(model.file.sha256))
        }
    }

    @Test func `no server at all is one clear error`() async throws {
        let cache = try TemporaryFolder()
        let store = model.store(in: cache.url, environment: ["HF_ENDPOINT": "http://127.0.0.1:1"])
        let error = await #expect(throws: HubError.self) { try await store.pull("tiny") }
        #expect(error?.description.hasPrefix("cannot fetch 'tiny'\n  Hugging Face") == true)
    }

    @Test func `nobody is asked while HF_HUB_OFFLINE is set`() async throws {
        try await withServer("range") { store, server in
            let offline = ModelStore(
                cache: store.cache, registry: store.registry,
                environment: store.environment.merging(["HF_HUB_OFFLINE": "1"]) { $1 })
            let error = await #expect(throws: HubError.self) { try await offline.pull("tiny") }
            #expect(error?.description.contains("HF_HUB_OFFLINE is set") == true)
            #expect(server.requests.isEmpty)
            #expect(!names(in: store.models).contains("tiny.gguf"))
        }
    }

    @Test func `only the web's protocols are spoken`() async throws {
        let cache = try TemporaryFolder()
        let store = model.store(in: cache.url, environment: ["HF_ENDPOINT": "file:///etc"])
        await #expect(throws: HubError.self) { try await store.pull("tiny") }
    }

    @Test func `a model that is there and whole is not fetched again`() async throws {
        try await withServer("range") { store, server in
            try model.install(in: store.cache)
            let log = ProgressLog()
            try await store.pull("tiny-reward") { log.add($0) }
            #expect(log.all == [.verifying])
            #expect(server.requests.isEmpty)
        }
    }

    @Test func `a damaged model is replaced`() async throws {
        try await withServer("range") { store, _ in
            try model.install(model.bytes.reversed(), in: store.cache)
            let url = try await store.pull("tiny")
            #expect(Array(try Data(contentsOf: url)) == model.bytes)
        }
    }

    @Test func `two pulls at once fetch the file once`() async throws {
        try await withServer("range") { store, server in
            async let first = store.pull("tiny")
            async let second = store.pull("tiny")
            let urls = try await [first, second]
            #expect(urls[0] == urls[1])
            #expect(server.requests.count == 1)
        }
    }

    @Test func `a cancelled pull keeps what came for the next one`() async throws {
        try await withServer("stuck") { store, _ in
            let (received, receiving) = AsyncStream.makeStream(of: Int.self)
            let pull = Task {
                defer { receiving.finish() }
                return try await store.pull("tiny") {
                    if case .received(let bytes, _) = $0 { receiving.yield(bytes) }
                }
            }
            for await bytes in received where bytes >= 150_000 { break }
            pull.cancel()
            await #expect(throws: CancellationError.self) { try await pull.value }
            #expect(fileLength(at: store.models.appending(path: "tiny.gguf.part")) == 150_000)
        }
    }

    @Test func `an absent libcurl is a reason, not a crash`() {
        guard case .failure(let reason) = HTTPClient.open(["libnowhere.so.9"]) else {
            Issue.record("opened a library that does not exist")
            return
        }
        #expect(reason.reason.contains("libnowhere.so.9"))
        guard case .failure = HTTPClient.open(["libc.so.6"]) else {
            Issue.record("took the C library for libcurl")
            return
        }
    }
}

extension HTTPClient {
    static var isAvailable: Bool {
        if case .success = shared { true } else { false }
    }
}
