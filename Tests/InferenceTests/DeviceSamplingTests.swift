import CUDA
import Compute
import EmulatedGPU
import Foundation
import Models
import Synchronization
import TestSupport
import Testing

@testable import Inference

/// Tokens drawn by a GPU's kernels, which run on the CPU.
@Suite struct DeviceSamplingTests {
    /// What one launch is asked for: rows of logits, and the options and draw of each.
    private struct Rows {
        let count: Int
        var logits: [Float] = []
        var parameters: [SamplingOptions] = []
        var uniforms: [Double] = []

        /// Rows of `count` random logits, some equal, with options of every kind.
        init(_ rows: Int, count: Int, _ random: inout Random) {
            self.count = count
            for row in 0..<rows {
                // Equal logits in every second row; where they are nearly symmetrical about the
                // entropy, single precision decides otherwise than double.
                let hasEquals = row % 2 == 0
                let spread = Float([1, 4, 12][row % 3])
                for token in 0..<count {
                    let steps = hasEquals ? 4_000 : 1 << 24
                    let logit = 4 * spread * Float(random.below(steps)) / Float(steps)
                    let isRuledOut = token > 0 && random.below(40) == 0
                    logits.append(isRuledOut ? -.infinity : logit)
                }
                parameters.append(Self.parameters(&random, count: count))
                if hasEquals { parameters[row].typicalP = 1 }
                uniforms.append(Double(random.below(1 << 30)) / Double(1 << 30))
            }
        }

        private static func parameters(_ random: inout Random, count: Int) -> SamplingOptions {
            var parameters = SamplingOptions()
            parameters.temperature = [0, 0.3, 1, 1.7][random.below(4)]
            parameters.topK = [0, 0, 1, 7, count, count + 5][random.below(6)]
            parameters.topP = [1, 0.95, 0.5, 0.01][random.below(4)]
            parameters.minP = [0, 0, 0.1][random.below(3)]
            parameters.typicalP = [1, 1, 0.9, 0.2][random.below(4)]
            return parameters
        }

        func row(_ index: Int) -> [Float] { Array(logits[index * count..<(index + 1) * count]) }
    }

    private static func onGPU(
        _ rows: Rows, _ schedule: EmulatedGPU.Schedule
    ) throws -> [(token: Int32, logProbability: Float)] {
        EmulatedGPU.run(schedule, seed: 1)
        defer { EmulatedGPU.run(.lockstep) }
        let context = try CUDAContext(EmulatedGPU.device())
        let stream = try context.makeStream()
        let budget = MemoryBudget(of: context, owner: "test")
        let kernel = try KernelLibrary(EmulatedGPU.images, in: context).kernel("sample")
        func list<Value: BitwiseCopyable>(_ values: [Value]) throws -> DeviceMemory {
            let bytes = values.count * MemoryLayout<Value>.stride
            let memory = try budget.allocate(bytes, for: "a test")
            try memory.write(values, on: stream)
            return memory
        }
        let count = rows.parameters.count
        let token = try budget.allocate(4 * count, for: "a test")
        let logProbability = try budget.allocate(4 * count, for: "a test")
        let options = rows.parameters
        try kernel.launch(
            grid: Extent(count), block: 512, on: stream, token, logProbability,
            try list(rows.logits), rows.count, rows.count,
            try list(options.map { Float($0.temperature) }),
            try list(options.map { Int32($0.topK) }),
            try list(options.map { Float($0.topP) }), try list(options.map { Float($0.minP) }),
            try list(options.map { Float($0.typicalP) }), try list(rows.uniforms))
        return Array(
            zip(
                try token.read(count, of: Int32.self, on: stream),
                try logProbability.read(count, of: Float.self, on: stream)))
    }

    private static func onCPU(_ rows: Rows, _ index: Int) -> (Int32, Float) {
        let sampler = Sampler(rows.parameters[index], SamplerWorkspace(vocabularySize: rows.count))
        return rows.row(index).withUnsafeBufferPointer { logits in
            guard let start = logits.baseAddress else { return (-1, 0) }
            let row = LogitRow(start, count: rows.count)
            let token = sampler.choose(row, tokens: [], replyStart: 0, u: rows.uniforms[index])
            return (token, row.logProbability(of: token))
        }
    }

    @Test(arguments: [1, 31, 700, 3_001])
    func `a GPU draws the CPU's tokens, whatever the options`(count: Int) throws {
        var random = Random(seed: UInt64(count))
        let rows = Rows(60, count: count, &random)
        let found = try Self.onGPU(rows, .lockstep)
        var other = 0
        for (index, found) in found.enumerated() {
            let (token, logProbability) = Self.onCPU(rows, index)
            // A draw may lie within the rounding of the border between two tokens.
            guard found.token == token else {
                other += 1
                continue
            }
            #expect(abs(found.logProbability - logProbability) < 1e-4)
        }
        #expect(other <= 1)
    }

    @Test(arguments: EmulatedGPU.Schedule.allCases)
    func `tokens do not depend on the order in which threads run`(
        schedule: EmulatedGPU.Schedule
    ) throws {
        var random = Random(seed: 5)
        let rows = Rows(24, count: 1_111, &random)
        let (found, expected) = (try Self.onGPU(rows, schedule), try Self.onGPU(rows, .lockstep))
        #expect(found.map(\.token) == expected.map(\.token))
        #expect(
            found.map(\.logProbability.bitPattern) == expected.map(\.logProbability.bitPattern))
    }

    @Test func `replies on a GPU are the same bits alone and together, with every option`()
        async throws
    {
        let url = try #require(ModelFixture.all.first { $0.name.hasPrefix("llama") }).url
        let model = try Decoder(url: url)
        let device = try EmulatedGPU.computeDevice()
        var random = Random(seed: 8)
        let requests = (0..<9).map { _ in Self.request(&random, model.configuration.vocabularySize)
        }
        var alone: [Completion] = []
        for request in requests {
            let engine = try Engine(
                model: model, options: EngineOptions(device: device, maxBatch: 1, cacheTokens: 256))
            alone.append(try await engine.complete(request))
            await engine.shutdown()
        }
        let engine = try Engine(
            model: model,
            options: EngineOptions(device: device, maxBatch: 6, cacheTokens: 512, prefillChunk: 13))
        let together = try await withThrowingTaskGroup(of: (Int, Completion).self) { group in
            for (index, request) in requests.enumerated() {
                group.addTask { (index, try await engine.complete(request)) }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        #expect(requests.indices.map { together[$0] } == alone)
        await engine.shutdown()
    }

    @Test func `steps go ahead of the tokens before them, and end where the replies do`()
        async throws
    {
        let url = try #require(ModelFixture.all.first { $0.name.hasPrefix("llama") }).url
        let model = try Decoder(url: url)
        let reports = Mutex<[StepReport]>([])
        var options = EngineOptions(device: try EmulatedGPU.computeDevice(), cacheTokens: 256)
        options.observer = { report in reports.withLock { $0.append(report) } }
        let engine = try Engine(model: model, options: options)
        let free = try await engine.complete(
            GenerationRequest(prompt: [3, 4, 5], sampling: .greedy(maxTokens: 20)))
        let whole = reports.withLock { $0 }
        // The first reads the prompt; the second cannot go ahead of it, all others can.
        #expect(whole.map(\.isAhead) == [false, false] + Array(repeating: true, count: 18))
        #expect(whole.reduce(0) { $0 + $1.sampled } == 20)

        // A reply that stops earlier leaves one step that was computed in vain.
        let stop = free.tokens[9]
        let first = try #require(free.tokens.firstIndex(of: stop))
        reports.withLock { $0 = [] }
        let stopped = try await engine.complete(
            GenerationRequest(
                prompt: [3, 4, 5], sampling: .greedy(maxTokens: 20), stopTokens: [stop]))
        #expect(stopped.tokens == Array(free.tokens[..<first]))
        await engine.drain()
        #expect(engine.statistics.blocksInUse == 0)
        let steps = reports.withLock { $0.count }
        #expect(steps == first + 1 || steps == first + 2)
        await engine.shutdown()
    }

    private static func request(_ random: inout Random, _ vocabularySize: Int) -> GenerationRequest
    {
        var sampling = SamplingOptions()
        sampling.maxTokens = 1 + random.below(12)
        sampling.temperature = [0, 0.8][random.below(2)]
        sampling.topP = [1, 0.9][random.below(2)]
        sampling.repetitionPenalty = [1, 1.3][random.below(2)]
        sampling.frequencyPenalty = [0, 0.4][random.below(2)]
        sampling.noRepeatNGram = [0, 2][random.below(2)]
        return GenerationRequest(
            prompt: (0...random.below(40)).map { _ in Int32(random.below(vocabularySize)) },
            sampling: sampling, stopTokens: [7], seed: UInt64(random.below(1_000)),
            topLogprobs: random.below(3) == 0 ? 2 : 0)
    }
}
