import Foundation

/// What the processes of a sandbox use at one moment, as the system's tables show them from outside.
struct ProcessCensus {
    /// Processes and threads.
    private(set) var processes = 0
    /// Pages in use, those that several processes share counted for each.
    private(set) var memoryInBytes = 0
    /// The CPU time of these processes, and of those that ended and were waited for.
    var processorTime: Duration { .seconds(1) * ticks / Self.ticksInSecond }
    private var ticks = 0

    private static let pageInBytes = Int(sysconf(Int32(_SC_PAGESIZE)))
    private static let ticksInSecond = Int(sysconf(Int32(_SC_CLK_TCK)))

    /// Counts a process and all that descend from it, stopping past `limit`.
    init(of root: Int32, limit: Int) { count(root, limit: limit) }

    private mutating func count(_ process: Int32, limit: Int) {
        guard processes <= limit,
            let threads = try? FileManager.default.contentsOfDirectory(
                atPath: "/proc/\(process)/task")
        else { return }
        processes += threads.count
        let pages = Self.words(in: "/proc/\(process)/statm").dropFirst().first ?? 0
        memoryInBytes += pages * Self.pageInBytes
        ticks += Self.ticks(of: process)
        for thread in threads {
            for child in Self.words(in: "/proc/\(process)/task/\(thread)/children") {
                count(Int32(clamping: child), limit: limit)
            }
        }
    }

    /// The numbers in a small file; none if it is gone.
    private static func words(in path: String) -> [Int] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        return String(decoding: data, as: UTF8.self).split { $0 == " " || $0 == "\n" }
            .compactMap { Int($0) }
    }

    /// Its own and its waited-for children's time in user and system mode: fields 14 to 17 of its line,
    /// counted from behind its name, which may hold anything.
    private static func ticks(of process: Int32) -> Int {
        guard let data = FileManager.default.contents(atPath: "/proc/\(process)/stat"),
            let end = data.lastIndex(of: UInt8(ascii: ")"))
        else { return 0 }
        let fields = String(decoding: data[end...], as: UTF8.self).split(separator: " ")
        return fields.count < 16 ? 0 : fields[12...15].compactMap { Int($0) }.reduce(0, +)
    }

    /// The files and folders in the scratch folder that a process sees; 0 as long as there is none,
    /// which is told by its size.
    static func scratchFiles(seenBy process: Int32, sizeInBytes: Int) -> Int {
        var facts = statvfs()
        guard
            statvfs("/proc/\(process)/root\(SandboxedProgram.scratch)", &facts) == 0,
            abs(Int(facts.f_blocks * facts.f_frsize) - sizeInBytes) < pageInBytes,
            facts.f_files > facts.f_ffree
        else { return 0 }
        return Int(facts.f_files - facts.f_ffree)
    }
}
