import JSON

/// A repository's files at one commit, as the hub lists them.
struct HubListing: Sendable {
    /// A file of the repository.
    struct File: Sendable {
        /// Its path in the repository.
        let path: String
        /// Its length in bytes; nil if the hub does not say.
        let bytes: Int?
        /// The digest of its content; nil if the hub does not say.
        let digest: ContentDigest?
    }

    /// The commit, 40 hexadecimal digits.
    let commit: String
    /// SPDX identifier or the hub's own name of the license; nil if the repository has none.
    let license: String?
    /// The files in the hub's order.
    let files: [File]

    /// Reads the hub's answer to a question about a repository; nil if it is not one.
    init?(_ json: JSON) {
        guard let commit = json["sha"]?.string, HubSource.isCommit(commit),
            let siblings = json["siblings"]?.array
        else { return nil }
        self.commit = commit
        let tag = json["tags"]?.array?.compactMap(\.string).first { $0.hasPrefix("license:") }
        license =
            json["cardData"]?["license"]?.string
            ?? tag.map { String($0.dropFirst("license:".count)) }
        files = siblings.compactMap { file in
            // A hostile list must not lead out of the folder.
            guard let path = file["rfilename"]?.string, HubSource.isPath(path) else { return nil }
            let large = file["lfs"]
            let digest =
                (large?["sha256"] ?? large?["oid"] ?? file["blobId"])?.string
                .flatMap(ContentDigest.init)
            return File(
                path: path, bytes: (large?["size"] ?? file["size"])?.integer, digest: digest)
        }
    }

    /// The file at a path.
    subscript(path: String) -> File? { files.first { $0.path == path } }

    /// The paths of the GGUF models: of those in several files, the first file.
    var models: [String] {
        files.map(\.path).filter { path in
            path.hasSuffix(".gguf") && SplitFile(path).map { $0.paths[0] == path } ?? true
        }
    }
}

/// Which files of a repository a model of safetensors weights is made of.
enum CheckpointFiles {
    static let configuration = "config.json"
    static let weights = "model.safetensors"
    static let index = "model.safetensors.index.json"
    /// Tokenizers, either of which is enough.
    static let tokenizers = ["tokenizer.json", "tokenizer.model"]
    /// What is fetched beside weights and configuration, where it is there.
    static let others =
        tokenizers + [
            "generation_config.json", "tokenizer_config.json", "special_tokens_map.json",
            "added_tokens.json", "chat_template.jinja", "chat_template.json", "vocab.json",
            "merges.txt",
        ]

    /// The names of the files that an index names, in order; nil if it names none in its folder.
    static func shards(of index: JSON) -> [String]? {
        let names = index["weight_map"]?.object?.values.map(\.string)
        guard let names, !names.isEmpty else { return nil }
        let plain = names.compactMap(\.self).filter { !$0.contains("/") && HubSource.isPath($0) }
        return plain.count == names.count ? Set(plain).sorted() : nil
    }
}
