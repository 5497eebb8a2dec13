import Compute
import Foundation
import Inference
import Models
import Synchronization
import Text

/// A model that is measured, and its tokenizer.
struct BenchModel {
    let name: String
    let decoder: Decoder
    let tokenizer: Tokenizer
    let threads: Int
    let device: ComputeDevice
    /// Bytes of the weights' files.
    let fileBytes: Int
    private let url: URL
    private let adapter: URL?

    init(_ options: BenchOptions) async throws {
        name = options.model
        threads = options.threads ?? ProcessInfo.processInfo.activeProcessorCount
        device = try options.device.open()
        let resolved = try await ModelLoader(options: .standard).resolve(options.model)
        (url, adapter) = (resolved.url, resolved.adapter)
        tokenizer = try Tokenizer(modelAt: url)
        decoder = try Decoder(
            url: url, adapter: adapter, form: device.isGPU ? .merged : .beside,
            arithmetic: options.arithmetic)
        fileBytes = Self.bytes(at: url)
    }

    /// Bytes of the KV cache for one token.
    var cacheBytesPerToken: Int { device.cacheBytesPerToken(decoder) }

    /// Returns a new engine whose cache holds `batch` sequences of `tokens` tokens.
    func engine(batch: Int, tokens: Int, prefillChunk: Int? = nil) throws -> BenchEngine {
        let log = StepLog()
        var options = EngineOptions(
            device: device, threads: threads, maxBatch: batch, cacheTokens: batch * (tokens + 32))
        if let prefillChunk { options.prefillChunk = prefillChunk }
        options.observer = { log.add($0) }
        return BenchEngine(model: self, engine: try Engine(model: decoder, options: options), log)
    }

    /// Returns the mean and largest absolute difference between log-probabilities of prose and
    /// those of the same file in float32, in nats.
    func differenceToReference() async throws -> (mean: Double, greatest: Double) {
        let prompts = (0..<8).map { BenchTexts.prompt(970_000 + $0, count: 128, tokenizer) }
        var rows: [[Float]] = []
        let reference = try Decoder(
            url: url, adapter: adapter, form: .beside, arithmetic: .float32)
        for (decoder, device) in [(decoder, device), (reference, .cpu)] {
            let engine = try Engine(
                model: decoder,
                options: EngineOptions(
                    device: device, threads: threads, maxBatch: 1, cacheTokens: 256))
            var values: [Float] = []
            for prompt in prompts { values += try await engine.logProbabilities(of: prompt) }
            await engine.shutdown()
            rows.append(values)
        }
        let differences = zip(rows[0], rows[1]).map { abs(Double($0) - Double($1)) }
        let mean = differences.reduce(0, +) / Double(max(1, differences.count))
        return (mean, differences.max() ?? 0)
    }

    private static func bytes(at url: URL) -> Int {
        let folder = try? FileManager.default.contentsOfDirectory(
            at: url, includingPropertiesForKeys: nil)
        let files =
            url.pathExtension == "gguf"
            ? [url] : (folder ?? []).filter { $0.pathExtension == "safetensors" }
        return files.reduce(0) { sum, file in
            let path = file.resolvingSymlinksInPath().path
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            return sum + ((attributes?[.size] as? NSNumber)?.intValue ?? 0)
        }
    }
}

/// An engine with a log of its steps.
struct BenchEngine: Sendable {
    let engine: Engine
    let tokenizer: Tokenizer
    private let log: StepLog

    fileprivate init(model: BenchModel, engine: Engine, _ log: StepLog) {
        (self.engine, tokenizer, self.log) = (engine, model.tokenizer, log)
    }

    /// The steps since the last call.
    func takeSteps() -> [StepReport] { log.take() }
}

/// Step reports on their way from the engine's thread to the measuring one.
private final class StepLog: Sendable {
    private let steps = Mutex<[StepReport]>([])

    func add(_ step: StepReport) { steps.withLock { $0.append(step) } }

    func take() -> [StepReport] {
        steps.withLock { steps in
            defer { steps = [] }
            return steps
        }
    }
}

extension Collection<Double> {
    /// The median, of two middle values the upper; 0 if there is none.
    var median: Double { isEmpty ? 0 : sorted()[count / 2] }
}
