import Foundation
import Models

/// A device's operations on random input of a seed, beside the reference's.
struct DeviceTrial {
    private let device: ComputeDevice
    private let seed: UInt64

    /// - Throws: `CUDAError` if the device cannot be used.
    init(device: DeviceChoice, seed: UInt64) throws {
        (self.device, self.seed) = (try device.open(), seed)
    }

    /// Tries everything; takes seconds.
    func run() throws -> DeviceTrialReport {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "synthgen-doctor-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let team = WorkerTeam(threads: ProcessInfo.processInfo.activeProcessorCount)
        defer { team.stop() }
        let comparison = DeviceComparison(seed: seed, folder: folder, team: team)
        let results = try device.isCard ? comparison.device(device) : comparison.processor()
        return DeviceTrialReport(device: device.description, seed: seed, results: results)
    }
}
