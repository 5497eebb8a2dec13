import Foundation
import Synchronization

/// This machine's Python for programs in the sandbox, with its standard library alone.
public struct PythonInterpreter: Sendable, Equatable {
    /// Path of the interpreter.
    public let file: String
    /// Full version, on which the behavior of programs depends.
    public let version: String
    /// The interpreter's folder, to be mounted in the sandbox, if it is not in `/usr`.
    let shownFolders: [String]

    private static let found = Mutex<PythonInterpreter?>(nil)
    private static let usualFiles = ["/usr/bin/python3", "/usr/local/bin/python3"]
    private static let question = """
        import sys; print(sys.version.replace(chr(10), " ")); print(sys.base_prefix); \
        print(sys._base_executable)
        """

    /// Returns the command that runs `script` without this machine's settings and packages.
    func running(_ script: String) -> [String] { [file, "-s", "-S", "-B", script] }

    /// Finds an interpreter that runs inside the sandbox: the system's, else one in `PATH`.
    ///
    /// The folder of one in `PATH` is mounted in the sandbox. The result is kept until this process
    /// ends.
    /// - Throws: ``SandboxError/noPython(looked:)``.
    public static func find(for sandbox: Sandbox) throws -> PythonInterpreter {
        try found.withLock { found in
            let python = try found ?? search(for: sandbox)
            found = python
            return python
        }
    }

    private static func search(for sandbox: Sandbox) throws -> PythonInterpreter {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let others = path.split(separator: ":").map { "\($0)/python3" }
        let candidates = usualFiles + others.filter { !usualFiles.contains($0) }
        for file in candidates where FileManager.default.isExecutableFile(atPath: file) {
            let folders = shownFolders(for: file)
            let asked = SandboxedProgram(
                [file, "-s", "-S", "-B", "-c", question], shownFolders: folders)
            guard let result = try? sandbox.runHere(asked), result.ending == .exited(0) else {
                continue
            }
            let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n")
            guard lines.count == 3 else { continue }
            return PythonInterpreter(
                file: file, version: String(lines[0]), shownFolders: folders)
        }
        throw SandboxError.noPython(looked: candidates)
    }

    /// Returns the folder around `bin` for an interpreter outside `/usr`, if it is an installation
    /// of its own (has a `lib`).
    private static func shownFolders(for file: String) -> [String] {
        let real = URL(filePath: file).resolvingSymlinksInPath()
        let folder = real.deletingLastPathComponent().deletingLastPathComponent().path
        guard !folder.hasPrefix("/usr"), FileManager.default.fileExists(atPath: "\(folder)/lib")
        else { return [] }
        return [folder]
    }
}
