import CUDA
import Compute
import EmulatedGPU
import Foundation
import TestSupport
import Testing

@testable import Diagnostics

/// The comparison of training's operations behind `synthgen doctor --device`.
@Suite struct TrainingComparisonTests {
    private static func compare(_ device: ComputeDevice) throws -> [OperationResult] {
        let folder = try TemporaryFolder()
        return try TrainingComparison(seed: 7, folder: folder.url).run(on: device)
    }

    @Test func `training on the emulated GPU is near that on the CPU`() throws {
        let results = try Self.compare(EmulatedGPU.computeDevice())
        #expect(results.count == 2 * 9 * RandomModel.all.count)
        for result in results {
            #expect(result.isRight, "\(result.operation), \(result.model): \(result.worst)")
        }
    }

    @Test func `training that does nothing is seen`() throws {
        var table = try EmulatedGPU.device().driver.table
        table.cuLaunchKernel = { _, _, _, _, _, _, _, _, _, _, _ in 0 }
        let idle = try CUDADriver(table, path: "idle").device(0)
        let results = try Self.compare(ComputeDevice(idle, EmulatedGPU.images))
        #expect(!results.isEmpty && results.allSatisfy { !$0.isRight })
    }
}
