import Dataflow
import Foundation
import Hashing
import JSON
import Processes

/// An outside program named by a document: how to start it, and its version.
struct ProgramCommand: Sendable {
    /// The program and its arguments, as the document gives them.
    let arguments: [String]
    /// The program's file.
    let file: URL
    /// Its working directory: the document's folder, so that relative paths in its arguments hold.
    let folder: URL
    /// Its version, or a digest of its files; with the record it decides the answer.
    let version: String

    /// The command line, for messages.
    var name: String { arguments.joined(separator: " ") }

    /// The program and its arguments.
    static let program = Setting.required(
        "program", .list(.text),
        "The program and its arguments; no shell. Relative paths start at the document. It reads "
            + "lines {\"id\": …, \"record\": {…}} and answers each, in any order, with one line: "
            + ProgramReply.form + ".")
    /// The program's version.
    static let version = Setting.optional(
        "version", .text,
        "What tells this version of the program from others; a digest of the files that "
            + "\"program\" names by a path, if not given.")

    /// Finds the program that `"program"` names; reports problems and returns nil if it cannot.
    init?(_ preparation: inout StagePreparation) {
        arguments = preparation[Self.program]
        let folder =
            preparation.declaration.source.url.deletingLastPathComponent()
            .standardizedFileURL.absoluteURL
        self.folder = folder
        guard let name = arguments.first, !name.isEmpty else {
            preparation.report(
                "exec.noProgram", at: Self.program, "\"program\" is empty",
                help: "for example \"program\": [\"python3\", \"rate.py\"]")
            return nil
        }
        guard let file = Self.find(name, from: folder) else {
            let isPath = name.contains("/")
            preparation.report(
                "exec.noProgram", at: Self.program,
                "'\(name)' is not \(isPath ? "there, or not executable" : "in PATH")",
                details: isPath ? ["Looked for \(folder.appending(path: name).path)."] : [],
                help: isPath ? "check the path; it is relative to the document" : "install it")
            return nil
        }
        self.file = file
        if let version = preparation[Self.version] {
            self.version = version
            return
        }
        let own = name.contains("/") ? [file] : []
        let others = arguments.dropFirst().map { URL(filePath: $0, relativeTo: folder) }
        let files = own + others.filter(Self.isFile)
        guard !files.isEmpty else {
            preparation.report(
                "exec.version", at: Self.program,
                "nothing tells one version of '\(name)' from the next",
                details: [
                    "Answers are remembered by the content of the files that \"program\" names."
                ],
                help: "add \"version\": \"1\", and change it when the program changes")
            return nil
        }
        do { version = try Self.digest(of: files) } catch {
            preparation.report(
                "exec.unreadable", at: Self.program, "a file of '\(name)' cannot be read: \(error)",
                help: "check its permissions, or add \"version\": \"1\"")
            return nil
        }
    }

    /// Starts the program; the calling thread must live until the program is killed.
    /// - Throws: ``StageError/programNotStarted(program:problem:)``.
    func start() throws(StageError) -> RunningProgram {
        do throws(RunningProgram.StartFailure) {
            return try RunningProgram(
                ProgramStart(file: file.path, arguments: arguments, folder: folder.path))
        } catch {
            throw .programNotStarted(program: name, problem: error.description)
        }
    }

    private static func digest(of files: [URL]) throws -> String {
        var hash = SHA256()
        for file in files {
            let content = try Data(contentsOf: file)
            // The length first, so that content moved from one file to the next changes the digest.
            hash.update(UInt64(content.count))
            hash.update(Array(content))
        }
        return hash.finalize().hexadecimal
    }

    /// Returns the executable file of a path with a slash, or of a name in PATH.
    private static func find(_ name: String, from folder: URL) -> URL? {
        let candidates =
            name.contains("/")
            ? [URL(filePath: (name as NSString).expandingTildeInPath, relativeTo: folder)]
            : (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
                .map { URL(filePath: String($0)).appending(path: name) }
        return candidates.map(\.absoluteURL).first {
            isFile($0) && FileManager.default.isExecutableFile(atPath: $0.path)
        }
    }

    private static func isFile(_ url: URL) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
            && !isFolder.boolValue
    }
}
