import Formatting

extension HubError {
    /// What is said of the Hugging Face hub and of what was fetched from it.
    var hubDescription: String {
        switch self {
        case .badHubSource(let source, let problem):
            """
            '\(source)' is not a model of the Hugging Face hub
              \(problem)
              help: write hf:owner/repo, hf:owner/repo:file.gguf, or hf:owner/repo@revision with a \
            branch, a tag or a commit
            """
        case .address(let source):
            """
            '\(source)' is an address, and models behind an address are not supported yet
              Models run in this program: there is no client for OpenAI-compatible endpoints.
              help: \(addressHelp(source))
            """
        case .notFetched(let source):
            """
            model '\(source)' is not on this machine
              It is neither in synthgen's cache nor in that of the Hugging Face hub.
              help: `synthgen models pull \(source)` fetches it
            """
        case .noHubFile(let source, let file, let models):
            """
            there is no file '\(file)' for '\(source)'
              \(list("GGUF files there", models))
              help: \(fileHelp(file, models))
            """
        case .noCheckpoint(let source, let files):
            """
            '\(source)' has no safetensors weights with a config.json
              \(list("There are", files))
              help: \(ggufHelp(source, files))
            """
        case .badIndex(let path, let missing):
            """
            \(path): \(indexProblem(missing))
              help: the repository is not whole; use another revision, or another repository
            """
        default: accessDescription
        }
    }

    private var accessDescription: String {
        switch self {
        case .noRepository(let repository):
            """
            the Hugging Face hub has no model '\(repository)'
              help: look at the spelling, capital letters too
            """
        case .noRevision(let repository, let revision):
            """
            '\(repository)' has no revision '\(revision)'
              help: leave '@\(revision)' out for the main branch, or name a branch, a tag or a commit
            """
        case .noAccess(let repository, let status, let isGated, let hasToken, let page):
            """
            the Hugging Face hub does not give '\(repository)' (HTTP \(status))
              \(isGated ? "It is gated." : "It is gated, private, or not there.") \
            \(hasToken ? "A token was sent." : "No token was sent.")
              help: \(isGated || hasToken ? "accept its terms at \(page); " : "")\
            set HF_TOKEN to a token of an account that may read it, or use `hf auth login`
            """
        case .unreachable(let source, let address, let reason):
            """
            cannot fetch '\(source)'
              \(reason) (\(address)).
              help: see to the network, set HF_ENDPOINT to a mirror, or fetch it elsewhere with `hf \
            download` and set HF_HOME to that cache
            """
        case .notOurs(let path, let isHubs):
            """
            \(path) is not synthgen's to remove
              \(isHubs ? "It lies in the Hugging Face hub's own cache." : "It is a file of yours.")
              help: \(isHubs ? "`hf cache rm` removes it" : "remove it yourself")
            """
        case .nothingToRemove(let name, let folder):
            """
            there is nothing of '\(name)' in synthgen's cache
              Looked in \(folder).
              help: `synthgen models list` shows what is there
            """
        default: ""
        }
    }

    private func addressHelp(_ source: String) -> String {
        HubSource.meant(by: source).map { "write '\($0)'" }
            ?? "give a registered name, hf:owner/repo, a .gguf file, or a folder with config.json"
    }

    private func fileHelp(_ file: String, _ models: [String]) -> String {
        nearestName(to: file, in: models).map { "did you mean '\($0)'?" }
            ?? "name one of the repository's files"
    }

    private func indexProblem(_ missing: String?) -> String {
        missing.map { "names '\($0)', which is not in the repository" }
            ?? "does not name the files of the weights"
    }

    private func list(_ label: String, _ names: [String]) -> String {
        let shown = names.prefix(12).joined(separator: ", ")
        let rest = names.count > 12 ? ", and \(Format.count(names.count - 12)) more" : ""
        return "\(label): \(names.isEmpty ? "none" : shown + rest)."
    }

    private func ggufHelp(_ source: String, _ files: [String]) -> String {
        guard let file = files.first(where: { $0.hasSuffix(".gguf") }) else {
            return "use a repository with safetensors weights, or with a .gguf file"
        }
        return "name the GGUF file: \(source):\(file)"
    }
}
