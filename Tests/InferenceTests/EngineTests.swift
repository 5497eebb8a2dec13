import Checkpoints
import Compute
import EmulatedGPU
import Foundation
import JSON
import Models
import Synchronization
import TestSupport
import Testing

@testable import Inference

/// Small models of the fixtures, whichever are here.
private let folders = Fixtures.folders(in: "models").filter {
    $0.hasPrefix("llama") || $0.hasPrefix("qwen2") || $0.hasPrefix("nemotron")
}

private func decoder(_ folder: String) throws -> Decoder {
    try Decoder(url: Fixtures.url("models/\(folder)"), arithmetic: .float32)
}

/// A model of each kind of decoder (windows, experts, caps, positions that are rotated in two ways)
/// and of each form of weights (floats, and integers that are multiplied by integers).
private let kinds: [URL] = {
    var architectures: Set<String> = []
    let folders = ModelFixture.all.filter { architectures.insert($0.architecture).inserted }
        .map(\.url)
    let golden = try? Fixtures.json("gguf_models/golden.json").array
    let files = (golden ?? []).compactMap { $0["file"]?.string }
    // Integers of four and eight bits are multiplied as integers.
    let quantised = files.filter { $0.contains(".Q4_") || $0.contains(".Q8_") }
    // The package's own folder lists files that only the whole one has.
    return folders
        + quantised.map { Fixtures.url("gguf_models/\($0)") }
        .filter { FileManager.default.fileExists(atPath: $0.path) }
}()

private func bits(_ rows: [[Float]]) -> [[UInt32]] { rows.map { $0.map(\.bitPattern) } }

@Suite struct EngineTests {
    /// A request with something of everything, from a seed.
    private static func request(_ random: inout Random, vocabularySize: Int) -> GenerationRequest {
        // A few beginnings, so that prompts share blocks.
        let beginning = random.below(3)
        var prompt = (0..<16 * random.below(4)).map { Int32(($0 * 7 + beginning) % 90) }
        for _ in 0...random.below(50) { prompt.append(Int32(random.below(vocabularySize))) }
        var sampling = SamplingOptions()
        sampling.maxTokens = 1 + random.below(24)
        switch random.below(3) {
        case 0: sampling.temperature = 0
        case 1:
            sampling.temperature = 0.9
            sampling.topP = 0.9
        default:
            sampling.topK = 20
            sampling.repetitionPenalty = 1.2
        }
        return GenerationRequest(
            prompt: prompt,
            sampling: sampling,
            stopTokens: [7],
            seed: UInt64(random.below(1000)),
            priority: random.below(3),
            topLogprobs: random.below(2) * 2
        )
    }

    /// What an engine gave for a request: the reply, and logits and hidden states of its prompt.
    private struct Given: Equatable {
        let completion: Completion
        let logits: [[UInt32]]
        let hidden: [[UInt32]]

        /// Asks for all of it at once.
        init(_ engine: Engine, _ request: GenerationRequest) async throws {
            let last = request.prompt.count - 1
            async let completion = engine.complete(request)
            async let logits = engine.logits(
                request.prompt,
                positions: [last / 3, last],
                priority: request.priority
            )
            async let hidden = engine.finalHidden(request.prompt, positions: [last / 2, last])
            (self.completion, self.logits, self.hidden) = try await (
                completion, bits(logits), bits(hidden)
            )
        }
    }

    /// Options under which sequences are cut, mixed, delayed and preempted in some way.
    private static func options(
        _ random: inout Random, _ device: ComputeDevice
    ) -> EngineOptions {
        EngineOptions(
            device: device,
            threads: 1 + random.below(2),
            maxBatch: 1 + random.below(16),
            // The longest request needs 124 positions: eight blocks.
            cacheTokens: [nil, 16 * (8 + random.below(8)), 16 * 30][random.below(3)],
            prefillChunk: [1, 7, 16, 33, 64, 256][random.below(6)]
        )
    }

    @Test(arguments: kinds, 0..<3)
    func `a request gives the same bits alone and in any mix, chunking, cache and thread count`(
        url: URL,
        seed: UInt64
    ) async throws {
        try await Self.check(url, on: .cpu, seed: seed, requests: 14, mixes: 4)
    }

    @Test(arguments: kinds)
    func `a request on a GPU gives the same bits alone and in any mix, chunking and cache`(
        url: URL
    ) async throws {
        try await Self.check(url, on: EmulatedGPU.computeDevice(), seed: 1, requests: 5, mixes: 1)
    }

    private static func check(
        _ url: URL, on device: ComputeDevice, seed: UInt64, requests count: Int, mixes: Int
    ) async throws {
        let model = try Decoder(url: url)
        var random = Random(seed: seed)
        let vocabularySize = model.configuration.vocabularySize
        let requests = (0..<count).map { _ in
            Self.request(&random, vocabularySize: vocabularySize)
        }
        // Alone: every request has an engine, and so a cache, of its own.
        var expected: [Given] = []
        for request in requests {
            let lone = try Engine(
                model: model,
                options: EngineOptions(
                    device: device, threads: 1, maxBatch: 1, prefillChunk: 64)
            )
            expected.append(try await Given(lone, request))
            await lone.shutdown()
        }
        for _ in 0..<mixes {
            let options = Self.options(&random, device)
            let engine = try Engine(model: model, options: options)
            // The later ones find what the earlier ones left in the cache.
            let early = random.below(requests.count)
            for part in [0..<early, early..<requests.count] {
                let found = try await withThrowingTaskGroup(of: (Int, Given).self) { group in
                    for index in part {
                        group.addTask { (index, try await Given(engine, requests[index])) }
                    }
                    return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
                }
                for index in part {
                    #expect(found[index] == expected[index], "request \(index), \(options)")
                }
            }
            await engine.drain()
            #expect(engine.statistics.blocksInUse == 0)
            await engine.shutdown()
        }
    }

    @Test(arguments: ModelFixture.all)
    func `prompts that are answered together get the reference's greedy tokens`(
        fixture: ModelFixture
    ) async throws {
        let golden = try fixture.json("golden.json")
        let engine = try Engine(
            model: Decoder(url: fixture.url, arithmetic: .float32),
            options: EngineOptions(prefillChunk: 20)
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (name, ids) in try #require(golden["prompts"]?.object).pairs {
                func tokens(_ value: JSON?) -> [Int32] {
                    (value?.array ?? []).compactMap(\.integer).map(Int32.init)
                }
                let prompt = tokens(ids)
                let expected = tokens(golden["golden"]?[name]?["greedy24"])
                group.addTask {
                    let completion = try await engine.complete(
                        GenerationRequest(prompt: prompt, sampling: .greedy(maxTokens: 24))
                    )
                    #expect(completion.tokens == expected)
                }
            }
            try await group.waitForAll()
        }
        #expect(engine.statistics.blocksInUse == 0)
        await engine.shutdown()
    }

    @Test(.enabled(if: !folders.isEmpty, "the fixtures are not here"))
    func `logits, hidden states and log-probabilities are the reference's`() async throws {
        let folder = folders[0]
        let engine = try Engine(model: decoder(folder), options: EngineOptions(prefillChunk: 50))
        let golden = try Fixtures.json("models/\(folder)/golden.json")
        let reference = try Checkpoint(url: Fixtures.url("models/\(folder)/golden.safetensors"))
        for (name, ids) in try #require(golden["prompts"]?.object).pairs {
            let prompt = (ids.array ?? []).compactMap(\.integer).map(Int32.init)
            let logits = try await engine.logits(prompt, positions: Array(prompt.indices))
            let expected = try reference.tensor("\(name).logits").floats()
            #expect(zip(logits.joined(), expected).allSatisfy { abs($0 - $1) < 2e-4 })
            let values = try await engine.logProbabilities(of: prompt)
            let logprobs = try reference.tensor("\(name).token_logprobs").floats()
            #expect(values.count == logprobs.count)
            #expect(zip(values, logprobs).allSatisfy { abs($0 - $1) < 2e-4 })
            let last = prompt.count - 1
            let hidden = try await engine.finalHidden(prompt, positions: [last, 0, last])
            let final = try reference.tensor("\(name).final_hidden_last").floats()
            #expect(hidden[0] == hidden[2])
            #expect(zip(hidden[0], final).allSatisfy { abs($0 - $1) < 2e-4 })
        }
        await engine.shutdown()
    }

    @Test(.enabled(if: !folders.isEmpty, "the fixtures are not here"))
    func `an observer hears of every step what it did`() async throws {
        let steps = Mutex<[StepReport]>([])
        var options = EngineOptions(maxBatch: 4, prefillChunk: 32)
        options.observer = { step in steps.withLock { $0.append(step) } }
        let engine = try Engine(model: decoder(folders[0]), options: options)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for first in 0..<3 {
                let prompt = (0..<50).map { Int32(($0 * 3 + first) % 250) }
                group.addTask {
                    _ = try await engine.complete(
                        GenerationRequest(prompt: prompt, sampling: .greedy(maxTokens: 5)))
                }
            }
            try await group.waitForAll()
        }
        let heard = steps.withLock { $0 }
        #expect(heard.count == engine.statistics.steps)
        #expect(heard.reduce(0) { $0 + $1.promptTokens } == 3 * 50)
        #expect(heard.reduce(0) { $0 + $1.sampled } == 3 * 5)
        #expect(heard.reduce(0) { $0 + $1.begun } == 3)
        #expect(heard.reduce(0) { $0 + $1.decoding } == 3 * 4)
        #expect(heard.reduce(.zero) { $0 + $1.total } == engine.statistics.busy)
        await engine.shutdown()
    }

    @Test(.enabled(if: !folders.isEmpty, "the fixtures are not here"))
    func `requests that begin alike share the cache, even while it is being filled`() async throws {
        let model = try decoder(folders[0])
        let engine = try Engine(model: model, options: EngineOptions(prefillChunk: 32))
        let prompt = (0..<100).map { Int32($0 * 3 % 250) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for seed in 0..<4 {
                group.addTask {
                    var sampling = SamplingOptions()
                    sampling.maxTokens = 4
                    _ = try await engine.complete(
                        GenerationRequest(prompt: prompt, sampling: sampling, seed: UInt64(seed))
                    )
                }
            }
            try await group.waitForAll()
        }
        #expect(engine.statistics.tokensPrefilled == 100 + 3 * 4)
        #expect(engine.statistics.tokensReused == 3 * 96)
        await engine.shutdown()
    }

    @Test(.enabled(if: !folders.isEmpty, "the fixtures are not here"))
    func `a cancelled request ends with an error and gives its blocks back`() async throws {
        let model = try decoder(folders[0])
        let engine = try Engine(model: model)
        let request = GenerationRequest(
            prompt: [1, 2, 3],
            sampling: .greedy(maxTokens: 100_000),
            stopTokens: []
        )
        let task = Task { try await engine.complete(request) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        await engine.drain()
        #expect(engine.statistics.blocksInUse == 0)
        await engine.shutdown()
    }

    @Test(.enabled(if: !folders.isEmpty, "the fixtures are not here"))
    func `after shutdown a request fails at once`() async throws {
        let engine = try Engine(model: decoder(folders[0]))
        await engine.shutdown()
        await #expect(throws: EngineError.stopped) {
            try await engine.complete(GenerationRequest(prompt: [1]))
        }
    }

    @Test(.enabled(if: !folders.isEmpty, "the fixtures are not here"))
    func `a reply ends before a stop token, at the most tokens, or at the context's end`()
        async throws
    {
        let engine = try Engine(
            model: decoder(folders[0]),
            options: EngineOptions(maxBatch: 2, cacheTokens: 64)
        )
        let prompt: [Int32] = [1, 5, 9]
        let ten = try await engine.complete(
            GenerationRequest(prompt: prompt, sampling: .greedy(maxTokens: 10))
        )
        #expect(ten.tokens.count == 10)
        #expect(ten.finishReason == .length)
        #expect(ten.logprobs.count == 10)
        let stop = ten.tokens[4]
        let stopped = try await engine.complete(
            GenerationRequest(
                prompt: prompt,
                sampling: .greedy(maxTokens: 10),
                stopTokens: [stop]
            )
        )
        let before = ten.tokens.firstIndex(of: stop) ?? 0
        #expect(stopped.tokens == Array(ten.tokens[..<before]))
        #expect(stopped.finishReason == .stop)
        let long = try await engine.complete(
            GenerationRequest(prompt: prompt, sampling: .greedy(maxTokens: 1000))
        )
        #expect(long.tokens.count == 64 - prompt.count)
        #expect(long.finishReason == .length)
        await engine.shutdown()
    }

    @Test(.enabled(if: !folders.isEmpty, "the fixtures are not here"))
    func `a request that cannot be served says why`() async throws {
        let model = try decoder(folders[0])
        let engine = try Engine(model: model, options: EngineOptions(cacheTokens: 64))
        let context = model.configuration.contextLength
        func error(_ prompt: [Int32], _ sampling: SamplingOptions = .init()) async -> String {
            do {
                _ = try await engine.complete(
                    GenerationRequest(prompt: prompt, sampling: sampling)
                )
                return "no error"
            } catch {
                return "\(error)"
            }
        }
        #expect(await error([]).hasPrefix("the prompt has no tokens\n"))
        let tooLong = await error(Array(repeating: 1, count: context + 1))
        #expect(tooLong.hasPrefix("the prompt has \(context + 1) tokens, the model's context is"))
        let tooLarge = await error(Array(repeating: 1, count: 65))
        #expect(
            tooLarge.hasPrefix("the prompt has 65 tokens, the key/value cache holds 64\n")
        )
        #expect(await error([1, -1]).hasPrefix("token id -1 is not in the model's vocabulary\n"))
        var sampling = SamplingOptions()
        sampling.topP = 0
        #expect(await error([1], sampling).hasPrefix("\"topP\" is 0.0, expected above 0"))
        await #expect(throws: EngineError.badPosition(position: 3, tokens: 3)) {
            try await engine.finalHidden([1, 2, 3], positions: [3])
        }
        await engine.shutdown()
    }
}
