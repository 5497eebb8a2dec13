import Compute
import EmulatedGPU
import TestSupport
import Testing

@testable import Diagnostics

/// What `synthgen doctor` calls slow, of times that are made up.
@Suite struct SpeedTests {
    private static let ceilings = DeviceCeilings(
        bytesPerSecond: 10e9, multiplyAdds: [.float32: 100e9, .int8: 200e9])

    private static func compare(_ times: [OperationTime]) -> [SpeedComparison.Operation] {
        SpeedComparison(times, with: ceilings, hints: []).operations
    }

    @Test func `a share is of the ceiling that would hold a perfect kernel up longest`() {
        let found = Self.compare([
            // 1 ms of memory, 0.1 ms of arithmetic.
            OperationTime(
                "few", seconds: 0.002, bytes: 10_000_000, multiplyAdds: 10_000_000, .float32,
                usualShare: 0.5),
            // 1 ms of memory, 4 ms of arithmetic.
            OperationTime(
                "many", seconds: 0.005, bytes: 10_000_000, multiplyAdds: 800_000_000, .int8,
                usualShare: 0.5),
            // No ceiling of its kind: memory alone.
            OperationTime(
                "bf16", seconds: 0.004, bytes: 10_000_000, multiplyAdds: 1 << 60, .bfloat16,
                usualShare: 0.5),
        ])
        #expect(found.map(\.isBoundByMemory) == [true, false, true])
        for (found, expected) in zip(found.map(\.share), [0.5, 0.8, 0.25]) {
            #expect(abs(found - expected) < 1e-12)
        }
    }

    @Test func `what reaches less than half of its usual share is slow`() {
        let found = Self.compare(
            [0.0041, 0.0039].map {
                OperationTime("x", seconds: $0, bytes: 10_000_000, .float32, usualShare: 0.5)
            })
        #expect(found.map(\.isSlow) == [true, false])
    }

    private static func hints(
        isGPU: Bool = false, isDebugBuild: Bool = false, set: String = "avx512",
        bf16: Bool = true, cores: (Int, Int) = (8, 8), load: Double = 1
    ) -> [String] {
        SpeedHints(
            isGPU: isGPU, isDebugBuild: isDebugBuild, instructionSet: set, hasFastBF16: bf16,
            cores: (usable: cores.0, all: cores.1), load: load
        ).all
    }

    @Test func `hints name what is known to be slow, and nothing else`() {
        #expect(Self.hints().isEmpty)
        #expect(
            Self.hints(isDebugBuild: true, set: "plain", bf16: false, cores: (2, 8), load: 9.25)
                == [
                    "this is a debug build: build with `swift build -c release`",
                    "this process may use 2 of 8 cores: widen its affinity",
                    "other programs are busy, too: a load of 9.3 on 2 cores",
                    "the CPU has neither AVX2 nor AVX-512: its kernels are plain C",
                    "the CPU has no instructions for bfloat16: such weights are widened to "
                        + "32-bit floats; a Q4_0 or Q8_0 file is faster",
                ])
        #expect(Self.hints(isGPU: true, set: "plain", bf16: false).isEmpty)
    }
}

/// That everything which is measured runs; how long it takes is not looked at.
@Suite struct SpeedTrialTests {
    private static func run(_ device: ComputeDevice) throws -> [OperationTime] {
        let folder = try TemporaryFolder()
        let team = WorkerTeam(threads: 2)
        defer { team.stop() }
        let shape = SpeedTrial.Shape(inputs: 96, outputs: 64, many: 32, positions: 64)
        return try SpeedTrial(on: device, in: folder.url, team: team, shape: shape).run()
    }

    @Test func `the CPU multiplies two kinds of weights, the GPU one`() throws {
        let cpu = try Self.run(.cpu)
        #expect(
            cpu.map(\.operation) == [
                "product, 8 rows, BF16", "product, 32 rows, BF16", "product, 8 rows, Q4_0",
                "product, 32 rows, Q4_0", "attention, 8 rows over 64 positions", "norm, 32 rows",
            ])
        // Weights, each 18 bytes of 32, and outputs; keys and values of eight heads in fp16.
        #expect(cpu[2].bytes == 96 * 64 / 32 * 18 + 8 * 64 * 4)
        #expect(cpu[2].multiplyAdds == 8 * 96 * 64 && cpu[2].arithmetic == .int8)
        #expect(cpu[4].bytes == 8 * 64 * 2 * 8 * 64 * 2)
        #expect(cpu[4].multiplyAdds == 8 * 64 * 2 * 32 * 64)
        let gpu = try Self.run(EmulatedGPU.computeDevice())
        #expect(
            gpu.map(\.operation) == [
                "product, 8 rows, BF16", "product, 32 rows, BF16",
                "attention, 8 rows over 64 positions", "norm, 32 rows",
            ])
        #expect(gpu[0].bytes == 2 * 96 * 64 + 8 * 64 * 4 && gpu[0].arithmetic == .bfloat16)
        #expect((cpu + gpu).allSatisfy { $0.seconds > 0 && $0.seconds.isFinite })
    }
}
