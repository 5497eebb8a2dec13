public import Foundation

/// What `remove` takes away.
public struct ModelRemoval: Sendable, Equatable {
    /// The files and folders, all in our cache.
    public let urls: [URL]
    /// The bytes that become free.
    public let bytes: Int
    /// Names of other models that need the same file.
    public let alsoGone: [String]
}

extension ModelStore {
    /// Finds what belongs to a model in our cache: a registered name, or a source on the hub, without
    /// a revision at every commit.
    ///
    /// The hub's own cache and files of the user's own are never part of it.
    ///
    /// - Throws: ``HubError`` if there is nothing of it in our cache.
    public func removal(of name: String) throws -> ModelRemoval {
        if HubSource.isMeant(by: name) { return try removal(of: HubSource(name)) }
        guard let model = registry[name], let (base, _) = registry.base(of: model) else {
            let url = URL(filePath: NSString(string: name).expandingTildeInPath)
            guard !FileManager.default.fileExists(atPath: url.path) else {
                throw HubError.notOurs(path: url.standardizedFileURL.path, isHubs: false)
            }
            throw HubError.unknownModel(
                name: name, installed: installedNames, known: registry.models.map(\.name))
        }
        let file = location(of: base.name)
        let urls = [file, file.appendingPathExtension("part")].filter { fileLength(at: $0) != nil }
        guard !urls.isEmpty else {
            throw HubError.nothingToRemove(name: name, folder: models.path)
        }
        let others = registry.models.filter {
            $0.name != name && registry.base(of: $0)?.model.name == base.name
        }
        return ModelRemoval(
            urls: urls, bytes: urls.reduce(0) { $0 + (fileLength(at: $1) ?? 0) },
            alsoGone: others.map(\.name))
    }

    private func removal(of source: HubSource) throws -> ModelRemoval {
        let repository = HubRepository(source.repository, in: hubModels)
        let commits =
            source.revision == nil
            ? repository.commits : [repository.commit(of: source.wanted)].compactMap(\.self)
        var urls: [URL] = []
        for commit in commits {
            let folder = repository.folder(commit)
            if let file = source.file {
                urls += (SplitFile(file)?.paths ?? [file]).flatMap { path in
                    let url = folder.url.appending(path: path)
                    return [url, url.appendingPathExtension("part")]
                }
            } else {
                urls += [folder.url, repository.manifest(commit)]
            }
        }
        urls = urls.filter { FileManager.default.fileExists(atPath: $0.path) || Self.isLink($0) }
        guard !urls.isEmpty else {
            if let here = try? resolve(source) {
                throw HubError.notOurs(path: here.url.path, isHubs: true)
            }
            throw HubError.nothingToRemove(name: "\(source)", folder: repository.url.path)
        }
        return ModelRemoval(urls: urls, bytes: urls.reduce(0) { $0 + ownBytes($1) }, alsoGone: [])
    }

    /// Removes what ``removal(of:)`` has found. Links are removed, not what they lead to.
    ///
    /// - Throws: ``HubError/disk(path:operation:reason:)``.
    public func remove(_ removal: ModelRemoval) throws {
        for url in removal.urls {
            do { try FileManager.default.removeItem(at: url) } catch {
                throw HubError.disk(
                    path: url.path, operation: "be removed", reason: error.localizedDescription)
            }
        }
        // What is empty now is of no use.
        for url in removal.urls { removeEmptyFolders(from: url.deletingLastPathComponent()) }
    }

    /// Removes a repository's folders that have nothing but bookkeeping left.
    private func removeEmptyFolders(from folder: URL) {
        var folder = folder
        while folder.path.hasPrefix(hubModels.path + "/") {
            let left = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            let isRepository = folder.deletingLastPathComponent().path == hubModels.path
            guard left.isEmpty || isRepository && Set(left).isSubset(of: [".lock", "refs"]) else {
                return
            }
            try? FileManager.default.removeItem(at: folder)
            if HubSource.isCommit(folder.lastPathComponent) {
                try? FileManager.default.removeItem(at: folder.appendingPathExtension("json"))
            }
            folder.deleteLastPathComponent()
        }
    }

    private static func isLink(_ url: URL) -> Bool {
        var facts = stat()
        return lstat(url.path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFLNK
    }

    /// The bytes of a file, or of all files in a folder; links lead elsewhere and have none.
    private func ownBytes(_ url: URL) -> Int {
        let inside = FileManager.default.enumerator(atPath: url.path)?.allObjects ?? []
        let urls = [url] + inside.compactMap { ($0 as? String).map { url.appending(path: $0) } }
        return urls.reduce(0) { $0 + (Self.isLink($1) ? 0 : fileLength(at: $1) ?? 0) }
    }
}
