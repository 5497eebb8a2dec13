import ArgumentParser
import Datasets
import Files
import Formatting
import Foundation
import Hub
import JSON

struct CacheInfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "Lists what lies in the cache, its size and last use.",
        discussion: """
              synthgen cache info --json
            """)

    @Flag(help: "Print each item as one line of JSON.")
    var json = false

    func run() throws {
        let cache = CacheFolder(UserFolder.cache())
        let lines = try CacheListing(cache).lines
        if json {
            for line in lines { printLine(line.json.encoded()) }
            return
        }
        print(cache.url.path + (lines.isEmpty ? ": nothing is there" : ""))
        guard !lines.isEmpty else { return }
        let total = lines.reduce(0) { $0 + $1.bytes }
        let rows =
            [["", "size", "last used"]] + lines.map(\.row)
            + [["all", Format.bytes(total), ""]]
        for line in Table.lines(rows) { print(line) }
    }
}

/// The cache's content as it is shown: kernels and answers in a line each, all else by its path.
struct CacheListing {
    let lines: [CacheLine]

    init(_ cache: CacheFolder) throws {
        let items = try cache.items()
        var lines = items.filter { $0.kind == .models }.map(CacheLine.init)
        if let answers = try cache.answers.flatMap({ try AnswerCache.contents(of: $0) }) {
            lines.append(
                CacheLine(
                    kind: "answers", what: "answers", bytes: answers.bytes, count: answers.count,
                    lastUsed: answers.lastUsed, note: answers.isInUse ? "in use" : nil))
        }
        let kernels = items.filter { $0.kind == .kernels }
        if !kernels.isEmpty {
            lines.append(
                CacheLine(
                    kind: "kernels", what: "kernels", bytes: kernels.reduce(0) { $0 + $1.bytes },
                    count: kernels.count, lastUsed: kernels.map(\.lastUsed).max(), note: nil))
        }
        let rest = items.filter { $0.kind != .models && $0.kind != .kernels }
        self.lines = lines + rest.map(CacheLine.init)
    }
}

/// A line of the cache's content.
struct CacheLine {
    /// The item's kind, as `prune` names it.
    let kind: String
    let what: String
    let bytes: Int
    /// The number of answers or kernels in the line; nil for a single file or folder.
    var count: Int?
    let lastUsed: Date?
    let note: String?

    var row: [String] {
        let name = count.map { "\(Format.count($0)) \(what)" } ?? what
        let day = lastUsed.map { String($0.formatted(.iso8601).prefix(10)) } ?? "-"
        return [note.map { "\(name) (\($0))" } ?? name, Format.bytes(bytes), day]
    }

    var json: JSON {
        var object: JSONObject = [
            "kind": .string(kind), "path": .string(what), "bytes": .integer(bytes),
        ]
        if let count { object["count"] = .integer(count) }
        object["last_used"] = lastUsed.map { .string($0.formatted(.iso8601)) } ?? .null
        if let note { object["note"] = .string(note) }
        return .object(object)
    }
}

extension CacheLine {
    init(_ item: CachedItem) {
        self.init(
            kind: item.kind.rawValue, what: item.path, bytes: item.bytes, lastUsed: item.lastUsed,
            note: item.obstacle.map(\.note))
    }
}

extension CachedItem.Obstacle {
    /// The obstacle in a table.
    var note: String {
        switch self {
        case .inUse: "in use"
        case .notFetched: "put there by hand"
        case .unknown: "not synthgen's"
        }
    }
}
