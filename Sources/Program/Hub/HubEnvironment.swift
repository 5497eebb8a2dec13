import Files
import Foundation

/// The settings of Hugging Face's own programs: address, token, and the folder of their cache.
struct HubEnvironment: Sendable {
    /// The hub's address without a slash at its end: `HF_ENDPOINT`, else https://huggingface.co.
    let endpoint: String
    /// `HF_TOKEN`, else what `hf auth login` has saved; nil if there is neither.
    let token: String?
    /// The hub's own cache: `HF_HUB_CACHE`, else `hub` in `HF_HOME`.
    let cache: URL
    /// Whether `HF_HUB_OFFLINE` forbids all requests.
    let isOffline: Bool

    /// Why a request is not made if ``isOffline``.
    static let offlineReason = "HF_HUB_OFFLINE is set"

    init(_ environment: [String: String]) {
        func value(_ names: String...) -> String? {
            names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        }
        func folder(_ path: String) -> URL {
            URL(
                filePath: NSString(string: path).expandingTildeInPath, directoryHint: .isDirectory)
        }
        let set = value("HF_ENDPOINT") ?? "https://huggingface.co"
        endpoint = set.hasSuffix("/") ? String(set.dropLast()) : set
        let caches =
            value("XDG_CACHE_HOME").map(folder)
            ?? UserFolder.home(environment).appending(path: ".cache")
        let home = value("HF_HOME").map(folder) ?? caches.appending(path: "huggingface")
        cache =
            value("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE").map(folder)
            ?? home.appending(path: "hub")
        let file = value("HF_TOKEN_PATH").map(folder) ?? home.appending(path: "token")
        let saved = (try? FileReading.text(of: file)).map(Self.trimmed) ?? ""
        token =
            value("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN").map(Self.trimmed)
            ?? (saved.isEmpty ? nil : saved)
        isOffline = ["1", "ON", "YES", "TRUE"].contains(value("HF_HUB_OFFLINE")?.uppercased() ?? "")
    }

    private static func trimmed(_ text: String) -> String {
        text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The lines of a request's header that show the token.
    var headers: [String] { token.map { ["Authorization: Bearer \($0)"] } ?? [] }

    /// The address of a repository's list of files at a revision, with lengths and digests.
    func listAddress(_ repository: String, revision: String) -> String {
        "\(endpoint)/api/models/\(repository)/revision/\(Self.escaped(revision))?blobs=true"
    }

    /// The address of a file at a commit.
    func fileAddress(_ repository: String, revision: String, path: String) -> String {
        let path = path.split(separator: "/").map { Self.escaped(String($0)) }
        return "\(endpoint)/\(repository)/resolve/\(Self.escaped(revision))/"
            + path.joined(separator: "/")
    }

    /// A part of an address, slashes escaped too.
    private static func escaped(_ text: String) -> String {
        let letters = "abcdefghijklmnopqrstuvwxyz"
        let kept = CharacterSet(charactersIn: letters + letters.uppercased() + "0123456789-._~")
        return text.addingPercentEncoding(withAllowedCharacters: kept) ?? text
    }
}
