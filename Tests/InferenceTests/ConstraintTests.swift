import Compute
import Models
import Synchronization
import TestSupport
import Testing

@testable import Inference

/// A small model of the fixtures.
private let folder = Fixtures.folders(in: "models").first { $0.hasPrefix("llama") }

/// Allows tokens whose remainder by 5 is the number of tokens so far, and ends after `length` of
/// them.
private final class Remainders: TokenConstraint {
    private let told = Mutex<[Int32]>([])
    private let length: Int

    init(length: Int) { self.length = length }

    var mayEnd: Bool { told.withLock { $0.count >= length } }
    var mustEnd: Bool { mayEnd }
    func advance(_ token: Int32) { told.withLock { $0.append(token) } }

    func mask(into words: UnsafeMutableBufferPointer<UInt64>) -> Bool {
        let count = told.withLock { $0.count }
        words.update(repeating: 0)
        for token in stride(from: count % 5, to: 90, by: 5) {
            words[token >> 6] |= 1 << UInt64(token & 63)
        }
        return true
    }
}

/// Allows nothing.
private final class Nothing: TokenConstraint {
    let mayEnd = false
    let mustEnd = false
    func advance(_ token: Int32) {}
    func mask(into words: UnsafeMutableBufferPointer<UInt64>) -> Bool {
        words.update(repeating: 0)
        return false
    }
}

@Suite(.enabled(if: folder != nil, "no model in the fixtures"))
struct ConstraintTests {
    private static func engine(_ options: EngineOptions = EngineOptions()) throws -> Engine {
        let url = Fixtures.url("models/\(folder ?? "")")
        return try Engine(model: Decoder(url: url, arithmetic: .float32), options: options)
    }

    private static func request(_ number: Int, length: Int = 12) -> GenerationRequest {
        var sampling = SamplingOptions()
        sampling.maxTokens = 40
        switch number % 4 {
        case 0: sampling.temperature = 0
        case 1: sampling.topP = 0.8
        case 2: sampling.topK = 50
        default:
            sampling.minP = 0.05
            sampling.noRepeatNGram = 1
            sampling.repetitionPenalty = 1.3
        }
        return GenerationRequest(
            prompt: (0..<20 + Int32(number)).map { $0 * 3 % 90 }, sampling: sampling,
            seed: UInt64(number), constraint: Remainders(length: length))
    }

    @Test func `replies hold to the constraint under all ways of sampling, and end with it`()
        async throws
    {
        let engine = try Self.engine()
        for number in 0..<8 {
            let reply = try await engine.complete(Self.request(number, length: 30))
            #expect(reply.tokens.count == 30)
            #expect(reply.finishReason == .stop)
            #expect(reply.tokens.enumerated().allSatisfy { Int($1) % 5 == $0 % 5 })
        }
        await engine.shutdown()
    }

    @Test func `greedy takes the most likely of the tokens that are allowed`() async throws {
        let engine = try Self.engine()
        let request = Self.request(0)
        let reply = try await engine.complete(request)
        let all = request.prompt + reply.tokens
        let rows = try await engine.logits(all, positions: Array(all.indices))
        for (index, token) in reply.tokens.enumerated() {
            let row = rows[request.prompt.count + index - 1]
            let allowed = stride(from: index % 5, to: 90, by: 5)
            #expect(allowed.max { row[$0] < row[$1] } == Int(token))
        }
        await engine.shutdown()
    }

    @Test func `the same bits come alone and in any mix with free requests`() async throws {
        let alone = try Self.engine(EngineOptions(threads: 1, maxBatch: 1))
        var expected: [Completion] = []
        for number in 0..<8 { expected.append(try await alone.complete(Self.request(number))) }
        await alone.shutdown()
        let busy = try Self.engine(
            EngineOptions(maxBatch: 5, cacheTokens: 16 * 16, prefillChunk: 7))
        try await withThrowingTaskGroup(of: (Int, Completion)?.self) { group in
            for number in 0..<8 {
                group.addTask { (number, try await busy.complete(Self.request(number))) }
                group.addTask {
                    var free = Self.request(number)
                    free.constraint = nil
                    _ = try await busy.complete(free)
                    return nil
                }
            }
            for try await found in group {
                guard let (number, completion) = found else { continue }
                #expect(completion == expected[number], "request \(number)")
            }
        }
        await busy.shutdown()
    }

    @Test func `a constraint that allows nothing fails its request alone`() async throws {
        let engine = try Self.engine()
        var request = Self.request(1)
        request.constraint = Nothing()
        let refused = request
        await #expect(throws: EngineError.constraintAllowsNothing(tokens: 0)) {
            _ = try await engine.complete(refused)
        }
        #expect(try await engine.complete(Self.request(2)).tokens.count == 12)
        await engine.shutdown()
    }
}
