import Files
import Foundation
import JSON

/// LLaMA-Factory's registry of data files, `dataset_info.json`; it only uses files listed there.
enum DatasetInfo {
    /// Adds or replaces the entry for `url` in the list in the same folder; returns the list's URL.
    static func enter(_ url: URL, for purpose: TrainingPurpose) throws(DatasetError) -> URL {
        let list = url.deletingLastPathComponent().appending(path: "dataset_info.json")
        var entries = try existing(list)
        entries[name(of: url)] = .object(entry(url, for: purpose))
        let text = JSON.object(entries).pretty() + "\n"
        do { try OutputFile.write(Array(text.utf8), to: list.path) } catch {
            throw DatasetError(error)
        }
        return list
    }

    private static func entry(_ url: URL, for purpose: TrainingPurpose) -> JSONObject {
        let file = JSON.string(url.lastPathComponent)
        return switch purpose {
        case .preference:
            [
                "file_name": file, "ranking": true, "formatting": "sharegpt",
                "columns": [
                    "messages": "conversations", "system": "system", "chosen": "chosen",
                    "rejected": "rejected",
                ],
            ]
        case .imitation:
            [
                "file_name": file, "formatting": "sharegpt",
                "columns": ["messages": "conversations", "system": "system"],
            ]
        }
    }

    /// The file's name without its extensions.
    private static func name(of url: URL) -> String {
        var url = url
        while ["jsonl", "json", "parquet", "zst", "zstd"].contains(url.pathExtension) {
            url = url.deletingPathExtension()
        }
        return url.lastPathComponent
    }

    private static func existing(_ list: URL) throws(DatasetError) -> JSONObject {
        guard FileManager.default.fileExists(atPath: list.path) else { return [:] }
        let file = try StoredFile(list, for: .read)
        let bytes = try file.read(at: 0, count: file.size())
        return try parseRecord(bytes, path: list.path, line: 1)
    }
}
