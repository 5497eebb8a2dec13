import CUDA
import EmulatedCard
import Foundation
import Models
import Testing

/// The comparison behind `synthgen doctor --device`.
@Suite struct DeviceComparisonTests {
    private static func compare(
        seed: UInt64, _ body: (DeviceComparison) throws -> [OperationResult]
    ) throws -> [OperationResult] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "compare-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let team = WorkerTeam(threads: 2)
        defer { team.stop() }
        return try body(DeviceComparison(seed: seed, folder: folder, team: team))
    }

    @Test(arguments: [1, 340])
    func `the processor's kernels are plain C's bits, its fastest arithmetic is near them`(
        seed: UInt64
    ) throws {
        let results = try Self.compare(seed: seed) { try $0.processor() }
        for result in results {
            #expect(result.isRight, "\(result.operation), \(result.model): \(result.worst)")
        }
        let operations = Set(results.map(\.operation))
        for operation in [
            "embed", "normalise", "project", "project and add", "mix experts", "normalise and add",
            "normalise outputs", "logits", "attend, prompts", "attend, one row of each sequence",
            "whole model, log-probabilities", "product with Q4_0", "activate, swiGLU",
            "activate, geGLU", "activate, squaredReLU",
        ] { #expect(operations.contains(operation), "\(operation)") }
    }

    @Test func `every operation of the emulated card is near the reference`() throws {
        let card = try EmulatedCard.computeDevice()
        for result in try Self.compare(seed: 7, { try $0.device(card) }) {
            #expect(result.isRight, "\(result.operation), \(result.model): \(result.worst)")
        }
    }

    @Test func `an operation that writes nothing is seen`() throws {
        var table = try EmulatedCard.device().driver.table
        table.cuLaunchKernel = { _, _, _, _, _, _, _, _, _, _, _ in 0 }
        let idle = try CUDADriver(table, path: "idle").device(0)
        let results = try Self.compare(seed: 7) {
            try $0.device(ComputeDevice(idle, EmulatedCard.images))
        }
        #expect(!results.isEmpty && results.allSatisfy { !$0.isRight })
    }
}
