import ArgumentParser
import Datasets
import Files
import Foundation
import Hub

/// Options of the answer cache that pipelines share.
///
/// The cache is on by default: a call's key covers everything that decides the answer, so reusing
/// one changes no byte.
struct CacheOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder of model answers that runs share; the user's cache, if not given.",
            valueName: "folder"),
        completion: .directory)
    var cache: String?

    @Flag(name: .customLong("no-cache"), help: "Neither read nor write shared answers.")
    var isOff = false

    @Option(
        name: .customLong("cache-limit"),
        help: ArgumentHelp(
            "Most MiB of shared answers; the least recently used are deleted.", valueName: "mib"))
    var limitInMebibytes = 1_024

    func validate() throws {
        guard (1...16_777_216).contains(limitInMebibytes) else {
            throw ValidationError("--cache-limit must be at least 1, found \(limitInMebibytes)")
        }
        if isOff, cache != nil {
            throw ValidationError("--cache and --no-cache exclude each other")
        }
    }

    /// Opens the cache; nil if it is switched off or, after a warning, if it cannot be opened.
    func open() -> AnswerCache? {
        guard !isOff else { return nil }
        let folder =
            cache.map { URL(filePath: $0) }
            ?? ModelStore.defaultCache().appending(path: "answers")
        do throws(FileFailure) { try UserFolder.makeCacheFolder(folder) } catch {
            let remedy =
                cache == nil
                ? UserFolder.cacheRemedy : "give --cache a folder that can be written"
            printError(
                "warning: answers are not shared: \(error.path) cannot \(error.operation): "
                    + "\(error.reason)\n  help: \(remedy), or take --no-cache")
            return nil
        }
        do throws(DatasetError) {
            return try AnswerCache(folder: folder, limitInBytes: limitInMebibytes << 20)
        } catch {
            printError("warning: answers are not shared: \(error)")
            return nil
        }
    }
}
