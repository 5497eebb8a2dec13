public import Chat
public import Dataflow

extension StageRegistry {
    /// The kinds that come with synthgen; those that call models look for them on `shelf`.
    public static func builtIn(models shelf: ModelShelf) -> StageRegistry {
        StageRegistry([
            .read, .generate(shelf), .dialogue(shelf), .classify(shelf), .map, .filter,
            .score(shelf),
            .deduplicate, .sample, .mix, .pair(shelf), .judge(shelf), .group, .split, .join,
            .embed(shelf), .decontaminate, .quality, .instruct, .verify, .exec, .write,
        ])
    }
}
