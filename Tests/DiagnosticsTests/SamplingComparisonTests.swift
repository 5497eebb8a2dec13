import Compute
import EmulatedGPU
import Foundation
import TestSupport
import Testing

@testable import Diagnostics
@testable import Inference

/// The comparison of samplers behind `synthgen doctor --device cuda`.
@Suite struct SamplingComparisonTests {
    private static func compare(
        on device: ComputeDevice, seed: UInt64, vocabularies: [Int]
    ) throws -> [OperationResult] {
        let folder = try TemporaryFolder()
        let team = WorkerTeam(threads: 2)
        defer { team.stop() }
        return try SamplingComparison(seed: seed, folder: folder.url, team: team)
            .run(on: device, vocabularies: vocabularies)
    }

    @Test(arguments: [1, 2, 3, 340] as [UInt64])
    func `the emulated GPU draws the CPU's tokens with every option`(seed: UInt64) throws {
        let vocabularies = [3, 33, 1_003]
        let results = try Self.compare(
            on: EmulatedGPU.computeDevice(), seed: seed, vocabularies: vocabularies)
        for result in results {
            #expect(result.isRight, "\(result.operation), \(result.model): \(result.worst)")
        }
        #expect(results.count == vocabularies.count * (SamplingCase.Kind.allCases.count + 1))
    }

    @Test func `the CPU draws its own tokens: there is nothing to compare`() throws {
        #expect(try Self.compare(on: .cpu, seed: 1, vocabularies: [33]).isEmpty)
    }

    @Test func `a GPU that does not penalise is seen, where there are penalties`() throws {
        let wrong = try EmulatedGPU.withComputeDevice(without: "penalise") {
            try Self.compare(on: $0, seed: 5, vocabularies: [1_003])
        }.filter { !$0.isRight }
        let operations = wrong.map(\.operation)
        #expect(operations.contains("draw, penalties"))
        #expect(!operations.contains("draw, top-k") && !operations.contains("draw, greedy"))
    }

    @Test func `a GPU that draws nothing is seen with every option`() throws {
        let results = try EmulatedGPU.withComputeDevice(without: "sample") {
            try Self.compare(on: $0, seed: 5, vocabularies: [1_003])
        }
        #expect(results.filter { $0.operation.hasPrefix("draw") }.allSatisfy { !$0.isRight })
    }

    /// Logits of a certain row, and a case of a kind.
    private static func allows(_ kind: SamplingCase.Kind, _ token: Int32, _ logits: [Float]) -> Bool
    {
        logits.withUnsafeBufferPointer { logits in
            guard let start = logits.baseAddress else { return false }
            let row = LogitRow(start, count: logits.count)
            return SamplingCase(kind, row, seed: 3, row: 0).allows(
                token, row, SamplerWorkspace(vocabularySize: logits.count))
        }
    }

    @Test func `only the neighbour of a draw on the border is allowed besides`() {
        let flat = [Float](repeating: 0, count: 1_000)
        let allowed = (0..<1_000).filter { Self.allows(.temperature, $0, flat) }
        // A draw is nearer to a border than a hundredth of a token's share once in fifty.
        #expect((1...2).contains(allowed.count))
        #expect(allowed.count == 1 || allowed[1] == allowed[0] + 1)
        #expect((0..<1_000).filter { Self.allows(.greedy, $0, flat) } == [0])
        #expect(!Self.allows(.temperature, -1, flat) && !Self.allows(.temperature, 1_000, flat))
    }
}
