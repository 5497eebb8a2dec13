import Foundation

/// Resource use of a sandbox's processes at one moment, read from `/proc` outside.
struct ProcessCensus {
    /// Number of threads of all processes, main threads included.
    private(set) var processes = 0
    /// Resident memory; pages that several processes share count for each.
    private(set) var memoryInBytes = 0
    /// CPU time of these processes, and of their children that ended and were waited for.
    var processorTime: Duration { .seconds(1) * ticks / Self.ticksInSecond }
    private var ticks = 0

    private static let pageInBytes = Int(sysconf(Int32(_SC_PAGESIZE)))
    private static let ticksInSecond = Int(sysconf(Int32(_SC_CLK_TCK)))

    /// Counts a process and its descendants; stops when there are more than `limit`.
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

    /// Returns the user and system time of a process and its waited-for children, in clock ticks.
    ///
    /// These are fields 14 to 17 of `/proc/PID/stat`, counted from the last `)`, since the name in
    /// field 2 may contain anything.
    private static func ticks(of process: Int32) -> Int {
        guard let data = FileManager.default.contents(atPath: "/proc/\(process)/stat"),
            let end = data.lastIndex(of: UInt8(ascii: ")"))
        else { return 0 }
        let fields = String(decoding: data[end...], as: UTF8.self).split(separator: " ")
        return fields.count < 16 ? 0 : fields[12...15].compactMap { Int($0) }.reduce(0, +)
    }

    /// Returns the number of files and folders in the scratch folder that a process sees; 0 until
    /// that folder is mounted, which the size of its file system shows.
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
