import ArgumentParser
import Datasets
import Files
import Formatting
import Foundation
import Hub

struct CachePruneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Deletes from the cache what is named or has not been used.",
        usage: "synthgen cache prune [<options>]",
        discussion: """
            Without a kind, everything of the given age is deleted; with kinds, only those. What a \
            running process uses stays, and so do links, files that synthgen does not know, and \
            models that were put there by hand. Datasets are not in the cache.

              synthgen cache prune --older-than 30d --dry-run
              synthgen cache prune --answers --kernels
            """)

    @Option(
        name: .customLong("older-than"),
        help: ArgumentHelp(
            "Only what was not used for this long: hours, days or weeks, as in 12h, 30d, 8w.",
            valueName: "age"))
    var olderThan: Age?

    @Flag(help: "Models that were fetched.")
    var models = false

    @Flag(help: "Answers that runs share.")
    var answers = false

    @Flag(help: "Compiled GPU kernels, and their compiler if it is in the cache.")
    var kernels = false

    @Flag(help: "What interrupted downloads have left.")
    var temporary = false

    @Flag(name: .customLong("dry-run"), help: "Only say what would be deleted.")
    var isDryRun = false

    private var namesKinds: Bool { models || answers || kernels || temporary }

    func validate() throws {
        guard olderThan != nil || namesKinds else {
            throw ValidationError(
                "say what to delete: --older-than 30d, or one of --models, --answers, --kernels, "
                    + "--temporary")
        }
    }

    func run() throws {
        let now = Date()
        let cache = CacheFolder(UserFolder.cache(), now: now)
        let date = olderThan?.before(now)
        var freed = 0
        for item in try cache.items() where isWanted(item.kind) {
            guard date.map({ item.lastUsed < $0 }) ?? true else { continue }
            let isDeleted =
                try item.obstacle == nil && (isDryRun || cache.remove(item))
            if isDeleted { freed += item.bytes }
            tell(item.path, item.bytes, kept: isDeleted ? nil : (item.obstacle ?? .inUse).note)
        }
        if answers || !namesKinds, let folder = cache.answers {
            freed += try pruneAnswers(in: folder, unusedSince: date)
        }
        print("\(isDryRun ? "would free" : "freed") \(Format.bytes(freed))")
    }

    private func isWanted(_ kind: CachedItem.Kind) -> Bool {
        guard namesKinds else { return kind != .other }
        return switch kind {
        case .models: models
        case .kernels, .compiler: kernels
        case .temporary: temporary
        case .other: false
        }
    }

    /// Deletes shared answers; returns the bytes that this freed.
    private func pruneAnswers(in folder: URL, unusedSince date: Date?) throws -> Int {
        guard let old = try AnswerCache.contents(of: folder, unusedSince: date), old.count > 0,
            let all = try AnswerCache.contents(of: folder)
        else { return 0 }
        let what = "\(Format.count(old.count)) of \(Format.count(all.count)) answers"
        // Bytes of some answers are known only once they are gone.
        var bytes = Int(Double(all.bytes) * Double(old.count) / Double(all.count))
        var isKept = all.isInUse
        if !isKept, !isDryRun {
            isKept = try AnswerCache.prune(folder, unusedSince: date) == nil
            bytes = max(0, all.bytes - (try AnswerCache.contents(of: folder)?.bytes ?? 0))
        }
        tell(what, bytes, kept: isKept ? "in use" : nil)
        return isKept ? 0 : bytes
    }

    private func tell(_ what: String, _ bytes: Int, kept note: String?) {
        let deed = note == nil ? (isDryRun ? "would delete" : "deleted") : "kept"
        print("\(deed) \(what), \(Format.bytes(bytes))" + (note.map { ": \($0)" } ?? ""))
    }
}
