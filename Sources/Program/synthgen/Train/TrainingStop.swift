import Foundation
import Synchronization

/// Whether a training is to stop: after the first Ctrl-C it finishes its step and saves its state,
/// a second one ends the program at once.
final class TrainingStop: Sendable {
    private let asked = Atomic(false)

    var isAsked: Bool { asked.load(ordering: .acquiring) }

    func ask() { asked.store(true, ordering: .releasing) }

    /// Listens to signals until the process ends.
    func listen() {
        SignalHandler(
            finishing: "this step", graceInSeconds: nil, drain: { self.ask() },
            cancel: { _exit(130) }
        ).install()
    }
}

/// A training that was stopped and can go on.
struct TrainingStopped: Error, CustomStringConvertible {
    let label: String
    /// Optimizer steps that are done.
    let step: Int
    let steps: Int
    /// Where the state lies.
    let work: URL

    var description: String {
        "interrupted: \(label) stopped after step \(step) of \(steps), its state is in "
            + "\(work.relativePath); run the same command again to go on"
    }
}
