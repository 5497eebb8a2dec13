public import Foundation

/// The files of a dataset that records are read from, told apart by what they are and not by how
/// they are called.
public struct DatasetFiles {
    private let folder: FileIdentity?
    private let files: Set<FileIdentity>

    /// The files in `folder`, which need not be there yet.
    public init(of folder: URL) {
        let dataset = DatasetFolder(url: folder)
        self.folder = FileIdentity(folder)
        files = Set(
            dataset.names.filter(dataset.isOwn).compactMap {
                FileIdentity(folder.appending(path: $0))
            })
    }

    /// Whether `url` leads to the folder itself or to a file of the dataset, by whatever links.
    public func contain(_ url: URL) -> Bool {
        guard let identity = FileIdentity(url) else { return false }
        return identity == folder || files.contains(identity)
    }
}

/// The numbers by which the system knows a file or folder.
private struct FileIdentity: Hashable {
    private let device: UInt64
    private let number: UInt64

    /// Nil if there is no such file.
    init?(_ url: URL) {
        var facts = stat()
        guard stat(url.path, &facts) == 0 else { return nil }
        device = UInt64(facts.st_dev)
        number = UInt64(facts.st_ino)
    }
}
