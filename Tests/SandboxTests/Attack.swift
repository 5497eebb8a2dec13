import Foundation
import Sandbox

/// Why there is no sandbox here; nil where there is one.
let missingSandbox: String? = {
    do {
        _ = try PythonInterpreter.find(for: Sandbox.probe())
        return nil
    } catch { return "\(error)" }
}()

/// A hostile program that was run in the sandbox: what it came to, and whether anything is left of it.
struct Attack {
    let result: SandboxResult
    /// A word in the arguments of its processes.
    private let mark = "attack-\(UUID())"

    var output: String { String(decoding: result.output, as: UTF8.self) }
    var errors: String { String(decoding: result.errors, as: UTF8.self) }

    /// Runs a Python program under tight limits.
    init(
        _ source: String, input: String = "", limit: (inout SandboxLimits) -> Void = { _ in }
    ) async throws {
        let sandbox = try Sandbox.probe()
        let python = try PythonInterpreter.find(for: sandbox)
        var program = SandboxedProgram(
            [python.file, "-s", "-S", "-B", "\(SandboxedProgram.folder)/attack.py", mark],
            files: ["attack.py": Array(source.utf8)], input: Array(input.utf8))
        program.limits.wallTime = .seconds(10)
        program.limits.memoryInBytes = 256 << 20
        limit(&program.limits)
        result = try await sandbox.run(program)
    }

    /// Whether any process of this machine is one of its.
    var isRunning: Bool {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.contains { process in
            guard Int(process) != nil,
                let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline")
            else { return false }
            return line.range(of: Data(mark.utf8)) != nil
        }
    }
}
