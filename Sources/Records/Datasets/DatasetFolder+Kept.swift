import Files
import Foundation

/// Nothing of a dataset is deleted before it has been replaced: what a repair or a run takes out is
/// kept in a folder beside the shards.
extension DatasetFolder {
    /// Folders for what was taken out.
    enum Keep: String, CaseIterable {
        /// What a repair took out; stays until a person removes it.
        case damaged
        /// What a run took out to write other content in its place; removed when the run has
        /// finished.
        case replaced
    }

    private func url(_ keep: Keep) -> URL {
        url.appending(path: keep.rawValue, directoryHint: .isDirectory)
    }

    /// Gives a file of the dataset a second name in a folder, where it stays when the first name is
    /// given to another file; does nothing if there is no such file.
    func keep(_ file: URL, in keep: Keep) throws(DatasetError) {
        guard FileManager.default.fileExists(atPath: file.path) else { return }
        let kept = try freeName(for: file.lastPathComponent, in: keep)
        if link(file.path, kept.path) == 0 {
            try StoredFile(url(keep), for: .read).synchronize()
        } else {
            // Some file systems have no second names.
            try write(to: kept, from: file, offset: 0)
        }
    }

    /// Copies the bytes of a file of the dataset from `offset` on to a folder.
    func keep(_ file: URL, from offset: Int, in keep: Keep) throws(DatasetError) {
        let name = "\(file.lastPathComponent).from-\(offset)"
        try write(to: try freeName(for: name, in: keep), from: file, offset: offset)
    }

    /// Moves a file of the dataset to a folder.
    func move(_ file: URL, to keep: Keep) throws(DatasetError) {
        try self.keep(file, in: keep)
        guard unlink(file.path) == 0 else {
            throw .system(errno, path: file.path, operation: "be removed")
        }
        try synchronize()
    }

    /// Removes what runs took out, once other content is in its place.
    func removeReplaced() throws(DatasetError) {
        guard FileManager.default.fileExists(atPath: url(.replaced).path) else { return }
        try wrapped(url(.replaced).path) {
            try FileManager.default.removeItem(at: url(.replaced))
        }
    }

    private func write(to kept: URL, from file: URL, offset: Int) throws(DatasetError) {
        let source = try StoredFile(file, for: .read)
        try StoredFile.replace(kept) { copy throws(DatasetError) in
            var at = offset
            while case let piece = try source.read(at: at, count: Self.pieceInBytes), !piece.isEmpty
            {
                try copy.write(piece, at: at - offset)
                at += piece.count
            }
        }
    }

    private static let pieceInBytes = 1 << 20

    /// The first of `name`, `name.2`, `name.3` and so on that no file in the folder has.
    private func freeName(for name: String, in keep: Keep) throws(DatasetError) -> URL {
        let folder = url(keep)
        try DatasetFolder(url: folder).create()
        try synchronize()
        var (candidate, number) = (name, 1)
        while FileManager.default.fileExists(atPath: folder.appending(path: candidate).path) {
            number += 1
            candidate = "\(name).\(number)"
        }
        return folder.appending(path: candidate)
    }
}
