import CSandbox
import Foundation
import Processes

/// The bubblewrap command line for one program, and the descriptors handed to it.
///
/// The program sees `/usr` with the system's folders beside it (`/bin`, `/lib` …), five harmless
/// devices, its own files and a scratch folder of limited size; nothing else, no `/proc`, and of
/// `/etc` only `ld.so.cache`. It has its own namespaces for users, processes, network, IPC and host
/// name, no privileges, none of this process's environment, and the filter of
/// ``csandbox_filter()``.
struct BubblewrapCommand {
    /// bubblewrap's arguments, followed by the program's.
    private(set) var arguments: [String]
    /// Descriptors of the sandbox.
    let files = HandedFiles()
    /// Read end of bubblewrap's status pipe: lines of JSON.
    let status: Int32

    init(_ program: SandboxedProgram, bubblewrap: String) throws(SandboxError) {
        var ends: [Int32] = [-1, -1]
        guard csandbox_pipe(&ends) == 0 else { throw .lastProblem }
        status = ends[0]
        files.own = ends[0]
        files.handed = [ends[1]]
        arguments = [bubblewrap] + Self.isolation + Self.system + Self.devices
        arguments += ["--json-status-fd", "\(ends[1])"]
        for folder in program.shownFolders where !folder.hasPrefix("/usr/") {
            arguments += ["--ro-bind", folder, folder]
        }
        let inside = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": SandboxedProgram.scratch,
            "TMPDIR": SandboxedProgram.scratch, "LANG": "C.UTF-8",
        ].merging(program.environment) { $1 }
        for (name, value) in inside.sorted(by: { $0.key < $1.key }) {
            arguments += ["--setenv", name, value]
        }
        for (name, content) in program.files.sorted(by: { $0.key < $1.key }) {
            let file = content.withUnsafeBytes { csandbox_memory_file($0.baseAddress, $0.count) }
            try keep(file)
            arguments += [
                "--perms", "0444", "--ro-bind-data", "\(file)",
                "\(SandboxedProgram.folder)/\(name)",
            ]
        }
        arguments += [
            "--size", "\(program.limits.scratchInBytes)", "--perms", "0700",
            "--tmpfs", SandboxedProgram.scratch, "--chdir", SandboxedProgram.scratch,
            // Last: bubblewrap works in order, and mount points are created in the root.
            "--remount-ro", "/",
        ]
        let filter = csandbox_filter()
        try keep(filter)
        arguments += ["--seccomp", "\(filter)", "--"]
        arguments += Self.limiting(program.limits) + program.arguments
    }

    private func keep(_ file: Int32) throws(SandboxError) {
        guard file >= 0 else { throw .lastProblem }
        files.handed.append(file)
    }

    private static let isolation = [
        "--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts",
        "--unshare-cgroup-try", "--uid", "65534", "--gid", "65534", "--hostname", "sandbox",
        "--die-with-parent", "--new-session", "--clearenv",
    ]

    /// Mounts of `/usr`, and of `/bin`, `/lib` … as this machine has them: links or folders.
    private static let system: [String] = {
        var arguments = ["--ro-bind", "/usr", "/usr"]
        for folder in ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"] {
            if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: folder) {
                arguments += ["--symlink", target, folder]
            } else {
                arguments += ["--ro-bind-try", folder, folder]
            }
        }
        return arguments + ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    }()

    private static let devices = ["null", "zero", "full", "random", "urandom"].flatMap {
        ["--dev-bind", "/dev/\($0)", "/dev/\($0)"]
    }

    /// Returns a shell wrapper that limits the number of processes.
    ///
    /// The limit counts the processes of a user, so it is set inside, where the user has no others.
    /// Shells call it `-u` or `-p`; one that knows neither exits with 126 and runs nothing.
    private static func limiting(_ limits: SandboxLimits) -> [String] {
        let number = limits.processes + 8
        let script = """
            ulimit -u \(number) 2>/dev/null || ulimit -p \(number) || exit 126; exec "$@"
            """
        return ["/bin/sh", "-c", script, "sh"]
    }
}

/// Descriptors of one sandbox, closed in `deinit`.
final class HandedFiles {
    /// Descriptors that bubblewrap inherits.
    var handed: [Int32] = []
    /// Read end of the status pipe; -1 before it is open.
    var own: Int32 = -1

    deinit { for file in handed + [own] where file >= 0 { close(file) } }
}

extension SandboxLimits {
    /// Resource limits that every process inside inherits.
    var resourceLimits: [ResourceLimit] {
        let seconds = UInt64(processorSeconds)
        return [
            ResourceLimit(.addressSpace, UInt64(memoryInBytes)),
            // The soft limit sends SIGXCPU, the hard one SIGKILL a second later.
            ResourceLimit(.processorSeconds, seconds, hard: seconds + 1),
            ResourceLimit(.fileSize, UInt64(scratchInBytes)),
            ResourceLimit(.openFiles, UInt64(openFiles)), ResourceLimit(.coreSize, 0),
            ResourceLimit(.lockedMemory, 0), ResourceLimit(.messageQueues, 0),
        ]
    }
}

extension SandboxError {
    /// The error of the system call that just failed.
    static var lastProblem: SandboxError {
        .notStarted(problem: String(cString: strerror(errno)))
    }
}
