/// Replaces names by the stages that they stand for: of a `pipeline` stage, the inputs of its
/// document's `write`.
///
/// Every name is looked into once, and all together give no more than ``limit`` names: names that
/// stand for several, in turn, would multiply.
struct AliasResolver {
    /// Most names that are given back.
    static let limit = 100_000

    private struct Visit {
        let name: String
        var next = 0
        var found: [String] = []
    }

    private let aliases: [String: [String]]
    private var known: [String: [String]] = [:]
    private var count = 0

    init(_ aliases: [String: [String]]) { self.aliases = aliases }

    /// Whether no more names were asked for than there may be.
    var isWithinLimit: Bool { count <= Self.limit }

    /// Returns the stages that `name` stands for. One that leads back to itself is returned as it
    /// is, and then reported as an unknown stage.
    mutating func names(for name: String) -> [String] {
        let names = resolve(name)
        count += names.count
        return names
    }

    private mutating func resolve(_ name: String) -> [String] {
        guard aliases[name] != nil else { return [name] }
        if let names = known[name] { return names }
        // A stack of visits rather than a recursion: names may lead on through thousands.
        var visits = [Visit(name: name)]
        var open: Set<String> = [name]
        while var visit = visits.popLast() {
            let meaning = aliases[visit.name] ?? []
            guard visit.next < meaning.count, visit.found.count <= Self.limit else {
                known[visit.name] = visit.found
                open.remove(visit.name)
                if visits.isEmpty { return visit.found }
                visits[visits.count - 1].found += visit.found
                continue
            }
            let inner = meaning[visit.next]
            visit.next += 1
            if let names = known[inner] {
                visit.found += names
            } else if aliases[inner] == nil || open.contains(inner) {
                visit.found.append(inner)
            } else {
                visits.append(visit)
                visits.append(Visit(name: inner))
                open.insert(inner)
                continue
            }
            visits.append(visit)
        }
        return [name]
    }
}
