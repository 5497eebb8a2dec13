import Files
import Formatting
import Foundation

/// Why a model cannot be found, fetched or used.
public enum HubError: Error, Equatable, Sendable {
    /// Neither a known name nor a file.
    case unknownModel(name: String, installed: [String], known: [String])
    /// A known name whose file has not been fetched.
    case notInstalled(name: String, bytes: Int, installed: [String])
    /// A path at which there is nothing. `path` is `source` made absolute.
    case noSuchFile(source: String, path: String)
    /// A path to a file or folder that is not a model.
    case notAModel(path: String, isFolder: Bool)
    /// A fetched file of the wrong length or digest; pulling `name` fetches it again.
    case corruptFile(path: String, problem: Corruption, name: String)
    /// A reward model whose head this build does not have.
    case noHead(name: String)
    /// No source gave the file.
    case unavailable(name: String, path: String, file: ModelFile, failures: [SourceFailure])
    /// Begins like a source on the hub, but is none.
    case badHubSource(source: String, problem: String)
    /// An address on the web, which is neither a file nor a name.
    case address(String)
    /// A model of the hub that is not on this machine.
    case notFetched(source: String)
    /// A repository has no such file.
    case noHubFile(source: String, file: String, models: [String])
    /// A repository has no safetensors weights with a configuration. `files` are all of its files.
    case noCheckpoint(source: String, files: [String])
    /// An index of safetensors files is damaged, or names a file that is not in the repository.
    case badIndex(path: String, missing: String?)
    /// The hub has no such repository.
    case noRepository(repository: String)
    /// A repository has no such branch, tag or commit.
    case noRevision(repository: String, revision: String)
    /// The hub refuses to give a repository's files. `page` is where its terms are accepted.
    case noAccess(
        repository: String, status: Int, isGated: Bool, hasToken: Bool, page: String)
    /// The hub cannot be asked, or what it sends is not what it announced.
    case unreachable(source: String, address: String, reason: String)
    /// A model whose files are not in our cache cannot be removed.
    case notOurs(path: String, isHubs: Bool)
    /// There is nothing of the model in our cache.
    case nothingToRemove(name: String, folder: String)
    /// The cache folder cannot be read or written.
    case disk(path: String, operation: String, reason: String)

    /// The difference between a file and the one expected.
    public enum Corruption: Equatable, Sendable {
        /// Its length in bytes.
        case length(expected: Int, found: Int)
        /// Its SHA-256, or the SHA-1 by which Git names a small file of the hub.
        case digest(expected: String, found: String)
    }

    /// A failed system call on a file of the cache.
    init(_ failure: FileFailure) {
        self = .disk(path: failure.path, operation: failure.operation, reason: failure.reason)
    }

    /// The error of the system call that just failed on `url`.
    static func lastDiskError(_ url: URL, _ operation: String) -> HubError {
        HubError(FileFailure(path: url.path, operation: operation))
    }
}

extension HubError: CustomStringConvertible {
    /// What was found, what was expected and what to do next.
    public var description: String {
        switch self {
        case .unknownModel(let name, let installed, let known):
            let help =
                nearestName(to: name, in: known).map { "did you mean '\($0)'?" }
                ?? "`synthgen models list` shows every name; hf:owner/repo and a path to a .gguf "
                + "file work too"
            return """
                no model named '\(name)'
                  \(sentence("Installed", installed))
                  \(sentence("Known", known))
                  help: \(help)
                """
        case .notInstalled(let name, let bytes, let installed):
            return """
                model '\(name)' is not installed
                  \(sentence("Installed", installed))
                  help: `synthgen models pull \(name)` fetches it (\(Format.count(bytes)) bytes)
                """
        case .noSuchFile(let source, let path):
            let guess =
                HubSource.meant(by: source).map { "if it is on the hub, write '\($0)'; else " }
                ?? ""
            return """
                no model file '\(source)'
                  Looked for \(path).
                  help: \(guess)give a registered name, hf:owner/repo, a .gguf file, or a folder with \
                config.json
                """
        case .notAModel(let path, let isFolder):
            let help =
                path.hasSuffix(".safetensors")
                ? "of weights, give the folder that holds them and a config.json; a reward head "
                    + "is the \"head\" of the model that it was fitted on"
                : "give a .gguf file, or a folder with config.json and safetensors weights"
            return """
                '\(path)' is not a model
                  \(isFolder ? "The folder has no config.json." : "The file does not end in .gguf.")
                  help: \(help)
                """
        case .corruptFile(let path, let problem, let name):
            // Of the hub's files, which may be very large, a pull compares the lengths alone.
            let removal = HubSource.isMeant(by: name) ? "`synthgen models rm \(name)` and " : ""
            return """
                \(path): not the file that was fetched
                  \(problem)
                  help: \(removal)`synthgen models pull \(name)` \
                \(removal.isEmpty ? "fetches" : "fetch") it again
                """
        case .noHead(let name):
            return """
                model '\(name)' has no reward head in this build
                  The head is a resource of the program, and its file was empty when it was built.
                  help: use another reward model, or fit a head with `synthgen train reward`
                """
        case .unavailable(let name, let path, let file, let failures):
            let reasons = failures.map { "  \($0.source): \($0.reason)" }
            return """
                cannot fetch '\(name)'
                \(reasons.joined(separator: "\n"))
                  help: see to the network, or put the file (\(Format.count(file.bytes)) bytes, \
                sha256 \(file.sha256)) at \(path)
                """
        case .disk(let path, let operation, let reason):
            return """
                \(path) cannot \(operation)
                  \(reason).
                  help: free some space or \(UserFolder.cacheRemedy)
                """
        default: return hubDescription
        }
    }

    private func sentence(_ label: String, _ names: [String]) -> String {
        "\(label): \(names.isEmpty ? "none" : names.joined(separator: ", "))."
    }
}

extension HubError.Corruption: CustomStringConvertible {
    /// Both values in one sentence.
    public var description: String {
        switch self {
        case .length(let expected, let found):
            "It has \(Format.count(found)) bytes, expected \(Format.count(expected))."
        case .digest(let expected, let found):
            "Its \(ContentDigest(expected)?.kind ?? "digest") is \(found), expected \(expected)."
        }
    }
}
