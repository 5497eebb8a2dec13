import Compute
import Diagnostics
import Formatting
import Foundation
import HTTP
import Hub
import Inference
import JSON
import Sandbox
import Terminal

/// Findings about everything that synthgen uses but GPUs.
enum MachineFindings {
    static func all() -> [Finding] { [cpu, memory, sandbox, libcurl, cache] }

    private static var cpu: Finding {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let name = field("model name", in: "/proc/cpuinfo") ?? "of unknown make"
        let set = MachineCeilings.instructionSet
        let bf16 = CPUFacts.hasFastBF16
        return Finding(
            topic: "CPU",
            text: "\(name); \(cores) cores; kernels for \(set)\(bf16 ? " and bfloat16" : "")",
            facts: [
                "cores": .integer(cores), "instruction_set": .string(set),
                "bfloat16": .bool(bf16), "name": .string(name),
            ])
    }

    private static var memory: Finding {
        let total = kibibytes("MemTotal"), available = kibibytes("MemAvailable")
        return Finding(
            topic: "memory",
            text: "\(Format.bytes(total)), of which \(Format.bytes(available)) are available",
            facts: ["bytes": .integer(total), "available_bytes": .integer(available)])
    }

    private static var sandbox: Finding {
        do throws(SandboxError) {
            let path = try Sandbox.probe().bubblewrap
            return Finding(
                topic: "sandbox", text: "bubblewrap, \(path)", facts: ["path": .string(path)])
        } catch {
            return missing("sandbox", "\(error)")
        }
    }

    private static var libcurl: Finding {
        switch HTTPClient.shared {
        case .success:
            Finding(topic: "libcurl", text: "found; models can be fetched")
        case .failure(let problem):
            Finding(topic: "libcurl", text: problem.reason, help: "apt-get install libcurl4")
        }
    }

    private static var cache: Finding {
        let folder = ModelStore.defaultCache()
        let bytes = size(of: folder)
        return Finding(
            topic: "cache",
            text: "\(folder.path), \(Format.bytes(bytes))",
            facts: ["path": .string(folder.path), "bytes": .integer(bytes)])
    }

    /// Returns a finding from an error's description, which ends with its help.
    static func missing(_ topic: String, _ description: String) -> Finding {
        var lines = description.split(separator: "\n").map(String.init)
        let mark = "help: "
        guard let index = lines.firstIndex(where: { $0.contains(mark) }) else {
            return Finding(topic: topic, text: description, help: "see above")
        }
        let rest = lines[index...].map { $0.trimmingPrefix(while: \.isWhitespace) }
        let help = rest.joined(separator: " ").dropFirst(mark.count)
        lines.removeSubrange(index...)
        return Finding(topic: topic, text: lines.joined(separator: "\n"), help: String(help))
    }

    // MARK: The system's own files

    private static func kibibytes(_ name: String) -> Int {
        let number = field(name, in: "/proc/meminfo")?.split(separator: " ").first
        return (number.flatMap { Int($0) } ?? 0) * 1_024
    }

    private static func field(_ name: String, in path: String) -> String? {
        let text = try? String(contentsOf: URL(filePath: path), encoding: .utf8)
        let line = text?.split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split(separator: ":", maxSplits: 1).last
            .map { $0.trimmingCharacters(in: .whitespaces) }
    }

    private static func size(of folder: URL) -> Int {
        let files = FileManager.default.enumerator(
            at: folder, includingPropertiesForKeys: [.fileSizeKey])
        var bytes = 0
        for case let file as URL in files ?? FileManager.DirectoryEnumerator() {
            bytes += (try? file.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0
        }
        return bytes
    }
}
