import CKernels
import Foundation
import Synchronization

/// Threads that share the units of one stage of work after another.
///
/// The caller works too. Units are claimed one by one from an atomic ticket, so a thread that the
/// system has put aside holds up at most the unit it has. Between stages the others spin for a
/// moment, then sleep.
///
/// `@unchecked Sendable`: `body` is written only while no unit is open, and read only by a thread
/// that holds a claimed unit.
package final class WorkerTeam: @unchecked Sendable {
    /// The number of threads, the caller's included.
    package let threads: Int

    /// Generation, units and next unit in one word, so that a claim is for the stage it looked at.
    private let ticket = Atomic<UInt64>(0)
    private let finished = Atomic<Int>(0)
    private let sleepers = Atomic<Int>(0)
    private let stopping = Atomic<Bool>(false)
    private let condition = NSCondition()
    private var body: ((Int, Int) -> Void)?

    private static let spins = 4000
    private static let bits: UInt64 = 24
    private static let mask: UInt64 = (1 << bits) - 1

    package init(threads: Int) {
        precondition(threads > 0, "a team has at least one thread")
        self.threads = threads
        for worker in 1..<max(threads, 1) {
            let thread = Thread { [weak self] in self?.work(as: worker) }
            thread.name = "synthgen-worker-\(worker)"
            thread.start()
        }
    }

    /// Calls `body(unit, worker)` once for every unit and returns when all are done.
    ///
    /// Not for two callers at a time, and not from inside a body.
    package func run(_ units: Int, _ body: (_ unit: Int, _ worker: Int) -> Void) {
        precondition(units < 1 << Self.bits, "too many units")
        guard threads > 1, units > 1 else {
            for unit in 0..<units { body(unit, 0) }
            return
        }
        withoutActuallyEscaping(body) { body in
            self.body = body
            finished.store(0, ordering: .relaxed)
            let generation = ticket.load(ordering: .relaxed) >> (2 * Self.bits) &+ 1
            let open = generation << (2 * Self.bits) | UInt64(units) << Self.bits
            ticket.store(open, ordering: .sequentiallyConsistent)
            wakeSleepers()
            claimUnits(as: 0)
            waitUntilFinished(units)
            self.body = nil
        }
    }

    /// Ends the threads; the team must not be used afterwards.
    package func stop() {
        stopping.store(true, ordering: .sequentiallyConsistent)
        condition.lock()
        condition.broadcast()
        condition.unlock()
    }

    /// Spins; after a while gives way, in case another program has the core of a worker.
    private func waitUntilFinished(_ units: Int) {
        var spins = 0
        while finished.load(ordering: .acquiring) < units {
            spins += 1
            if spins < Self.spins { ck_pause() } else { sched_yield() }
        }
    }

    private func claimUnits(as worker: Int) {
        var seen = ticket.load(ordering: .acquiring)
        while true {
            let next = seen & Self.mask
            guard next < seen >> Self.bits & Self.mask else { return }
            let (claimed, current) = ticket.weakCompareExchange(
                expected: seen,
                desired: seen + 1,
                ordering: .acquiringAndReleasing
            )
            guard claimed else {
                seen = current
                continue
            }
            body?(Int(next), worker)
            finished.wrappingAdd(1, ordering: .releasing)
            seen = ticket.load(ordering: .acquiring)
        }
    }

    /// Whether a unit waits to be claimed.
    private var isOpen: Bool {
        let seen = ticket.load(ordering: .sequentiallyConsistent)
        return seen & Self.mask < seen >> Self.bits & Self.mask
    }

    private func work(as worker: Int) {
        while !stopping.load(ordering: .relaxed) {
            var spins = Self.spins
            while spins > 0, !isOpen {
                ck_pause()
                spins -= 1
            }
            if isOpen { claimUnits(as: worker) } else { sleep() }
        }
    }

    private func sleep() {
        condition.lock()
        sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
        while !isOpen, !stopping.load(ordering: .sequentiallyConsistent) { condition.wait() }
        sleepers.wrappingSubtract(1, ordering: .sequentiallyConsistent)
        condition.unlock()
    }

    private func wakeSleepers() {
        guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
        condition.lock()
        condition.broadcast()
        condition.unlock()
    }
}
