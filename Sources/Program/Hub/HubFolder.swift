import Files
import Foundation
import JSON

/// A folder with files of one commit of a repository: in our cache, or in the hub's own.
struct HubFolder: Sendable {
    let url: URL
    /// The commit, 40 hexadecimal digits.
    let commit: String
    /// Whether the folder is part of the hub's own cache, which is never changed.
    let isHubs: Bool

    /// The model of a source: its file or this folder; nil if the folder lacks something of it.
    func model(_ source: HubSource) -> URL? {
        guard let file = source.file else { return isWholeCheckpoint ? url : nil }
        let paths = SplitFile(file)?.paths ?? [file]
        return paths.allSatisfy(has) ? url.appending(path: paths[0]) : nil
    }

    func has(_ path: String) -> Bool { fileLength(at: url.appending(path: path)) != nil }

    private var isWholeCheckpoint: Bool {
        guard has(CheckpointFiles.configuration) else { return false }
        // Ours gets its configuration when everything else is there. Of the hub's, some programs
        // fetch the weights alone.
        if isHubs {
            guard has("tokenizer_config.json"), CheckpointFiles.tokenizers.contains(where: has)
            else { return false }
        }
        if has(CheckpointFiles.weights) { return true }
        return shards?.allSatisfy(has) ?? false
    }

    /// The file that says which shards the weights are in.
    var index: URL { url.appending(path: CheckpointFiles.index) }

    /// The shards that the index names; nil if it cannot be read, or names files elsewhere.
    var shards: [String]? {
        guard let bytes = try? FileReading.content(of: index), let json = try? JSON(parsing: bytes)
        else { return nil }
        return CheckpointFiles.shards(of: json)
    }
}

/// A repository in a cache: our own, or the hub's.
struct HubRepository: Sendable {
    /// `owner/repo`.
    let name: String
    let url: URL
    let isHubs: Bool

    /// A repository in our cache's folder `hub`.
    init(_ name: String, in folder: URL) {
        (self.name, isHubs) = (name, false)
        url = folder.appending(path: name.replacing("/", with: "--"))
    }

    /// A repository in the hub's own cache.
    init(_ name: String, inHubs cache: URL) {
        (self.name, isHubs) = (name, true)
        url = cache.appending(path: "models--" + name.replacing("/", with: "--"))
    }

    /// The repositories that a cache has.
    static func all(in folder: URL, isHubs: Bool) -> [HubRepository] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().compactMap { name in
            let prefix = isHubs ? "models--" : ""
            guard name.hasPrefix(prefix) else { return nil }
            let rest = name.dropFirst(prefix.count)
            guard let gap = rest.range(of: "--") else { return nil }
            let repository = rest[..<gap.lowerBound] + "/" + rest[gap.upperBound...]
            guard let source = try? HubSource(HubSource.prefix + repository) else { return nil }
            return isHubs
                ? HubRepository(source.repository, inHubs: folder)
                : HubRepository(source.repository, in: folder)
        }
    }

    /// The folder of a commit, whether it is there or not.
    func folder(_ commit: String) -> HubFolder {
        HubFolder(
            url: isHubs
                ? url.appending(path: "snapshots/\(commit)") : url.appending(path: commit),
            commit: commit, isHubs: isHubs)
    }

    /// The commits that have folders.
    var commits: [String] {
        let folder = isHubs ? url.appending(path: "snapshots") : url
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter(HubSource.isCommit).sorted()
    }

    /// The commit that a branch or tag was when it was last asked for; nil if it never was.
    func commit(of revision: String) -> String? {
        if HubSource.isCommit(revision) { return revision }
        let text = try? FileReading.text(of: reference(revision))
        let commit = text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
        return HubSource.isCommit(commit) ? commit : nil
    }

    /// The file that says which commit a branch or tag is.
    func reference(_ revision: String) -> URL { url.appending(path: "refs/\(revision)") }

    /// The lengths and digests of a commit's files.
    func manifest(_ commit: String) -> URL { url.appending(path: "\(commit).json") }
}
