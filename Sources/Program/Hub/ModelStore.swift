import Files
public import Foundation

/// The models on this machine that were fetched by name, in one cache folder.
///
/// ```
/// ~/.cache/synthgen/models/smollm2-135m-instruct.gguf         complete and checked, always
/// ~/.cache/synthgen/models/smollm2-135m-instruct.gguf.part    a download to be continued
/// ~/.cache/synthgen/models/.smollm2-135m-instruct.lock        held by the process that fetches
/// ~/.cache/synthgen/hub/owner--repo/refs/main                 the commit that main was, last time
/// ~/.cache/synthgen/hub/owner--repo/COMMIT/config.json        a file of it, complete and checked
/// ~/.cache/synthgen/hub/owner--repo/COMMIT.json               lengths and digests of its files
/// ```
public struct ModelStore: Sendable {
    /// The cache folder, with models in its folder `models`; made when the first one is fetched.
    public let cache: URL
    /// The models known by name.
    public let registry: ModelRegistry

    let heads: RewardHeads
    let environment: [String: String]

    /// The store in `cache`.
    ///
    /// - Parameters:
    ///   - registry: The names that can be resolved and pulled.
    ///   - heads: The reward heads that belong to those names.
    ///   - environment: Where the hub's settings (`HF_ENDPOINT`, `HF_TOKEN`, `HF_HOME`), `PATH`
    ///     and pip's own are looked up.
    public init(
        cache: URL, registry: ModelRegistry = .standard, heads: RewardHeads = .embedded,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.cache = cache
        self.registry = registry
        self.heads = heads
        self.environment = environment
    }

    /// The user's cache folder, which `SYNTHGEN_CACHE`, `XDG_CACHE_HOME` and `HOME` decide.
    public static func defaultCache() -> URL { UserFolder.cache() }

    /// Every known model and whether it can be used now.
    public func list() -> [ModelStatus] {
        registry.models.map(status)
    }

    /// Returns whether `model` can be used now, judged by its file's length alone.
    public func status(of model: RegisteredModel) -> ModelStatus {
        guard let (base, file) = registry.base(of: model) else {
            return ModelStatus(model: model, url: nil, bytes: 0, state: .missing)
        }
        let url = location(of: base.name)
        let found = fileLength(at: url)
        let state: ModelStatus.State =
            switch found {
            case nil: .missing
            case file.bytes: .installed
            case let found?: .damaged(foundBytes: found)
            }
        return ModelStatus(model: model, url: url, bytes: file.bytes, state: state)
    }

    /// Reads the files of the model called `name` and compares their digests with the registry's, or
    /// with those of the hub.
    ///
    /// - Returns: Whether there was a digest to compare with; of the user's own files there is none.
    /// - Throws: ``HubError/corruptFile(path:problem:name:)``, or the error of
    ///   ``resolve(_:relativeTo:)`` for a model that is not installed.
    @discardableResult
    public func verify(_ name: String) throws -> Bool {
        if HubSource.isMeant(by: name) { return try verify(HubSource(name)) }
        let resolved = try resolve(name)
        guard let model = registry[name], let (base, file) = registry.base(of: model) else {
            return false
        }
        let found = try sha256(of: resolved.url)
        guard found == file.sha256 else {
            throw HubError.corruptFile(
                path: resolved.url.path,
                problem: .digest(expected: file.sha256, found: found), name: base.name)
        }
        return true
    }

    /// The path of the file of the model called `name`, whether it is there or not.
    func location(of name: String) -> URL {
        models.appending(path: "\(name).gguf")
    }

    var models: URL { cache.appending(path: "models") }
}

/// A known model and whether it can be used now.
public struct ModelStatus: Sendable, Equatable {
    /// The model.
    public let model: RegisteredModel
    /// The path of its file, whether it is there or not; nil if its base is not registered.
    public let url: URL?
    /// The length of the complete file.
    public let bytes: Int
    /// The state of the file.
    public let state: State

    /// The state of a model's file.
    public enum State: Sendable, Equatable {
        /// A file of the expected length.
        case installed
        /// Nothing.
        case missing
        /// A file of another length.
        case damaged(foundBytes: Int)
    }
}

/// The length of the regular file at `url`, nil if there is none.
func fileLength(at url: URL) -> Int? {
    var status = stat()
    guard stat(url.path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
}
