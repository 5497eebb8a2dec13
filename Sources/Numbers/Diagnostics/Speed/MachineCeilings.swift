import CKernels
import Compute
import Foundation

/// This machine's peak rates, measured with loops of a single operation on all threads.
public struct MachineCeilings: Sendable, Equatable {
    /// Threads that took part.
    public let threads: Int
    /// Multiply-adds of 8-bit integers a second.
    public private(set) var int8 = 0.0
    /// Multiply-adds of bf16 a second; 0 if the CPU has no instruction for them.
    public private(set) var bf16 = 0.0
    /// Multiply-adds of float32 a second.
    public private(set) var float32 = 0.0
    /// Bytes read from memory a second, on pages of the usual size.
    public private(set) var readSmallPages = 0.0
    /// Bytes read from memory a second, on huge pages; 0 if the system gives none.
    public private(set) var readHugePages = 0.0

    /// The instruction set that the kernels use here: "avx512", "avx2" or "plain".
    public static var instructionSet: String { String(cString: ck_isa_name(ck_isa_best())) }

    /// Nothing measured yet.
    public init(threads: Int) { self.threads = threads }

    /// Measures arithmetic, in about a second; keeps the rates of an earlier call if those were
    /// higher.
    public mutating func measureArithmetic() {
        let team = WorkerTeam(threads: threads)
        defer { team.stop() }
        int8 = max(int8, Self.arithmetic(team, ck_ceiling_int8_dot))
        bf16 = max(bf16, Self.arithmetic(team, ck_ceiling_bf16_dot))
        float32 = max(float32, Self.arithmetic(team, ck_ceiling_f32_fma))
    }

    /// Measures reading from memory, in about a second, with half a GiB of it.
    public mutating func measureMemory() {
        let team = WorkerTeam(threads: threads)
        defer { team.stop() }
        readSmallPages = max(readSmallPages, Self.reading(team, huge: false) ?? 0)
        readHugePages = max(readHugePages, Self.reading(team, huge: true) ?? 0)
    }

    private static let repetitions = 5

    /// Returns the best of several repetitions, in multiply-adds a second.
    private static func arithmetic(_ team: WorkerTeam, _ loop: (Int64) -> Int64) -> Double {
        let (rounds, units) = (Int64(20_000), team.threads * 32)
        guard loop(1) > 0 else { return 0 }
        let work = Double(loop(1) * rounds) * Double(units)
        return work / fastest { team.run(units) { _, _ in _ = loop(rounds) } }
    }

    /// Returns bytes a second; `nil` if such pages are not available.
    private static func reading(_ team: WorkerTeam, huge: Bool) -> Double? {
        guard let memory = PageMemory(bytes: 1 << 29, huge: huge) else { return nil }
        let part = 1 << 22
        let units = memory.bytes / part
        return Double(memory.bytes)
            / fastest {
                team.run(units) { unit, _ in
                    _ = ck_ceiling_read(memory.start + unit * part, Int64(part))
                }
            }
    }

    /// Returns the seconds of the fastest repetition, after one that is not counted.
    private static func fastest(_ body: () -> Void) -> Double {
        body()
        return (0..<repetitions).map { _ in ContinuousClock().measure(body) / .seconds(1) }
            .min() ?? .infinity
    }
}

/// Anonymous memory on small or huge pages, every page touched.
private final class PageMemory {
    let start: UnsafeMutableRawPointer
    let bytes: Int

    /// `nil` if there is no such memory, or the system does not give most of it in huge pages.
    init?(bytes: Int, huge: Bool) {
        let mapped = mmap(
            nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let mapped, mapped != MAP_FAILED else { return nil }
        (start, self.bytes) = (mapped, bytes)
        let before = Self.hugeBytes
        madvise(start, bytes, huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE)
        // Pages are allocated when they are first written to.
        memset(start, 1, bytes)
        if huge, Self.hugeBytes - before < bytes / 2 { return nil }
    }

    deinit { munmap(start, bytes) }

    /// Bytes of this process that lie on huge pages.
    private static var hugeBytes: Int {
        let rollup = try? String(contentsOfFile: "/proc/self/smaps_rollup", encoding: .utf8)
        let line = rollup?.split(separator: "\n").first { $0.hasPrefix("AnonHugePages:") }
        let kibibytes = line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return (kibibytes ?? 0) * 1024
    }
}
