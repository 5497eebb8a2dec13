/// Returns the candidate nearest to a mistyped word by edit distance, or nil if none is near.
///
/// Case is ignored. At most a third of the word's bytes may differ, or one byte of a short word.
public func nearestName(to word: String, in candidates: some Sequence<String>) -> String? {
    let wanted = Array(word.lowercased().utf8)
    let limit = max(1, wanted.count / 3)
    return
        candidates
        .map { (name: $0, distance: editDistance(wanted, Array($0.lowercased().utf8))) }
        .filter { $0.distance <= limit }
        .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
}

/// Returns "did you mean 'x'?" if a candidate is near, else a list of all candidates.
public func suggestion(for word: String, among candidates: [String]) -> String {
    if let near = nearestName(to: word, in: candidates) { return "did you mean '\(near)'?" }
    return candidates.isEmpty
        ? "there is none to choose from"
        : "choose one of: " + candidates.sorted().joined(separator: ", ")
}

/// Levenshtein distance with adjacent transpositions counted once.
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...b.count)
    for i in 0..<a.count {
        var current = [i + 1]
        for j in 0..<b.count {
            let replaced = previous[j] + (a[i] == b[j] ? 0 : 1)
            var best = min(previous[j + 1] + 1, current[j] + 1, replaced)
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                best = min(best, beforePrevious[j - 1] + 1)
            }
            current.append(best)
        }
        (beforePrevious, previous) = (previous, current)
    }
    return previous[b.count]
}

/// Most bytes of a name that are compared, since hostile files contain names of megabytes.
private let lengthLimit = 128

/// Returns the names most similar to `name`, at most `count`, the nearest first.
///
/// Names of which more than half would have to change are left out.
public func nearestNames(to name: String, in names: [String], count: Int = 3) -> [String] {
    let wanted = Array(name.utf8.prefix(lengthLimit))
    let scored = names.compactMap { candidate -> (name: String, distance: Int)? in
        let bytes = Array(candidate.utf8.prefix(lengthLimit))
        let limit = max(2, max(bytes.count, wanted.count) / 2)
        guard abs(bytes.count - wanted.count) <= limit else { return nil }
        let distance = editDistance(wanted, bytes)
        return distance <= limit ? (candidate, distance) : nil
    }
    return scored.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
        .prefix(count).map(\.name)
}
