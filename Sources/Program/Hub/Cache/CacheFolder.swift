import Files
public import Foundation

/// The cache folder: what lies in it, and the removal of what nobody uses.
///
/// Links are never followed, and only those are removed that a model's own folder has. The folder of shared answers is left to
/// `AnswerCache`, which is a database.
public struct CacheFolder: Sendable {
    /// The folder; it need not be there.
    public let url: URL
    private let now: Date

    /// The cache in the folder at `url`.
    /// - Parameter now: The present time, by which fresh temporary files are told from old ones.
    public init(_ url: URL, now: Date = Date()) { (self.url, self.now) = (url, now) }

    /// Everything in the cache but answers, sorted by kind and path; empty if there is no folder.
    ///
    /// - Throws: ``HubError/disk(path:operation:reason:)``.
    public func items() throws(HubError) -> [CachedItem] {
        guard FileManager.default.fileExists(atPath: url.path) else { return [] }
        do throws(FileFailure) {
            let root = try OpenFolder(url.path)
            var found: [CachedItem] = []
            for entry in try root.entries() {
                switch (entry.name, entry.kind) {
                case ("answers", .folder): continue
                case ("models", .folder):
                    found += try models(in: root.folder(entry.name), at: "models")
                case ("hub", .folder): found += try repositories(in: root.folder(entry.name))
                case ("kernels", .folder): found += try kernels(in: root.folder(entry.name))
                case ("nvrtc", .folder):
                    found.append(item(.compiler, entry, in: root, at: ""))
                case (let name, .folder) where name.hasPrefix("nvrtc.part."):
                    found.append(item(.temporary, entry, in: root, at: ""))
                default: found.append(item(.other, entry, in: root, at: ""))
                }
            }
            return found.sorted { ($0.kind.order, $0.path) < ($1.kind.order, $1.path) }
        } catch { throw HubError(error) }
    }

    /// The folder of shared answers; nil if there is none, or a link.
    public var answers: URL? {
        let facts = (try? OpenFolder(url.path))?.facts(of: "answers")
        return facts?.kind == .folder ? url.appending(path: "answers") : nil
    }

    /// Removes an item of this cache, unless a process uses it by now.
    ///
    /// - Returns: Whether it was removed.
    /// - Throws: ``HubError/disk(path:operation:reason:)``.
    public func remove(_ item: CachedItem) throws(HubError) -> Bool {
        guard item.obstacle == nil else { return false }
        do throws(FileFailure) {
            let parts = item.path.split(separator: "/").map(String.init)
            guard let name = parts.last else { return false }
            var folder = try OpenFolder(url.path)
            for part in parts.dropLast() { folder = try folder.folder(part) }
            // Held until the files are gone: a process that comes later finds no file, or waits.
            guard let claims = claims(on: name, in: folder, lock: item.lock) else { return false }
            try withExtendedLifetime(claims) { () throws(FileFailure) in try folder.remove(name) }
            return true
        } catch { throw HubError(error) }
    }

    // MARK: What is there

    /// The items of a folder below `models`: files of weights, folders in Hugging Face layout, and
    /// what is left of fetching them.
    ///
    /// `.NAME.lock` is the trace of a pull, so the weights beside it can be fetched again.
    private func models(
        in folder: OpenFolder, at path: String
    ) throws(FileFailure) -> [CachedItem] {
        let entries = try folder.entries()
        let pulled = Set(entries.compactMap { $0.name.stripped(prefix: ".", suffix: ".lock") })
        var found: [CachedItem] = []
        for entry in entries {
            let name = entry.name
            let partial =
                name.stripped(prefix: "", suffix: ".gguf.part")
                ?? name.stripped(prefix: "", suffix: ".part")
                ?? name.stripped(prefix: ".", suffix: ".scratch")
            if let partial, entry.kind == .regular || entry.kind == .folder {
                let lock = pulled.contains(partial) ? ".\(partial).lock" : nil
                found.append(item(.temporary, entry, in: folder, at: path, lock: lock))
            } else if entry.kind == .regular, name.hasSuffix(".tmp") {
                found.append(item(.temporary, entry, in: folder, at: path))
            } else if isModel(entry, in: folder) {
                let base = name.stripped(prefix: "", suffix: ".gguf") ?? name
                let isFetched = pulled.contains(base)
                found.append(
                    item(
                        .models, entry, in: folder, at: path,
                        lock: isFetched ? ".\(base).lock" : nil,
                        isFetched: isFetched))
            } else if entry.kind == .folder {
                found += try models(in: folder.folder(name), at: path + "/" + name)
            } else if entry.kind != .regular || !name.hasSuffix(".lock") {
                found.append(item(.other, entry, in: folder, at: path))
            }
        }
        return found
    }

    private func isModel(_ entry: OpenFolder.Entry, in folder: OpenFolder) -> Bool {
        switch entry.kind {
        case .regular: entry.name.hasSuffix(".gguf")
        case .folder:
            (try? folder.folder(entry.name))?.facts(of: "config.json")?.kind == .regular
        default: false
        }
    }

    /// The repositories of the Hugging Face hub, each with its files of any commit, which may be
    /// links into the hub's own cache. A pull holds the `.lock` in the repository's folder.
    private func repositories(in folder: OpenFolder) throws(FileFailure) -> [CachedItem] {
        try folder.entries().map { entry in
            item(entry.kind == .folder ? .models : .other, entry, in: folder, at: "hub")
        }
    }

    private func kernels(in folder: OpenFolder) throws(FileFailure) -> [CachedItem] {
        try folder.entries().map { entry in
            let kind: CachedItem.Kind =
                if entry.kind != .regular {
                    .other
                } else if entry.name.hasSuffix(".cubin") {
                    .kernels
                } else {
                    .temporary
                }
            return item(kind, entry, in: folder, at: "kernels")
        }
    }

    private func item(
        _ kind: CachedItem.Kind, _ entry: OpenFolder.Entry, in folder: OpenFolder, at path: String,
        lock: String? = nil, isFetched: Bool = true
    ) -> CachedItem {
        let total = kind == .other ? entry.total : total(of: entry, in: folder)
        let obstacle: CachedItem.Obstacle? =
            if kind == .other {
                .unknown
            } else if !isFetched {
                .notFetched
            } else if isFresh(kind, total, lock)
                || claims(on: entry.name, in: folder, lock: lock) == nil
            {
                .inUse
            } else {
                nil
            }
        return CachedItem(
            kind: kind, path: path.isEmpty ? entry.name : path + "/" + entry.name,
            bytes: total.bytes, lastUsed: total.lastUsed, obstacle: obstacle, lock: lock)
    }

    /// Whether a temporary file that no lock protects was written within a day: a process may still
    /// be at it.
    private func isFresh(_ kind: CachedItem.Kind, _ total: Total, _ lock: String?) -> Bool {
        kind == .temporary && lock == nil && now.timeIntervalSince(total.modified) < 86_400
    }

    // MARK: Trees

    /// The size and times of a file, or of all files of a folder.
    struct Total {
        var bytes: Int
        var lastUsed: Date
        var modified: Date
    }

    private func total(of entry: OpenFolder.Entry, in folder: OpenFolder) -> Total {
        guard entry.kind == .folder else { return entry.total }
        // The folder's own time of access is that of the last listing.
        var sum = Total(bytes: 0, lastUsed: entry.modified, modified: entry.modified)
        guard let inner = try? folder.folder(entry.name), let entries = try? inner.entries() else {
            return sum
        }
        for part in entries.map({ total(of: $0, in: inner) }) {
            sum.bytes += part.bytes
            sum.lastUsed = max(sum.lastUsed, part.lastUsed)
            sum.modified = max(sum.modified, part.modified)
        }
        return sum
    }

    /// Exclusive locks on an entry, all files in it and its lock file; nil if one of them is in use.
    private func claims(on name: String, in folder: OpenFolder, lock: String?) -> [FileClaim]? {
        var claims: [FileClaim] = []
        if let lock {
            guard let claim = folder.claim(lock) else { return nil }
            claims.append(claim)
        }
        guard let entry = folder.facts(of: name) else { return nil }
        if entry.kind == nil {
            // The link goes, its target stays; in use it is if the target is.
            if folder.isBroken(name) { return claims }
            guard let claim = folder.claim(name, followingLinks: true) else { return nil }
            return claims + [claim]
        }
        guard entry.kind == .regular || entry.kind == .folder else { return claims }
        guard let claim = folder.claim(name) else { return nil }
        claims.append(claim)
        guard entry.kind == .folder else { return claims }
        guard let inner = try? folder.folder(name), let entries = try? inner.entries() else {
            return nil
        }
        for entry in entries {
            guard let more = self.claims(on: entry.name, in: inner, lock: nil) else { return nil }
            claims += more
        }
        return claims
    }
}

extension OpenFolder.Entry {
    fileprivate var total: CacheFolder.Total {
        CacheFolder.Total(bytes: bytes, lastUsed: lastUsed, modified: modified)
    }
}

extension CachedItem.Kind {
    fileprivate var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension String {
    /// The text between a prefix and a suffix; nil if it lacks one of them or nothing is between.
    fileprivate func stripped(prefix: String, suffix: String) -> String? {
        guard hasPrefix(prefix), hasSuffix(suffix),
            utf8.count > prefix.utf8.count + suffix.utf8.count
        else { return nil }
        return String(dropFirst(prefix.count).dropLast(suffix.count))
    }
}
