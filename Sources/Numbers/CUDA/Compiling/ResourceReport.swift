/// Registers and memory of a kernel, as the compiler reports them (`--ptxas-options=-v`).
package struct ResourceReport: Sendable, Equatable {
    /// The kernel's name.
    package var kernel: String
    /// Registers per thread.
    package var registers = 0
    /// Bytes of static shared memory per block.
    package var sharedBytes = 0
    /// Bytes of stack per thread.
    package var stackBytes = 0
    /// Bytes stored to memory plus bytes loaded back for want of registers.
    package var spillBytes = 0

    /// Returns the reports in a compiler's log, in the log's order.
    ///
    /// A kernel's lines are "Compiling entry function 'NAME' for …", "N bytes stack frame, N bytes
    /// spill stores, N bytes spill loads" and "Used N registers, …, N bytes smem, …".
    package static func all(in log: String) -> [ResourceReport] {
        var found: [ResourceReport] = []
        for line in log.split(separator: "\n") {
            if let name = name(in: line) {
                found.append(ResourceReport(kernel: name))
            } else if !found.isEmpty {
                found[found.count - 1].read(line)
            }
        }
        return found
    }

    private static func name(in line: Substring) -> String? {
        guard line.contains("Compiling entry function") else { return nil }
        let parts = line.split(separator: "'", omittingEmptySubsequences: false)
        return parts.count > 2 ? String(parts[1]) : nil
    }

    private mutating func read(_ line: Substring) {
        stackBytes += Self.number(before: "bytes stack frame", in: line)
        spillBytes += Self.number(before: "bytes spill stores", in: line)
        spillBytes += Self.number(before: "bytes spill loads", in: line)
        sharedBytes += Self.number(before: "bytes smem", in: line)
        registers += Self.number(before: "registers", in: line)
    }

    /// Returns the number in front of some words; 0 if the words are absent.
    private static func number(before words: String, in line: Substring) -> Int {
        guard let range = line.firstRange(of: words) else { return 0 }
        let before = line[..<range.lowerBound].split(separator: " ").last
        return before.flatMap { Int($0) } ?? 0
    }
}
