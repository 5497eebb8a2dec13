import ArgumentParser
import Foundation

/// A span of time as a command line names it: `12h`, `30d`, `8w`.
struct Age: ExpressibleByArgument, Equatable {
    let seconds: Double

    init?(argument: String) {
        let units: [Character: Double] = ["h": 3_600, "d": 86_400, "w": 604_800]
        guard let unit = argument.last.flatMap({ units[$0] }),
            argument.dropLast().allSatisfy({ ("0"..."9").contains($0) }),
            let count = Int(argument.dropLast()), count <= 100_000
        else { return nil }
        seconds = Double(count) * unit
    }

    /// The moment this long before `now`.
    func before(_ now: Date) -> Date { now.addingTimeInterval(-seconds) }
}
