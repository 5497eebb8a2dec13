import Concurrency
public import Foundation

extension ModelStore {
    /// Finds the files of a model of the hub: in our cache, else in the hub's own.
    ///
    /// A branch or tag is the commit that it was when it was last fetched. No request is made.
    ///
    /// - Throws: ``HubError/notFetched(source:)``.
    func resolve(_ source: HubSource) throws(HubError) -> ResolvedModel {
        for repository in repositories(source.repository) {
            guard let commit = repository.commit(of: source.wanted) else { continue }
            // Of a commit that one cache knows, the other may have the files.
            for holder in repositories(source.repository) {
                let folder = holder.folder(commit)
                if let url = folder.model(source) { return model(source, commit, url) }
            }
        }
        throw HubError.notFetched(source: "\(source)")
    }

    /// The repository in our cache, and in the hub's own.
    private func repositories(_ name: String) -> [HubRepository] {
        [
            HubRepository(name, in: hubModels),
            HubRepository(name, inHubs: HubEnvironment(environment).cache),
        ]
    }

    private func model(_ source: HubSource, _ commit: String, _ url: URL) -> ResolvedModel {
        let manifest = HubManifest(
            HubRepository(source.repository, in: hubModels).manifest(commit))
        return ResolvedModel(
            name: source.name, url: url, headBytes: nil, base: nil, license: manifest.license,
            sha256: nil, commit: commit)
    }

    /// Fetches what is missing of a model of the hub.
    func pull(
        _ source: HubSource, progress: @escaping @Sendable (PullProgress) -> Void
    ) async throws -> URL {
        // A commit never changes: what is here needs no request.
        if source.isPinned, let here = try? resolve(source) { return here.url }
        let repositories = repositories(source.repository)
        let hub = HubEnvironment(environment)
        let folder: HubFolder
        do {
            folder = try await onOwnThread { cancellation in
                try HubPull(
                    source: source, repository: repositories[0], hubs: repositories[1], hub: hub,
                    cancellation: cancellation, progress: progress
                ).run()
            }
        } catch HubError.unreachable(let name, let address, let reason) {
            guard let here = try? resolve(source), let commit = here.commit else {
                throw HubError.unreachable(source: name, address: address, reason: reason)
            }
            let origin = ModelSource.huggingFace(
                repository: source.repository, revision: commit, file: source.file ?? "")
            progress(
                .failed(
                    SourceFailure(
                        source: origin, reason: "\(reason); what is here is of commit \(commit)")))
            return here.url
        }
        guard let url = folder.model(source) else {
            throw HubError.notFetched(source: "\(source)")
        }
        return url
    }

    /// Compares the files of a model in our cache with the digests that they were fetched with.
    ///
    /// - Returns: Whether there are such digests; of what lies in the hub's own cache there are none.
    func verify(_ source: HubSource) throws -> Bool {
        guard let commit = try resolve(source).commit else { return false }
        let repository = HubRepository(source.repository, in: hubModels)
        let digests = HubManifest(repository.manifest(commit)).digests
        for (path, digest) in digests {
            let url = repository.folder(commit).url.appending(path: path)
            guard fileLength(at: url) != nil else { continue }
            let found = try Hub.digest(of: url, like: digest)
            guard found == digest else {
                throw HubError.corruptFile(
                    path: url.path,
                    problem: .digest(expected: digest.digits, found: found.digits),
                    name: "\(source)")
            }
        }
        return !digests.isEmpty
    }

    var hubModels: URL { cache.appending(path: "hub") }
}

/// A model of the hub that is on this machine.
public struct HubModel: Sendable, Equatable {
    /// The source that names it.
    public let source: HubSource
    /// Its file or folder.
    public let url: URL
    /// The bytes of its files.
    public let bytes: Int
    /// The license, if the repository states one.
    public let license: String?
    /// Whether it lies in the hub's own cache, which synthgen never changes.
    public let isHubs: Bool
}

extension ModelStore {
    /// The models of the hub that are on this machine: in our cache, then in the hub's own.
    public func hubModelsHere() -> [HubModel] {
        let own = HubRepository.all(in: hubModels, isHubs: false)
        let hubs = HubRepository.all(in: HubEnvironment(environment).cache, isHubs: true)
        return (own + hubs).flatMap { repository in
            repository.commits.flatMap { models(in: repository.folder($0), of: repository) }
        }
    }

    private func models(in folder: HubFolder, of repository: HubRepository) -> [HubModel] {
        let manifest = HubManifest(repository.manifest(folder.commit))
        func model(_ file: String?, bytes: Int) -> HubModel? {
            let source = HubSource(
                repository: repository.name, revision: folder.commit, file: file)
            return folder.model(source).map {
                HubModel(
                    source: source, url: $0, bytes: bytes, license: manifest.license,
                    isHubs: folder.isHubs)
            }
        }
        let files = (FileManager.default.enumerator(atPath: folder.url.path)?.allObjects ?? [])
            .compactMap { $0 as? String }.sorted()
        func bytes(_ paths: [String]) -> Int {
            paths.reduce(0) { $0 + (fileLength(at: folder.url.appending(path: $1)) ?? 0) }
        }
        let ggufs = files.filter { path in
            path.hasSuffix(".gguf") && SplitFile(path).map { $0.paths[0] == path } ?? true
        }
        let whole = model(nil, bytes: bytes(files.filter { !$0.hasSuffix(".gguf") }))
        return [whole].compactMap(\.self)
            + ggufs.compactMap { model($0, bytes: bytes(SplitFile($0)?.paths ?? [$0])) }
    }
}
