import CUDA
import Compute
import Diagnostics
import Foundation
import Inference

/// A trial of a device's operations against the reference, on random input from a seed.
struct DeviceTrial {
    private let device: ComputeDevice
    private let seed: UInt64

    init(device: ComputeDevice, seed: UInt64) { (self.device, self.seed) = (device, seed) }

    /// Compares all operations, then measures their speed; takes seconds.
    func run() throws -> DoctorReport {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "synthgen-doctor-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let team = WorkerTeam(threads: ProcessInfo.processInfo.activeProcessorCount)
        defer { team.stop() }
        let operations = DeviceTrialReport(
            device: device.description, seed: seed, outcome: try outcome(folder, team))
        let speeds = try SpeedComparison.measure(on: device, in: folder, team: team)
        return DoctorReport(operations: operations, speed: SpeedReport(speeds: speeds))
    }

    private func outcome(_ folder: URL, _ team: WorkerTeam) throws -> ComparisonOutcome {
        let comparison = DeviceComparison(seed: seed, folder: folder, team: team)
        guard device.isGPU else { return ComparisonOutcome(try comparison.cpu()) }
        var outcome = ComparisonOutcome(try comparison.device(device))
        outcome += try comparison.gpu(device, blasLt: BlasLt.open().found)
        let draws = SamplingComparison(seed: seed, folder: folder, team: team)
        outcome += ComparisonOutcome(try draws.run(on: device))
        let training = TrainingComparison(seed: seed, folder: folder)
        outcome += ComparisonOutcome(try training.run(on: device))
        return outcome
    }
}
