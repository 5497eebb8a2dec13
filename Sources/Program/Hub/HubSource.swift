import Foundation

/// A model on the Hugging Face hub, as documents and commands name it:
/// `hf:owner/repo`, `hf:owner/repo@revision`, `hf:owner/repo:file.gguf`,
/// `hf:owner/repo@revision:file.gguf`.
public struct HubSource: Sendable, Hashable, CustomStringConvertible {
    /// `owner/repo`.
    public let repository: String
    /// A branch, a tag or a commit; nil: the repository's main branch.
    public let revision: String?
    /// A GGUF file in the repository; nil: the repository's safetensors weights.
    public let file: String?

    /// What a source on the hub begins with.
    public static let prefix = "hf:"

    /// Whether a source is meant to be one on the hub.
    public static func isMeant(by source: String) -> Bool { source.hasPrefix(prefix) }

    /// Reads a source.
    /// - Throws: ``HubError/badHubSource(source:problem:)``.
    public init(_ source: String) throws(HubError) {
        func bad(_ problem: String) -> HubError { .badHubSource(source: source, problem: problem) }
        guard Self.isMeant(by: source) else { throw bad("It does not begin with 'hf:'.") }
        let parts = source.dropFirst(Self.prefix.count).split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let (repository, ahead) = Self.cut(parts[0])
        let rest = parts.count > 1 ? Self.cut(parts[1]) : nil
        let (file, behind) = (rest?.name, rest?.revision)
        guard ahead == nil || behind == nil else { throw bad("It has two revisions.") }
        guard Self.isRepository(repository) else {
            throw bad("'\(repository)' is not an owner and a repository.")
        }
        if let revision = ahead ?? behind, !Self.isRevision(revision) {
            throw bad("'\(revision)' cannot be a revision.")
        }
        if let file {
            guard file.hasSuffix(".gguf"), Self.isPath(file) else {
                throw bad("'\(file)' is not the path of a .gguf file in the repository.")
            }
        }
        self.repository = String(repository)
        revision = (ahead ?? behind).map(String.init)
        self.file = file.map(String.init)
    }

    /// A source of parts that are known to be well formed.
    init(repository: String, revision: String?, file: String?) {
        (self.repository, self.revision, self.file) = (repository, revision, file)
    }

    /// The source in its shortest form.
    public var description: String {
        Self.prefix + repository + (revision.map { "@\($0)" } ?? "") + (file.map { ":\($0)" } ?? "")
    }

    /// The model's name in records: the file's without its ending, or the repository's.
    var name: String {
        guard let file else {
            return String(repository.split(separator: "/").last ?? "")
        }
        let last = file.split(separator: "/").last ?? ""
        return SplitFile(String(last))?.stem ?? String(last.dropLast(".gguf".count))
    }

    /// The revision to ask for.
    var wanted: String { revision ?? "main" }

    /// Whether the revision is a commit, whose files never change.
    var isPinned: Bool { Self.isCommit(wanted) }

    /// The same model at a commit.
    func at(_ commit: String) -> HubSource {
        HubSource(repository: repository, revision: commit, file: file)
    }

    /// The source that a text like `owner/repo` may stand for; nil if it is of another form.
    public static func meant(by text: String) -> HubSource? {
        for prefix in ["https://huggingface.co/", "http://huggingface.co/", "https://hf.co/"]
        where text.hasPrefix(prefix) {
            let parts = text.dropFirst(prefix.count).split(separator: "/")
            return parts.count < 2 ? nil : try? HubSource("hf:\(parts[0])/\(parts[1])")
        }
        let isFile = [".json", ".gguf", ".safetensors"].contains(where: text.hasSuffix)
        guard !text.contains("://"), !isFile else { return nil }
        return try? HubSource("hf:" + text)
    }

    static func isCommit(_ text: String) -> Bool {
        text.utf8.count == 40 && text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
    }

    /// Splits "repo@revision".
    private static func cut(_ text: Substring) -> (name: Substring, revision: Substring?) {
        guard let sign = text.firstIndex(of: "@") else { return (text, nil) }
        return (text[..<sign], text[text.index(after: sign)...])
    }

    /// Names as the hub accepts them, so that none leads out of a folder or needs escaping.
    private static func isRepository(_ text: Substring) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2
            && parts.allSatisfy { part in
                !part.isEmpty && part.utf8.count <= 96 && !part.contains("--")
                    && !part.contains("..") && !".-".contains(part.first ?? ".")
                    && part.utf8.allSatisfy(isNameByte)
            }
    }

    private static func isRevision(_ text: Substring) -> Bool {
        isPath(text) && text.utf8.allSatisfy { isNameByte($0) || $0 == UInt8(ascii: "/") }
    }

    /// Whether a path stays inside its folder.
    static func isPath(_ text: some StringProtocol) -> Bool {
        text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
            !$0.isEmpty && $0 != "." && $0 != ".." && $0.utf8.count <= 200
                && !$0.utf8.contains { $0 < 32 || $0 == 127 || $0 == UInt8(ascii: "\\") }
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }
}

/// A GGUF file that is one of several: `name-00001-of-00003.gguf`.
struct SplitFile: Equatable {
    /// The name before the number, with the folders before it.
    let stem: String
    /// How many files there are.
    let count: Int

    /// Reads a path; nil if it is a file by itself.
    init?(_ path: String) {
        guard let match = path.wholeMatch(of: /(.+)-(\d{5})-of-(\d{5})\.gguf/),
            let number = Int(match.2), let count = Int(match.3), number >= 1, number <= count
        else { return nil }
        (stem, self.count) = (String(match.1), count)
    }

    /// The paths of all files, in order.
    var paths: [String] {
        (1...count).map { "\(stem)-\(Self.padded($0))-of-\(Self.padded(count)).gguf" }
    }

    private static func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }
}
