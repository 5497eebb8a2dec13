import CUDA
import EmulatedGPU
import Foundation
import TestSupport
import Testing

@testable import Compute
@testable import Diagnostics
@testable import Models

/// Products of warpgroups on the emulated Hopper: used where they give the bits of all others.
@Suite struct WarpgroupTests {
    static let kernels = ["gemm_warpgroup_128x256", "gemm_warpgroup_gated_256x128"]

    /// Rows enough for the largest tile, of the smallest gated model.
    private static func logits(on device: ComputeDevice) throws -> [[UInt32]] {
        let model = try #require(ModelFixture.all.first { $0.name.hasPrefix("llama") })
        let prompt = (0..<210).map { Int32($0 * 7 % 90 + 3) }
        return try SingleSequence(Decoder(url: model.url), on: device, step: prompt.count)
            .run(prompt).logits.map { $0.map(\.bitPattern) }
    }

    @Test(arguments: kernels)
    func `a model on Hopper has the bits that it has elsewhere`(kernel: String) throws {
        let expected = try Self.logits(on: EmulatedGPU.computeDevice())
        var found: [[UInt32]] = []
        let launches = try EmulatedGPU.launches(of: kernel, on: EmulatedGPU.hopper) {
            found = try Self.logits(on: $0)
        }
        #expect(found == expected)
        // The trial's is one.
        #expect(launches > 1)
    }

    /// What doctor says of them.
    private static func trial(_ device: ComputeDevice) throws -> OperationResult {
        let folder = try TemporaryFolder()
        let team = WorkerTeam(threads: 2)
        defer { team.stop() }
        return try DeviceComparison(seed: 3, folder: folder.url, team: team)
            .warpgroups(#require(device.gpu))
    }

    @Test func `doctor tries them, and sees one that writes nothing`() throws {
        let right = try Self.trial(EmulatedGPU.computeDevice(EmulatedGPU.hopper))
        #expect(right.isRight && right.model == "the bits of all products")
        let wrong = try EmulatedGPU.withComputeDevice(
            EmulatedGPU.hopper, without: "gemm_warpgroup_128x256", Self.trial)
        #expect(!wrong.isRight && wrong.model == "other bits: not used")
    }

    @Test(arguments: kernels)
    func `a product that is not what others are is tried and not used`(kernel: String) throws {
        let expected = try Self.logits(on: EmulatedGPU.computeDevice())
        let found = try EmulatedGPU.withComputeDevice(
            EmulatedGPU.hopper, without: kernel, Self.logits)
        #expect(found == expected)
    }
}
