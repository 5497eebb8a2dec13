import Foundation
import Synchronization

/// The Python that runs programs in the sandbox: this machine's own, with its standard library alone.
public struct PythonInterpreter: Sendable, Equatable {
    /// Its file.
    public let file: String
    /// Its full version, which decides what programs do.
    public let version: String
    /// The folder that it needs to be shown besides `/usr`, if it lies elsewhere.
    let shownFolders: [String]

    private static let found = Mutex<PythonInterpreter?>(nil)
    private static let usualFiles = ["/usr/bin/python3", "/usr/local/bin/python3"]
    private static let question = """
        import sys; print(sys.version.replace(chr(10), " ")); print(sys.base_prefix); \
        print(sys._base_executable)
        """

    /// The arguments that start it with nothing of this machine's settings and packages.
    func running(_ script: String) -> [String] { [file, "-s", "-S", "-B", script] }

    /// Finds one and asks it, inside the sandbox, for its version: the system's first, else that of
    /// `PATH`, whose folder is then shown to the programs. The answer holds for as long as the process runs.
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

    /// `…/bin/python3` outside of `/usr` is shown with the folder around its `bin`, but only if that is
    /// an installation of its own.
    private static func shownFolders(for file: String) -> [String] {
        let real = URL(filePath: file).resolvingSymlinksInPath()
        let folder = real.deletingLastPathComponent().deletingLastPathComponent().path
        guard !folder.hasPrefix("/usr"), FileManager.default.fileExists(atPath: "\(folder)/lib")
        else { return [] }
        return [folder]
    }
}
