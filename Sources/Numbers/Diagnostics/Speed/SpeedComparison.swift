package import Compute
package import Foundation

/// A device's operations at real shapes, compared with its ceilings.
package struct SpeedComparison: Sendable {
    /// An operation and how close it comes to the ceiling.
    package struct Operation: Sendable {
        package let time: OperationTime
        /// Whether memory bounds a perfect implementation; otherwise arithmetic does.
        package let isBoundByMemory: Bool
        /// The time at the ceiling divided by the measured time.
        package let share: Double

        /// Whether the share is less than half of the usual one.
        package var isSlow: Bool { share < time.usualShare / 2 }
    }

    package let ceilings: DeviceCeilings
    package let operations: [Operation]
    /// Known reasons why this machine is slower than it could be.
    package let hints: [String]

    /// A comparison of measured times.
    package init(_ times: [OperationTime], with ceilings: DeviceCeilings, hints: [String]) {
        (self.ceilings, self.hints) = (ceilings, hints)
        operations = times.map { time in
            let reading = Double(time.bytes) / ceilings.bytesPerSecond
            let computing = ceilings.multiplyAdds[time.arithmetic].map {
                Double(time.multiplyAdds) / $0
            }
            return Operation(
                time: time, isBoundByMemory: reading >= computing ?? 0,
                share: max(reading, computing ?? 0) / time.seconds)
        }
    }

    /// Measures everything.
    ///
    /// - Parameters:
    ///   - folder: Where the weights' files are written; it must exist.
    ///   - team: Worker threads of the CPU.
    package static func measure(
        on device: ComputeDevice, in folder: URL, team: WorkerTeam
    ) throws -> SpeedComparison {
        let ceilings = try DeviceCeilings.measure(device, threads: team.threads)
        var times = try SpeedTrial(on: device, in: folder, team: team).run()
        times.append(try SamplingTime.measure(on: device, in: folder, team: team))
        return SpeedComparison(
            times, with: ceilings, hints: SpeedHints.here(isGPU: device.isGPU))
    }
}
