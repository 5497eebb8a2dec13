import Foundation

@testable import Hub

/// Whether `program` can be found and runs with these arguments.
func runs(_ program: String, _ arguments: String...) -> Bool {
    let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
    defer { close(nowhere) }
    let process = try? ChildProcess(
        [program] + arguments, environment: ProcessInfo.processInfo.environment,
        output: nowhere, errors: nowhere)
    return process?.wait() == 0
}

/// The names of what lies in `folder`, sorted.
func names(in folder: URL) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
}
