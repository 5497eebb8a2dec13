import Synchronization

/// The models of a run by the names that its document gives them.
///
/// Stage kinds hold the registry while a document is checked, before any model is loaded. The
/// models are registered after the checks and before the run.
public final class LanguageModelRegistry: Sendable {
    private let models: Mutex<[String: any LanguageModel]> = Mutex([:])

    /// A registry without models.
    public init() {}

    /// Makes a model known by a name.
    public func register(_ model: any LanguageModel, as name: String) {
        models.withLock { $0[name] = model }
    }

    /// The model of that name.
    /// - Throws: ``ChatError/modelNotLoaded(_:)``.
    public func model(_ name: String) throws -> any LanguageModel {
        guard let model = models.withLock({ $0[name] }) else {
            throw ChatError.modelNotLoaded(name)
        }
        return model
    }
}
