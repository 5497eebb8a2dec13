import Files
public import Foundation

/// Makes a folder of a dataset's rows and card, for others: what `hf upload` is to upload.
///
/// Catalog, journal and rejected records stay behind. Shards are copied as they are, so the same
/// dataset gives the same files.
public enum DatasetPackage {
    /// Contents of a package.
    public struct Report: Equatable, Sendable {
        /// Number of records.
        public let records: Int
        /// Names of the files, the card first.
        public let files: [String]
        /// Size of all files, in bytes.
        public let bytes: Int
    }

    /// Makes a package in a new folder; the folder appears whole or not at all.
    ///
    /// - Parameters:
    ///   - replacesPackage: Whether an earlier package in that folder is replaced. A folder with
    ///     other files is refused all the same.
    ///   - takesUnfinished: Whether a dataset is taken whose run has not ended.
    /// - Throws: ``DatasetError/unfinishedDataset(folder:state:)``,
    ///   ``DatasetError/folderInUse(path:found:)``, ``DatasetError/nothingToExport(path:leftOut:unselected:)``,
    ///   and errors of damaged shards.
    public static func make(
        of reader: DatasetReader, in url: URL, replacesPackage: Bool = false,
        takesUnfinished: Bool = false
    ) throws -> Report {
        if !takesUnfinished, let unfinished = try reader.unfinished() {
            throw DatasetError.unfinishedDataset(
                folder: reader.url.path, state: "\(unfinished)")
        }
        guard try reader.count() > 0 else {
            throw DatasetError.nothingToExport(path: reader.url.path, leftOut: [:])
        }
        try check(url, replacesPackage: replacesPackage)
        let folder = DatasetFolder(url: url)
        try DatasetFolder(url: folder.url.deletingLastPathComponent()).createIfMissing()
        let beside = DatasetFolder(
            url: URL(
                filePath: url.path + ".\(String(UInt64.random(in: 0 ... .max), radix: 16)).tmp"))
        try beside.create()
        do {
            let report = try fill(beside, from: reader)
            try beside.synchronize()
            try put(beside, in: url)
            return report
        } catch {
            try? FileManager.default.removeItem(at: beside.url)
            throw error
        }
    }

    /// Throws if the folder holds what is no package, or a package that is not to be replaced.
    private static func check(_ url: URL, replacesPackage: Bool) throws(DatasetError) {
        guard FileManager.default.fileExists(atPath: url.path) else { return }
        let found = DatasetFolder(url: url).names
        let others = found.filter { $0 != cardName && DatasetFolder.shard(named: $0) == nil }
        guard others.isEmpty, found.isEmpty || replacesPackage else {
            throw .folderInUse(path: url.path, found: others.isEmpty ? found : others)
        }
    }

    private static let cardName = "README.md"

    private static func fill(_ folder: DatasetFolder, from reader: DatasetReader) throws -> Report {
        let card = Array(try PackagedCard.text(of: reader).utf8)
        try StoredFile.replace(folder.card, with: card)
        var (files, bytes) = ([cardName], card.count)
        for kind in reader.kinds where kind.isAccepted {
            let frames = try reader.catalog.frames(kind)
            let (_, damage) = FrameCheck(folder: reader.folder, kind: kind).intactPrefix(of: frames)
            if let damage { throw damage.error }
            for shard in try reader.catalog.shards(kind) {
                let name = DatasetFolder.shardName(kind, shard.number)
                try copy(
                    reader.url.appending(path: name), to: folder.url.appending(path: name),
                    shard.bytes)
                files.append(name)
                bytes += shard.bytes
            }
        }
        return Report(records: try reader.count(), files: files, bytes: bytes)
    }

    /// Copies the first bytes of a file: what the catalog describes of a shard.
    private static func copy(_ source: URL, to target: URL, _ count: Int) throws(DatasetError) {
        let source = try StoredFile(source, for: .read)
        let target = try StoredFile(target, for: .write)
        var offset = 0
        while offset < count {
            let piece = try source.read(at: offset, count: min(1 << 20, count - offset))
            guard !piece.isEmpty else { throw .truncated(path: source.path, intactRecords: 0) }
            try target.write(piece, at: offset)
            offset += piece.count
        }
        try target.synchronize()
    }

    /// Renames the finished folder; an earlier package goes when the new one is in its place.
    private static func put(_ beside: DatasetFolder, in url: URL) throws(DatasetError) {
        let old = URL(filePath: beside.path + ".old")
        let isThere = FileManager.default.fileExists(atPath: url.path)
        if isThere, rename(url.path, old.path) != 0 {
            throw .system(errno, path: url.path, operation: "be replaced")
        }
        guard rename(beside.path, url.path) == 0 else {
            let code = errno
            if isThere { _ = rename(old.path, url.path) }
            throw .system(code, path: url.path, operation: "be written")
        }
        if isThere { try? FileManager.default.removeItem(at: old) }
    }
}

/// The card of a package: that of the dataset, with all that a person wrote, but without what it
/// says of files that are not in a package.
enum PackagedCard {
    static func text(of reader: DatasetReader) throws(DatasetError) -> String {
        guard FileManager.default.fileExists(atPath: reader.folder.card.path) else {
            return try complete(DatasetCard().text(for: reader))
        }
        let file = try StoredFile(reader.folder.card, for: .read)
        let text = String(decoding: try file.read(at: 0, count: try file.size()), as: UTF8.self)
        return complete(CardFile.withoutMarker(text))
    }

    private static func complete(_ card: String) -> String {
        card.replacing("\n" + DatasetCard.otherFiles + "\n", with: "")
    }
}
