package import Compute
package import Foundation

/// A device's operations at real shapes beside what the device can do at most.
package struct SpeedComparison: Sendable {
    /// An operation and how near it comes to the ceiling.
    package struct Operation: Sendable {
        package let time: OperationTime
        /// Whether memory is what it waits for, were it perfect; else it is arithmetic.
        package let isBoundByMemory: Bool
        /// The time that it would take at the ceiling, by the time that it takes.
        package let share: Double

        /// Whether it is far below what it usually reaches.
        package var isSlow: Bool { share < time.usualShare / 2 }
    }

    package let ceilings: DeviceCeilings
    package let operations: [Operation]
    /// What is known to make this machine slower than it need be.
    package let hints: [String]

    /// The comparison of times that were measured.
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
    ///   - folder: Where the weights' files are written; it must be there.
    ///   - team: Of the CPU's threads.
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
