import CCUDA
import CUDA
import Compute
import EmulatedGPU
import Foundation
import TestSupport
import Testing

@testable import Diagnostics

/// The comparison behind `synthgen doctor --device`.
@Suite struct DeviceComparisonTests {
    private static func compare(
        seed: UInt64, _ body: (DeviceComparison) throws -> [OperationResult]
    ) throws -> [OperationResult] {
        let folder = try TemporaryFolder()
        let team = WorkerTeam(threads: 2)
        defer { team.stop() }
        return try body(DeviceComparison(seed: seed, folder: folder.url, team: team))
    }

    @Test(arguments: [1, 340])
    func `the CPU's kernels are plain C's bits, its fastest arithmetic is near them`(
        seed: UInt64
    ) throws {
        let results = try Self.compare(seed: seed) { try $0.cpu() }
        for result in results {
            #expect(result.isRight, "\(result.operation), \(result.model): \(result.worst)")
        }
        let operations = Set(results.map(\.operation))
        for operation in [
            "embed", "normalise", "project", "project and add", "mix experts", "normalise and add",
            "normalise outputs", "logits", "attend, prompts", "attend, one row of each sequence",
            "whole model, log-probabilities", "product with Q4_0",
            "project and activate, swiGLU, 111 rows", "project and activate, swiGLU, 4 rows",
            "project and activate, geGLU, 111 rows", "project and activate, squaredReLU, 111 rows",
        ] { #expect(operations.contains(operation), "\(operation)") }
    }

    @Test func `every operation of the emulated GPU is near the reference`() throws {
        let gpu = try EmulatedGPU.computeDevice()
        for result in try Self.compare(seed: 7, { try $0.device(gpu) }) {
            #expect(result.isRight, "\(result.operation), \(result.model): \(result.worst)")
        }
    }

    @Test func `an operation that writes nothing is seen`() throws {
        var table = try EmulatedGPU.device().driver.table
        table.cuLaunchKernel = { _, _, _, _, _, _, _, _, _, _, _ in 0 }
        let idle = try CUDADriver(table, path: "idle").device(0)
        let results = try Self.compare(seed: 7) {
            try $0.device(ComputeDevice(idle, EmulatedGPU.images))
        }
        #expect(!results.isEmpty && results.allSatisfy { !$0.isRight })
    }

    private static func extras(_ device: ComputeDevice) throws -> ComparisonOutcome {
        var outcome = ComparisonOutcome()
        _ = try compare(seed: 11) { comparison in
            outcome = try comparison.gpu(device, blasLt: nil)
            return outcome.results
        }
        return outcome
    }

    @Test func `graphs and 8-bit floats of the emulated GPU are right, what is not here is named`()
        throws
    {
        let outcome = try Self.extras(EmulatedGPU.computeDevice())
        for result in outcome.results {
            #expect(result.isRight, "\(result.operation), \(result.model): \(result.worst)")
        }
        let counts = outcome.results.reduce(into: [:]) { $0[$1.operation, default: 0] += 1 }
        #expect(
            counts == [
                // A mixture of experts makes no graphs.
                "step as a graph, against itself put directly": 5,
                "scales of 8-bit floats": 4,
                "project in 8-bit floats": 12, "project in 8-bit floats, beside floats": 12,
            ])
        #expect(outcome.skipped.map(\.operation) == ["project, beside cuBLASLt"])
    }

    @Test func `activations that are not rounded to 8 bits are seen`() throws {
        let wrong = try EmulatedGPU.withComputeDevice(
            without: "round_to_fp8", Self.extras
        ).results.filter { !$0.isRight }
        #expect(Set(wrong.map(\.operation)).contains("project in 8-bit floats"))
    }

    @Test func `a graph that does nothing is seen`() throws {
        var table = try EmulatedGPU.device().driver.table
        table.cuGraphLaunch = { _, _ in 0 }
        let idle = try CUDADriver(table, path: "idle").device(0)
        let results = try Self.extras(ComputeDevice(idle, EmulatedGPU.images)).results
        let graphs = results.filter { $0.operation.hasPrefix("step as a graph") }
        #expect(graphs.count == 5 && graphs.allSatisfy { !$0.isRight })
    }

    @Test func `a GPU without 8-bit floats is told so, and nothing is tried of them`() throws {
        var table = try EmulatedGPU.device().driver.table
        table.cuDeviceGetAttribute = { value, attribute, device in
            let get = try? EmulatedGPU.device().driver.table.cuDeviceGetAttribute
            let code = get?(value, attribute, device) ?? 1
            if attribute == Int32(CC_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR) {
                value?.pointee = 8
            }
            if attribute == Int32(CC_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR) {
                value?.pointee = 6
            }
            return code
        }
        let old = try CUDADriver(table, path: "old").device(0)
        let outcome = try Self.extras(ComputeDevice(old, EmulatedGPU.images))
        #expect(
            outcome.skipped.first?.reason == "a GPU of compute capability 8.9 or newer has 8-bit "
                + "floats, this one is 8.6")
        #expect(!outcome.results.contains { $0.operation.contains("8-bit") })
    }
}
