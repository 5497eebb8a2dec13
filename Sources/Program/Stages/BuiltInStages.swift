public import Chat
public import Dataflow

extension StageRegistry {
    /// The kinds that come with synthgen; those that call models look for them on `registry`.
    public static func builtIn(models registry: LanguageModelRegistry) -> StageRegistry {
        StageRegistry([
            .read, .generate(registry), .dialogue(registry), .classify(registry), .map, .filter,
            .score(registry),
            .deduplicate, .sample, .mix, .pair(registry), .judge(registry), .group, .split, .join,
            .embed(registry), .decontaminate, .quality, .instruct, .verify, .exec, .write,
        ])
    }
}
