public import Chat
public import Dataflow

extension StageRegistry {
    /// Returns the built-in kinds; kinds that call models look them up in `registry`.
    public static func builtIn(models registry: LanguageModelRegistry) -> StageRegistry {
        StageRegistry([
            .read, .generate(registry), .dialogue(registry), .classify(registry), .map, .filter,
            .score(registry),
            .deduplicate, .sample, .mix, .pair(registry), .judge(registry), .group, .explode,
            .split,
            .join, .embed(registry), .decontaminate, .quality, .instruct, .verify, .exec, .write,
        ])
    }
}
