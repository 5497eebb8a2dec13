import Concurrency
import Foundation
import HTTP
import JSON

/// One fetch of a model from the Hugging Face hub, on the calling thread.
///
/// What lies in the hub's own cache is linked to; everything else is downloaded, checked, and put in
/// place file by file. The configuration comes last: a folder that has one has everything.
struct HubPull: Sendable {
    let source: HubSource
    /// The repository in our cache.
    let repository: HubRepository
    /// The repository in the hub's own cache.
    let hubs: HubRepository
    let hub: HubEnvironment
    let cancellation: Cancellation
    let progress: @Sendable (PullProgress) -> Void

    /// Fetches what is missing.
    /// - Returns: The folder with the model's files.
    /// - Throws: ``HubError`` with what to do, `CancellationError`.
    func run() throws -> HubFolder {
        guard !hub.isOffline else {
            throw HubError.unreachable(
                source: "\(source)", address: hub.endpoint, reason: HubEnvironment.offlineReason)
        }
        try makeFolder(repository.url)
        let lock = try FileLock(
            repository.url.appending(path: ".lock"), cancellation: cancellation
        ) { progress(.waiting) }
        defer { lock.release() }
        progress(.trying(origin))
        let listing = try listing()
        let folder = repository.folder(listing.commit)
        try makeFolder(folder.url)
        try fetch(listing, to: folder)
        if !source.isPinned {
            let reference = repository.reference(source.wanted)
            try makeFolder(reference.deletingLastPathComponent())
            try replace(reference, with: listing.commit)
        }
        return folder
    }

    private var origin: ModelSource {
        .huggingFace(
            repository: source.repository, revision: source.wanted, file: source.file ?? "")
    }

    // MARK: What there is

    private func listing() throws -> HubListing {
        let address = hub.listAddress(source.repository, revision: source.wanted)
        let bytes = try explained(at: address) { try content(of: address) }
        guard let json = try? JSON(parsing: bytes), let listing = HubListing(json) else {
            throw HubError.unreachable(
                source: "\(source)", address: address,
                reason: "the answer is not a list of a repository's files")
        }
        return listing
    }

    /// Most bytes of a list of files.
    private static let longestList = 64 << 20

    private func content(of address: String) throws -> [UInt8] {
        let client: HTTPClient
        do { client = try HTTPClient.shared.get() } catch { throw SourceReason(text: error.reason) }
        var bytes: [UInt8] = []
        let headers = ResponseHeaders()
        let outcome = try client.download(
            address, from: 0, sending: hub.headers, into: headers, cancellation: cancellation
        ) { piece, _ in
            guard bytes.count + piece.count <= Self.longestList else {
                throw SourceReason(text: "the list of files does not end")
            }
            bytes += piece
        }
        switch outcome {
        case .complete: return bytes
        case .refused(let status, let message):
            throw HTTPRefusal(
                status: status, code: headers.first("x-error-code"), message: message)
        case .rangeRefused: throw SourceReason(text: "the server refused the request")
        case .broken(let message): throw SourceReason(text: message)
        }
    }

    // MARK: What is fetched

    private func fetch(_ listing: HubListing, to folder: HubFolder) throws {
        var manifest = HubManifest(repository.manifest(listing.commit))
        manifest.license = listing.license
        var paths: [String]
        if let file = source.file {
            paths = SplitFile(file)?.paths ?? [file]
            let missing = paths.filter { listing[$0] == nil }
            guard missing.isEmpty else {
                throw HubError.noHubFile(
                    source: "\(source)", file: missing[0], models: listing.models)
            }
        } else {
            let all = listing.files.map(\.path)
            guard all.contains(CheckpointFiles.configuration),
                all.contains(CheckpointFiles.weights) || all.contains(CheckpointFiles.index)
            else { throw HubError.noCheckpoint(source: "\(source)", files: all) }
            paths = CheckpointFiles.others.filter(all.contains)
            if all.contains(CheckpointFiles.weights) {
                paths.append(CheckpointFiles.weights)
            } else {
                try fetch([CheckpointFiles.index], listing, folder, &manifest)
                paths += try shards(in: folder, listing)
            }
            paths.append(CheckpointFiles.configuration)
        }
        try fetch(paths, listing, folder, &manifest)
    }

    /// The names of the shards that the index names, each of which is in the repository.
    private func shards(in folder: HubFolder, _ listing: HubListing) throws -> [String] {
        guard let shards = folder.shards else {
            throw HubError.badIndex(path: folder.index.path, missing: nil)
        }
        if let missing = shards.first(where: { listing[$0] == nil }) {
            throw HubError.badIndex(path: folder.index.path, missing: missing)
        }
        return shards
    }

    /// Fetches files one after the other, and notes their digests after each.
    private func fetch(
        _ paths: [String], _ listing: HubListing, _ folder: HubFolder, _ manifest: inout HubManifest
    ) throws {
        let files = paths.compactMap { listing[$0] }
        let lengths = files.compactMap(\.bytes)
        let total = lengths.count == files.count ? lengths.reduce(0, +) : nil
        var done = 0
        for file in files {
            try cancellation.check()
            let url = folder.url.appending(path: file.path)
            if !isThere(file, at: url, manifest) {
                try makeFolder(url.deletingLastPathComponent())
                let before = done
                let digest =
                    try linked(file, listing.commit, at: url)
                    ?? download(file, listing.commit, to: url) {
                        progress(.received(bytes: before + $0, total: total))
                    }
                manifest.digests[file.path] = digest
                try manifest.write(
                    to: repository.manifest(listing.commit), repository: source.repository,
                    commit: listing.commit)
            }
            done += fileLength(at: url) ?? 0
            progress(.received(bytes: done, total: total))
        }
    }

    /// Whether a file is there already, as it was checked when it was put there.
    private func isThere(_ file: HubListing.File, at url: URL, _ manifest: HubManifest) -> Bool {
        guard let length = fileLength(at: url), let digest = manifest.digests[file.path] else {
            return false
        }
        return length == file.bytes ?? length && digest == file.digest ?? digest
    }

    /// Links to a file of the hub's own cache, which names contents by their digests.
    ///
    /// - Returns: The content's digest; nil if the cache has no such file.
    private func linked(
        _ file: HubListing.File, _ commit: String, at url: URL
    ) throws -> ContentDigest? {
        let there = hubs.folder(commit).url.appending(path: file.path)
        guard let length = fileLength(at: there), length == file.bytes ?? length else { return nil }
        let blob = there.resolvingSymlinksInPath()
        guard let digest = ContentDigest(blob.lastPathComponent), digest == file.digest ?? digest
        else { return nil }
        try? FileManager.default.removeItem(at: url)
        guard symlink(blob.path, url.path) == 0 else {
            throw HubError.lastDiskError(url, "be made")
        }
        return digest
    }

    private func download(
        _ file: HubListing.File, _ commit: String, to url: URL, _ progress: @escaping (Int) -> Void
    ) throws -> ContentDigest {
        let address = hub.fileAddress(source.repository, revision: commit, path: file.path)
        var digest = file.digest
        try explained(at: address) {
            let download = try FileDownload(
                url: address, headers: hub.headers, cancellation: cancellation,
                expected: file.digest.map { ExpectedContent(bytes: file.bytes, digest: $0) },
                learning: { answer in
                    let said = try Self.content(answer, commit)
                    digest = digest ?? said?.digest
                    return said
                }, progress: progress)
            try download.run(to: url, part: url.appendingPathExtension("part"))
        }
        guard let digest else { preconditionFailure("a checked file has a digest") }
        return digest
    }

    /// What the hub's first answer says of a file: the later ones are of the store that it leads to.
    private static func content(
        _ answer: ResponseHeaders, _ commit: String
    ) throws -> ExpectedContent? {
        if let found = answer.first("x-repo-commit"), found != commit {
            throw SourceReason(text: "the server's file is of commit \(found), expected \(commit)")
        }
        let tag = answer.first("x-linked-etag") ?? answer.first("etag") ?? ""
        let digits = tag.replacing("W/", with: "").filter { $0 != "\"" }
        return ContentDigest(digits).map {
            ExpectedContent(bytes: answer.first("x-linked-size").flatMap { Int($0) }, digest: $0)
        }
    }

    // MARK: Errors

    /// Runs a request; its errors say what to do about them.
    private func explained<Value>(at address: String, _ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let reason as SourceReason {
            throw HubError.unreachable(source: "\(source)", address: address, reason: reason.text)
        } catch let refusal as HTTPRefusal {
            switch (refusal.status, refusal.code) {
            case (_, "RevisionNotFound"?):
                throw HubError.noRevision(
                    repository: source.repository, revision: source.wanted)
            case (404, let code) where code != "EntryNotFound":
                throw HubError.noRepository(repository: source.repository)
            case (401, _), (403, _):
                throw HubError.noAccess(
                    repository: source.repository, status: refusal.status,
                    isGated: refusal.code == "GatedRepo", hasToken: hub.token != nil,
                    page: "\(hub.endpoint)/\(source.repository)")
            default:
                throw HubError.unreachable(
                    source: "\(source)", address: address, reason: refusal.message)
            }
        }
    }
}
