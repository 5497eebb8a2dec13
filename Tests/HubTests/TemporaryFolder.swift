import Foundation

@testable import Hub

/// Runs `body` with an empty folder that is gone afterwards.
func withTemporaryFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hub-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}

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
