import Foundation
import HTTP
import JSON
import TestSupport
import Testing

@testable import Hub

/// A machine with caches of its own, and a hub on the loopback interface.
struct HubWorkshop {
    static let first = String(repeating: "1", count: 40)
    static let second = String(repeating: "2", count: 40)

    /// A checkpoint in two shards, with files that nobody needs.
    static let small = [
        "config.json": "{}", "generation_config.json": #"{"eos_token_id": 2}"#,
        "tokenizer.json": #"{"model": {}}"#, "tokenizer_config.json": "{}", "README.md": "hello",
        "model.safetensors.index.json":
            #"{"weight_map": {"a": "model-1.safetensors", "b": "model-2.safetensors"}}"#,
    ]
    static let large = [
        "model-1.safetensors": bytes(3_000), "model-2.safetensors": bytes(5_000),
        "pytorch_model.bin": bytes(10), "q/tiny-Q4.gguf": bytes(2_000),
        "big-00001-of-00002.gguf": bytes(700), "big-00002-of-00002.gguf": bytes(900),
    ]

    let folder: TemporaryFolder
    let server: HubServer
    let environment: [String: String]

    init(_ more: [String: String] = [:]) throws {
        folder = try TemporaryFolder()
        server = try HubServer(in: folder.appending(path: "server"))
        try server.commit(Self.first, small: Self.small, large: Self.large)
        environment = [
            "HF_ENDPOINT": server.endpoint, "HF_HOME": folder.appending(path: "hf").path,
            "HOME": folder.path,
        ].merging(more) { $1 }
    }

    var store: ModelStore { store([:]) }

    func store(_ more: [String: String]) -> ModelStore {
        ModelStore(
            cache: folder.appending(path: "cache"),
            registry: TestModel(count: 10, sources: []).registry,
            environment: environment.merging(more) { $1 })
    }

    /// The repository in our cache.
    var repository: URL { folder.appending(path: "cache/hub/someone--tiny") }

    /// Puts files into the hub's own cache, as its programs do.
    func keepInHubsCache(_ files: [String: [UInt8]], digests: [String: String]) throws {
        let repository = folder.appending(path: "hf/hub/models--someone--tiny")
        let snapshot = repository.appending(path: "snapshots/\(Self.first)")
        for (path, bytes) in files {
            let blob = "hf/hub/models--someone--tiny/blobs/\(digests[path] ?? "")"
            try folder.write(blob, bytes)
            let link = snapshot.appending(path: path)
            try FileManager.default.createDirectory(
                at: link.deletingLastPathComponent(), withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                at: link, withDestinationURL: folder.appending(path: blob))
        }
        try folder.write("hf/hub/models--someone--tiny/refs/main", Self.first)
    }

    /// The digests that the hub gives the files of the first commit.
    func digests() throws -> [String: String] {
        var digests: [String: String] = [:]
        for (path, text) in Self.small {
            let url = try folder.write("digest", text)
            digests[path] = try digest(of: url, like: .gitBlob("")).digits
        }
        for (path, bytes) in Self.large {
            digests[path] = try sha256(of: folder.write("digest", bytes))
        }
        return digests
    }

    static func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ ($0 >> 8)) }
    }
}

@Suite(.enabled(if: LocalServer.isAvailable && HTTPClient.isAvailable, "needs python3 and libcurl"))
struct `A model of the hub` {
    private static let wanted = [
        "config.json", "generation_config.json", "model-1.safetensors", "model-2.safetensors",
        "model.safetensors.index.json", "tokenizer.json", "tokenizer_config.json",
    ]

    /// The error of a pull, as it reads.
    private func refusal(
        _ source: String, _ store: ModelStore
    ) async -> String {
        do {
            _ = try await store.pull(source)
            return "no error"
        } catch { return "\(error)" }
    }

    @Test func `is fetched with all shards of its index, and nothing else`() async throws {
        let workshop = try HubWorkshop()
        let store = workshop.store
        #expect(throws: HubError.notFetched(source: "hf:someone/tiny")) {
            try store.resolve("hf:someone/tiny")
        }
        let url = try await store.pull("hf:someone/tiny")
        #expect(names(in: url) == Self.wanted)
        #expect(workshop.server.files.last == "config.json")
        #expect(
            Array(try Data(contentsOf: url.appending(path: "model-2.safetensors")))
                == HubWorkshop.large["model-2.safetensors"])

        let asked = workshop.server.requests.count
        let model = try store.resolve("hf:someone/tiny")
        #expect(model.url.path == url.path)
        #expect(model.name == "tiny")
        #expect(model.commit == HubWorkshop.first)
        #expect(model.license == "mit")
        #expect(try store.verify("hf:someone/tiny"))
        #expect(workshop.server.requests.count == asked)
    }

    @Test func `may be one GGUF file, or one in several parts`() async throws {
        let workshop = try HubWorkshop()
        let file = try await workshop.store.pull("hf:someone/tiny:q/tiny-Q4.gguf")
        #expect(file.path.hasSuffix("/\(HubWorkshop.first)/q/tiny-Q4.gguf"))
        #expect(try workshop.store.resolve("hf:someone/tiny:q/tiny-Q4.gguf").name == "tiny-Q4")
        let part = try await workshop.store.pull("hf:someone/tiny:big-00002-of-00002.gguf")
        #expect(part.lastPathComponent == "big-00001-of-00002.gguf")
        #expect(names(in: part.deletingLastPathComponent()).count == 3)
        try FileManager.default.removeItem(
            at: part.deletingLastPathComponent().appending(path: "big-00002-of-00002.gguf"))
        #expect(throws: HubError.self) {
            try workshop.store.resolve("hf:someone/tiny:big-00001-of-00002.gguf")
        }
    }

    @Test func `stays at its commit until it is pulled again`() async throws {
        let workshop = try HubWorkshop()
        let store = workshop.store
        try await store.pull("hf:someone/tiny")
        var small = HubWorkshop.small
        small["config.json"] = #"{"new": true}"#
        try workshop.server.commit(HubWorkshop.second, small: small, large: HubWorkshop.large)
        #expect(try store.resolve("hf:someone/tiny").commit == HubWorkshop.first)
        try await store.pull("hf:someone/tiny")
        #expect(try store.resolve("hf:someone/tiny").commit == HubWorkshop.second)

        let asked = workshop.server.requests.count
        let former = "hf:someone/tiny@\(HubWorkshop.first)"
        #expect(try store.resolve(former).commit == HubWorkshop.first)
        try await store.pull(former)
        #expect(workshop.server.requests.count == asked)
    }

    @Test func `in the hub's own cache is used where it lies`() async throws {
        let workshop = try HubWorkshop()
        var files = HubWorkshop.large
        for (path, text) in HubWorkshop.small { files[path] = Array(text.utf8) }
        try workshop.keepInHubsCache(files, digests: workshop.digests())
        let model = try workshop.store.resolve("hf:someone/tiny")
        #expect(model.url.path.contains("/hf/hub/models--someone--tiny/snapshots/"))
        #expect(model.commit == HubWorkshop.first)
        #expect(workshop.server.requests.isEmpty)
        let listed = workshop.store.hubModelsHere()
        #expect(
            listed.map(\.source.file) == [nil, "big-00001-of-00002.gguf", "q/tiny-Q4.gguf"])
        #expect(listed.allSatisfy { $0.isHubs })
        let error = #expect(throws: HubError.self) {
            try workshop.store.removal(of: "hf:someone/tiny")
        }
        #expect(error?.description.contains("the Hugging Face hub's own cache") == true)
    }

    @Test func `half in the hub's own cache is completed with links`() async throws {
        let workshop = try HubWorkshop()
        let shard = "model-1.safetensors"
        try workshop.keepInHubsCache(
            [shard: HubWorkshop.large[shard] ?? []], digests: workshop.digests())
        let url = try await workshop.store.pull("hf:someone/tiny")
        #expect(names(in: url) == Self.wanted)
        #expect(!workshop.server.files.contains(shard))

        let removal = try workshop.store.removal(of: "hf:someone/tiny")
        try workshop.store.remove(removal)
        #expect(!FileManager.default.fileExists(atPath: workshop.repository.path))
        let link = workshop.folder.appending(
            path: "hf/hub/models--someone--tiny/snapshots/\(HubWorkshop.first)/\(shard)")
        #expect(fileLength(at: link) == 3_000)
    }

    @Test func `is continued where the connection broke`() async throws {
        let workshop = try HubWorkshop()
        try workshop.server.set("settings", ["cut": true])
        let url = try await workshop.store.pull("hf:someone/tiny:q/tiny-Q4.gguf")
        #expect(Array(try Data(contentsOf: url)) == HubWorkshop.large["q/tiny-Q4.gguf"])
        let ranges = workshop.server.requests.compactMap {
            $0.firstMatch(of: /bytes=(\d+)-/).flatMap { Int($0.1) }
        }
        // Once at the hub, and once at the store that it leads to.
        #expect(ranges.prefix(4) == [1_000, 1_000, 1_500, 1_500])
    }

    @Test(arguments: [true, false])
    func `of another content than the hub says is refused`(isListed: Bool) async throws {
        let workshop = try HubWorkshop()
        try workshop.server.set(
            "settings", isListed ? ["changed": true] : ["changed": true, "bare": true])
        let large = await refusal("hf:someone/tiny:q/tiny-Q4.gguf", workshop.store)
        #expect(large.contains("the file has another content: sha256"), "\(large)")
        let small = await refusal("hf:someone/tiny", workshop.store)
        #expect(small.contains("the file has another content: Git sha1"), "\(small)")
        #expect(workshop.store.hubModelsHere().isEmpty)
    }

    @Test func `is fetched from a hub that lists no lengths`() async throws {
        let workshop = try HubWorkshop()
        try workshop.server.set("settings", ["bare": true])
        let url = try await workshop.store.pull("hf:someone/tiny")
        #expect(names(in: url) == Self.wanted)
        #expect(try workshop.store.verify("hf:someone/tiny"))
    }

    @Test func `gets the token at the hub, and nobody else does`() async throws {
        let workshop = try HubWorkshop()
        try workshop.server.set("gated", true)
        let page = "\(workshop.server.endpoint)/someone/tiny"
        let without = await refusal("hf:someone/tiny", workshop.store)
        #expect(
            without == """
                the Hugging Face hub does not give 'someone/tiny' (HTTP 401)
                  It is gated. No token was sent.
                  help: accept its terms at \(page); set HF_TOKEN to a token of an account that may \
                read it, or use `hf auth login`
                """)
        let wrong = await refusal("hf:someone/tiny", workshop.store(["HF_TOKEN": "wrong"]))
        #expect(wrong.contains("(HTTP 403)\n  It is gated. A token was sent."))

        try workshop.folder.write("hf/token", "right\n")
        try await workshop.store.pull("hf:someone/tiny:q/tiny-Q4.gguf")
        let last = workshop.server.requests.suffix(2)
        #expect(last.map { $0.hasSuffix(" Bearer right") } == [true, false])
        #expect(last.last?.hasPrefix("localhost /store/") == true)
    }

    @Test(arguments: [
        ("hf:someone/tiny:q/tiny-Q5.gguf", "did you mean 'q/tiny-Q4.gguf'?"),
        ("hf:someone/tiny@dev", "'someone/tiny' has no revision 'dev'"),
        ("hf:someone/else", "It is gated, private, or not there. No token was sent."),
    ])
    func `that is not there is an error with a way out`(
        source: String, expected: String
    ) async throws {
        let workshop = try HubWorkshop()
        let text = await refusal(source, workshop.store)
        #expect(text.contains(expected), "\(text)")
        #expect(text.contains("\n  help: "))
    }

    @Test func `without safetensors names the GGUF file to ask for`() async throws {
        let workshop = try HubWorkshop()
        try workshop.server.commit(
            HubWorkshop.second, small: ["README.md": "x"], large: ["m-Q4.gguf": [1, 2]])
        let text = await refusal("hf:someone/tiny", workshop.store)
        #expect(text.contains("no safetensors weights with a config.json"))
        #expect(text.contains("help: name the GGUF file: hf:someone/tiny:m-Q4.gguf"))
    }

    @Test func `whose index names a file outside, or one that is not there, is refused`()
        async throws
    {
        for (name, problem) in [
            ("../../x.safetensors", "does not name the files"), ("m-3.safetensors", "names 'm-3"),
        ] {
            let workshop = try HubWorkshop()
            var small = HubWorkshop.small
            small["model.safetensors.index.json"] = #"{"weight_map": {"a": "\#(name)"}}"#
            try workshop.server.commit(HubWorkshop.second, small: small, large: HubWorkshop.large)
            let text = await refusal("hf:someone/tiny", workshop.store)
            #expect(text.contains(problem), "\(text)")
        }
    }

    @Test func `whose list leads out of the folder is read without that`() async throws {
        let workshop = try HubWorkshop()
        try workshop.server.set("settings", ["hostile": ["../../../evil", "/etc/evil.gguf"]])
        try await workshop.store.pull("hf:someone/tiny")
        #expect(!workshop.server.requests.contains { $0.contains("evil") })
    }

    @Test func `without a network is what is here, or an error that says what to do`()
        async throws
    {
        let workshop = try HubWorkshop()
        try await workshop.store.pull("hf:someone/tiny")
        for settings in [["HF_ENDPOINT": "http://127.0.0.1:1"], ["HF_HUB_OFFLINE": "1"]] {
            let store = workshop.store(settings)
            let log = ProgressLog()
            try await store.pull("hf:someone/tiny") { log.add($0) }
            #expect(log.failures.first?.reason.contains(HubWorkshop.first) == true)
            let text = await refusal("hf:someone/tiny:q/tiny-Q4.gguf", store)
            #expect(text.hasPrefix("cannot fetch 'hf:someone/tiny:q/tiny-Q4.gguf'\n"), "\(text)")
            #expect(text.contains("HF_ENDPOINT to a mirror"))
        }
    }

    @Test func `two pulls at once fetch each file once`() async throws {
        let workshop = try HubWorkshop()
        let store = workshop.store
        async let first = store.pull("hf:someone/tiny")
        async let second = store.pull("hf:someone/tiny")
        let paths = try await [first, second].map(\.path)
        #expect(paths[0] == paths[1])
        #expect(workshop.server.files.count == Self.wanted.count)
    }

    @Test func `a file that was deleted is fetched again, alone`() async throws {
        let workshop = try HubWorkshop()
        let url = try await workshop.store.pull("hf:someone/tiny")
        try FileManager.default.removeItem(at: url.appending(path: "model-1.safetensors"))
        #expect(throws: HubError.self) { try workshop.store.resolve("hf:someone/tiny") }
        let before = workshop.server.files.count
        try await workshop.store.pull("hf:someone/tiny")
        #expect(workshop.server.files.dropFirst(before) == ["model-1.safetensors"])
    }

    @Test func `that was damaged on the disk is noticed by verify`() async throws {
        let workshop = try HubWorkshop()
        let url = try await workshop.store.pull("hf:someone/tiny")
        var bytes = HubWorkshop.large["model-1.safetensors"] ?? []
        bytes[7] ^= 1
        try Data(bytes).write(to: url.appending(path: "model-1.safetensors"))
        let error = #expect(throws: HubError.self) {
            try workshop.store.verify("hf:someone/tiny")
        }
        #expect(error?.description.contains("models rm hf:someone/tiny` and") == true)
        #expect(error?.description.contains("\n  Its sha256 is ") == true)
    }

    @Test func `whose small file was damaged is told by Git's sha1`() async throws {
        let workshop = try HubWorkshop()
        let url = try await workshop.store.pull("hf:someone/tiny")
        try Data("{ }".utf8).write(to: url.appending(path: "config.json"))
        let error = #expect(throws: HubError.self) {
            try workshop.store.verify("hf:someone/tiny")
        }
        #expect(error?.description.contains("\n  Its Git sha1 is ") == true, "\(error as Any)")
    }

    @Test func `is removed as a whole, as a commit or as a file`() async throws {
        let workshop = try HubWorkshop()
        let store = workshop.store
        try await store.pull("hf:someone/tiny")
        try await store.pull("hf:someone/tiny:q/tiny-Q4.gguf")
        let file = try store.removal(of: "hf:someone/tiny:q/tiny-Q4.gguf")
        #expect(file.bytes == 2_000)
        try store.remove(file)
        #expect(store.hubModelsHere().map(\.source.file) == [nil])
        let commit = try store.removal(of: "hf:someone/tiny@\(HubWorkshop.first)")
        try store.remove(commit)
        #expect(!FileManager.default.fileExists(atPath: workshop.repository.path))
        #expect(throws: HubError.self) { try store.removal(of: "hf:someone/tiny") }
    }
}
