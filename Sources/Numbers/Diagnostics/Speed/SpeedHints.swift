import Compute
import Foundation

/// Known reasons why a machine is slower than it could be.
struct SpeedHints {
    let isGPU: Bool
    let isDebugBuild: Bool
    /// "avx512", "avx2" or "plain".
    let instructionSet: String
    let hasFastBF16: Bool
    /// Cores that this process may use, and all cores.
    let cores: (usable: Int, all: Int)
    /// The load average of the last minute.
    let load: Double

    /// The hints that apply.
    var all: [String] {
        var hints: [String] = []
        if isDebugBuild {
            hints.append("this is a debug build: build with `swift build -c release`")
        }
        if cores.usable < cores.all {
            hints.append(
                "this process may use \(cores.usable) of \(cores.all) cores: widen its affinity")
        }
        // One is this program itself.
        if load > Double(cores.usable) + 1 {
            let tenths = Int((load * 10).rounded())
            hints.append(
                "other programs are busy, too: a load of \(tenths / 10).\(tenths % 10) on "
                    + "\(cores.usable) cores")
        }
        guard !isGPU else { return hints }
        if instructionSet == "plain" {
            hints.append("the CPU has neither AVX2 nor AVX-512: its kernels are plain C")
        }
        if !hasFastBF16 {
            hints.append(
                "the CPU has no instructions for bfloat16: such weights are widened to "
                    + "32-bit floats; a Q4_0 or Q8_0 file is faster")
        }
        return hints
    }

    /// The hints for this process.
    static func here(isGPU: Bool) -> [String] {
        var load = 0.0
        if getloadavg(&load, 1) != 1 { load = 0 }
        let process = ProcessInfo.processInfo
        return SpeedHints(
            isGPU: isGPU, isDebugBuild: isDebugBuild,
            instructionSet: MachineCeilings.instructionSet,
            hasFastBF16: CPUFacts.hasFastBF16,
            cores: (process.activeProcessorCount, process.processorCount), load: load
        ).all
    }

    private static var isDebugBuild: Bool {
        #if DEBUG
            true
        #else
            false
        #endif
    }
}
