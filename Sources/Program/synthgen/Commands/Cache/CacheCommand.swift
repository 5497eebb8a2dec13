import ArgumentParser

struct CacheCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache", abstract: "Lists and deletes what is kept for later runs.",
        discussion: """
            The cache has models, answers that runs share, and compiled GPU kernels. Nothing in it \
            is needed for good: what is gone is fetched, asked or compiled again. It lies in \
            SYNTHGEN_CACHE, else in `synthgen` in XDG_CACHE_HOME, else in ~/.cache/synthgen.

              synthgen cache info
              synthgen cache prune --older-than 30d --dry-run
            """,
        subcommands: [CacheInfoCommand.self, CachePruneCommand.self])
}
