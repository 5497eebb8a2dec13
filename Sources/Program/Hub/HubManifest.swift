import Files
import Foundation
import JSON

/// What is known of a commit's files in our cache: `COMMIT.json` beside their folder.
struct HubManifest: Sendable {
    /// What the repository says of its license; nil if it says nothing.
    var license: String?
    /// The digest of each file, by path, as it was checked.
    var digests: [String: ContentDigest] = [:]

    /// An empty one.
    init() {}

    /// Reads one; what cannot be read is empty.
    init(_ url: URL) {
        guard let bytes = try? FileReading.content(of: url), let json = try? JSON(parsing: bytes)
        else { return }
        license = json["license"]?.string
        for (path, digest) in json["files"]?.object?.pairs.map({ ($0, $1) }) ?? [] {
            digests[path] = digest.string.flatMap(ContentDigest.init)
        }
    }

    /// Writes the manifest of `repository` at `commit`.
    func write(to url: URL, repository: String, commit: String) throws(HubError) {
        let files = digests.sorted { $0.key < $1.key }
            .map { ($0.key, JSON.string($0.value.digits)) }
        let json: JSON = [
            "repository": .string(repository), "commit": .string(commit),
            "license": license.map(JSON.string) ?? .null, "files": .object(JSONObject(files)),
        ]
        try replace(url, with: json.pretty() + "\n")
    }
}

/// Replaces a small file as a whole.
func replace(_ url: URL, with text: String) throws(HubError) {
    do { try OutputFile.write(Array(text.utf8), to: url.path) } catch { throw HubError(error) }
}
