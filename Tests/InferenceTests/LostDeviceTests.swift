import CUDA
import EmulatedGPU
import Inference
import Models
import TestSupport
import Testing

/// What callers see of a GPU that gives up.
@Suite struct LostDeviceTests {
    @Test func `a lost GPU fails every request that is left, and all later ones, with one error`()
        async throws
    {
        let url = try #require(ModelFixture.all.first { $0.name.hasPrefix("llama") }).url
        let engine = try Engine(
            model: Decoder(url: url),
            options: EngineOptions(
                device: EmulatedGPU.computeDevice(lostAfter: 120), maxBatch: 2, cacheTokens: 256))
        let request = GenerationRequest(prompt: [5, 6, 7], sampling: .greedy(maxTokens: 60))
        let failures = await withTaskGroup(of: (any Error)?.self) { group in
            for _ in 0..<5 {
                group.addTask {
                    do {
                        _ = try await engine.complete(request)
                        return nil
                    } catch { return error }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(failures.count == 5)
        for failure in failures { #expect(Self.isLost(failure)) }
        await #expect { _ = try await engine.complete(request) } throws: { Self.isLost($0) }
        await engine.shutdown()
    }

    @Test func `a model that does not fit a GPU is one error with the figures`() throws {
        let url = try #require(ModelFixture.all.first { $0.name.hasPrefix("llama") }).url
        #expect {
            _ = try Engine(
                model: Decoder(url: url),
                options: EngineOptions(
                    device: EmulatedGPU.computeDevice(), cacheTokens: 1 << 50))
        } throws: { error in
            guard case CUDAError.outOfMemory(let shortage)? = error as? CUDAError else {
                return false
            }
            return shortage.wanted.map(\.purpose) == ["key/value cache"]
                && "\(error)".contains("help: ")
        }
    }

    private static func isLost(_ error: (any Error)?) -> Bool {
        guard case .deviceLost? = error as? CUDAError else { return false }
        return true
    }
}
