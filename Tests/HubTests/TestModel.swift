import Foundation
import Hashing

@testable import Hub

/// A small model that sources of a test's own making can give.
struct TestModel {
    let name = "tiny"
    let bytes: [UInt8]
    let file: ModelFile

    /// A model of `count` bytes from `sources`. No 256 bytes of it are alike.
    init(count: Int, sources: [ModelSource]) {
        bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ ($0 >> 8)) }
        file = ModelFile(
            bytes: count, sha256: SHA256.digest(bytes).hexadecimal, sources: sources)
    }

    /// What its file must be.
    var expected: ExpectedContent {
        ExpectedContent(bytes: file.bytes, digest: .sha256(file.sha256))
    }

    /// The model alone, or with a head called `tiny-reward` on it.
    var registry: ModelRegistry {
        ModelRegistry([
            RegisteredModel(
                name: name, description: "For tests", license: "MIT", content: .weights(file)),
            RegisteredModel(
                name: "tiny-reward", description: "For tests", license: "MIT",
                content: .head(on: name)),
        ])
    }

    func store(
        in cache: URL, heads: [String: [UInt8]] = [:], environment: [String: String] = [:]
    ) -> ModelStore {
        let inherited = ProcessInfo.processInfo.environment
        return ModelStore(
            cache: cache, registry: registry, heads: RewardHeads(heads),
            environment: inherited.merging(["HF_HUB_OFFLINE": ""]) { $1 }.merging(environment) {
                $1
            })
    }

    /// Puts `bytes` where the store keeps the model's file.
    func install(_ bytes: [UInt8]? = nil, in cache: URL) throws {
        let models = cache.appending(path: "models")
        try FileManager.default.createDirectory(at: models, withIntermediateDirectories: true)
        try Data(bytes ?? self.bytes).write(to: models.appending(path: "tiny.gguf"))
    }
}

extension ModelSource {
    /// A source that a ``FileServer`` stands in for.
    static let hugging = ModelSource.huggingFace(
        repository: "someone/tiny", revision: "abc", file: "tiny.gguf")
}

/// Gathers what a pull reports.
final class ProgressLog: @unchecked Sendable {
    // The lock guards the only property.
    private let lock = NSLock()
    private var events: [PullProgress] = []

    func add(_ event: PullProgress) { lock.withLock { events.append(event) } }

    var all: [PullProgress] { lock.withLock { events } }

    var failures: [SourceFailure] {
        all.compactMap { if case .failed(let failure) = $0 { failure } else { nil } }
    }
}
