import Formatting
import Foundation
import Models
import Training
import TrainingData

/// Whether a training will fit into the memory, before anything is copied there.
struct MemoryCheck {
    let decoder: Decoder
    let adapter: AdapterSettings?
    let moments: MomentFormat
    let withoutHead: Bool
    /// The longest example, in rows of a micro-batch.
    let longest: Int
    let microTokens: Int
    let recomputing: Bool
    let tasks: Int

    /// - Throws: ``TrainingNeedsMemory`` if much more is needed than there is.
    func run(available: Int? = AvailableMemory.bytes) throws {
        guard let available else { return }
        let needed = try memory()
        guard needed.total > available else { return }
        throw TrainingNeedsMemory(
            needed: needed, available: available, rows: max(microTokens, longest),
            remedies: try remedies(needed))
    }

    private func memory(
        microTokens: Int? = nil, recomputing: Bool? = nil, adapter: AdapterSettings? = nil,
        moments: MomentFormat? = nil
    ) throws -> TrainingMemory {
        try TrainingMemory(
            decoder, adapter: adapter ?? self.adapter, moments: moments ?? self.moments,
            withoutHead: withoutHead,
            rows: max(microTokens ?? self.microTokens, longest),
            recomputing: recomputing ?? self.recomputing, tasks: tasks)
    }

    /// What could be lowered, with what would be needed then.
    private func remedies(_ needed: TrainingMemory) throws -> [(name: String, bytes: Int)] {
        var remedies: [(name: String, bytes: Int)] = []
        if microTokens > longest {
            let least = max(longest, 128)
            remedies.append(
                ("--micro-tokens \(least)", try memory(microTokens: least).total))
        }
        if !recomputing {
            remedies.append(("--recompute", try memory(recomputing: true).total))
        }
        if moments == .float32 {
            remedies.append(("--moments 8bit", try memory(moments: .eightBit).total))
        }
        if adapter == nil {
            remedies.append(("--lora", try memory(adapter: AdapterSettings()).total))
        }
        if remedies.count > 1 {
            let all = try memory(
                microTokens: longest, recomputing: true, adapter: AdapterSettings(),
                moments: .eightBit)
            remedies.append(("all of these", all.total))
        }
        return remedies.filter { $0.bytes < needed.total }
    }
}

/// A training that the memory has no room for.
struct TrainingNeedsMemory: Error, CustomStringConvertible {
    let needed: TrainingMemory
    let available: Int
    /// Rows of the largest micro-batch.
    let rows: Int
    let remedies: [(name: String, bytes: Int)]

    var description: String {
        let help = remedies.map { "\($0.name) (\(Format.bytes($0.bytes)))" }
        return "the training needs about \(Format.bytes(needed.total)) of memory, and "
            + "\(Format.bytes(available)) are available\n"
            + "  Weights \(Format.bytes(needed.weights)), gradients and moments "
            + "\(Format.bytes(needed.optimizer)), micro-batches of \(Format.count(rows)) tokens "
            + "\(Format.bytes(needed.activations)).\n"
            + "  help: "
            + (help.isEmpty
                ? "train a smaller model, or reject longer rows with a lower --max-tokens"
                : "it would be less with " + help.joined(separator: ", ")
                    + "; a lower --max-tokens helps too")
    }
}

/// The memory that this process can still take.
enum AvailableMemory {
    /// What the machine and the process's control group have left; nil if neither says.
    static var bytes: Int? { [machine, group].compactMap(\.self).min() }

    private static var machine: Int? {
        guard let text = read("/proc/meminfo"),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("MemAvailable:") })
        else { return nil }
        return line.split(separator: " ").compactMap { Int($0) }.first.map { $0 * 1_024 }
    }

    /// A container's limit (control groups, version 2), less what is used and cannot be freed.
    private static var group: Int? {
        let folder = "/sys/fs/cgroup/"
        guard let limit = read(folder + "memory.max").flatMap(number),
            let used = read(folder + "memory.current").flatMap(number)
        else { return nil }
        let cached =
            read(folder + "memory.stat")?.split(separator: "\n")
            .first { $0.hasPrefix("inactive_file ") }
            .flatMap { number(String($0.dropFirst("inactive_file ".count))) }
        return max(0, limit - used + (cached ?? 0))
    }

    private static func read(_ path: String) -> String? {
        try? String(contentsOfFile: path, encoding: .utf8)
    }

    private static func number(_ text: String) -> Int? {
        Int(text.filter { !$0.isWhitespace })
    }
}
