/// The names most similar to `name`, at most `count`, the nearest first.
///
/// Names of which more than half would have to change are no help and left out.
func nearestNames(to name: String, in names: [String], count: Int = 3) -> [String] {
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

/// Bytes of a name that are compared: hostile files hold names of megabytes.
private let lengthLimit = 128

/// The insertions, deletions and replacements that turn one text into the other (Levenshtein).
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (i, byte) in left.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, other) in right.enumerated() {
            let replaced = diagonal + (byte == other ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
        }
    }
    return row[right.count]
}
