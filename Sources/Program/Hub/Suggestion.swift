/// The candidate that `word` is most likely a misspelling of, nil if none is close.
func nearest(to word: String, among candidates: [String]) -> String? {
    let distances = candidates.map { (name: $0, edits: editDistance(word, $0)) }
    guard let best = distances.min(by: { $0.edits < $1.edits }) else { return nil }
    return best.edits <= max(2, best.name.utf8.count / 4) ? best.name : nil
}

/// How many bytes must be added, removed or replaced to turn one text into the other.
private func editDistance(_ a: String, _ b: String) -> Int {
    let a = Array(a.utf8), b = Array(b.utf8)
    var row = Array(0...b.count)
    for (i, byte) in a.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for j in b.indices {
            let replaced = diagonal + (byte == b[j] ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
        }
    }
    return row[b.count]
}
