/// Merges the symbols of a word, lowest rank first, leftmost among equals. One value serves many
/// words in turn, so that its buffers are reused.
struct SymbolMerger {
    /// Most symbols of a word that is merged by scanning, in O(n²); longer ones use a heap.
    private static let longestScanned = 32

    /// The symbols of the word; a negative one is unknown and never merges.
    private(set) var symbols: [Int32] = []
    /// The start of each symbol in the word, in bytes.
    private(set) var starts: [Int] = []
    /// The two parts of each merged symbol that is hidden, that is, must not appear in the output.
    private(set) var parts: [Int32: (left: Int32, right: Int32)] = [:]

    /// ``MergeTable`` value for each symbol with its right neighbour.
    private var merges: [UInt64] = []
    private var next: [Int] = []
    private var previous: [Int] = []
    private var heap = MinHeap()

    /// Begins a new word.
    mutating func begin() {
        symbols.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        parts.removeAll(keepingCapacity: true)
    }

    /// Adds a symbol at the end of the word.
    mutating func append(_ symbol: Int32, start: Int) {
        symbols.append(symbol)
        starts.append(start)
    }

    /// Applies merges until no pair of neighbours has one; the parts of results in `hidden` are
    /// recorded in ``parts``.
    mutating func merge(by table: MergeTable, hidden: Set<Int32>) {
        guard symbols.count > 1 else { return }
        merges.removeAll(keepingCapacity: true)
        for index in 0..<symbols.count - 1 {
            merges.append(table[symbols[index], symbols[index + 1]])
        }
        merges.append(MergeTable.none)
        if symbols.count <= Self.longestScanned {
            mergeScanning(table, hidden)
        } else {
            mergeWithHeap(table, hidden)
        }
    }

    private mutating func note(_ result: Int32, _ left: Int32, _ right: Int32, _ hidden: Set<Int32>)
    {
        if !hidden.isEmpty, hidden.contains(result) { parts[result] = (left, right) }
    }

    private mutating func mergeScanning(_ table: MergeTable, _ hidden: Set<Int32>) {
        while true {
            var best = 0
            for index in 1..<merges.count where merges[index] >> 32 < merges[best] >> 32 {
                best = index
            }
            guard merges[best] != MergeTable.none else { return }
            let result = Int32(truncatingIfNeeded: merges[best])
            note(result, symbols[best], symbols[best + 1], hidden)
            symbols[best] = result
            symbols.remove(at: best + 1)
            starts.remove(at: best + 1)
            merges.remove(at: best + 1)
            if best + 1 < symbols.count {
                merges[best] = table[result, symbols[best + 1]]
            } else {
                merges[best] = MergeTable.none
            }
            if best > 0 { merges[best - 1] = table[symbols[best - 1], result] }
            if symbols.count < 2 { return }
        }
    }

    /// Merges with a heap and linked lists. A heap entry is rank << 32 | position, so equal ranks
    /// pop leftmost first. An entry is stale if the merge at its position now has another rank.
    private mutating func mergeWithHeap(_ table: MergeTable, _ hidden: Set<Int32>) {
        let count = symbols.count
        next = Array(1...count)
        previous = Array(-1..<count - 1)
        heap.removeAll()
        for index in 0..<count { push(index) }
        while let entry = heap.popMin() {
            let index = Int(entry & 0xFFFF_FFFF)
            guard merges[index] != MergeTable.none, merges[index] >> 32 == entry >> 32 else {
                continue
            }
            let eaten = next[index]
            let result = Int32(truncatingIfNeeded: merges[index])
            note(result, symbols[index], symbols[eaten], hidden)
            symbols[index] = result
            merges[eaten] = MergeTable.none
            next[index] = next[eaten]
            next[eaten] = -1
            if next[index] < count {
                previous[next[index]] = index
                merges[index] = table[result, symbols[next[index]]]
            } else {
                merges[index] = MergeTable.none
            }
            push(index)
            if previous[index] >= 0 {
                merges[previous[index]] = table[symbols[previous[index]], result]
                push(previous[index])
            }
        }
        compact()
    }

    private mutating func push(_ index: Int) {
        guard merges[index] != MergeTable.none else { return }
        heap.push((merges[index] & ~0xFFFF_FFFF) | UInt64(index))
    }

    /// Removes the symbols that were merged into their left neighbours.
    private mutating func compact() {
        var kept = 0
        for index in symbols.indices where next[index] >= 0 {
            symbols[kept] = symbols[index]
            starts[kept] = starts[index]
            kept += 1
        }
        symbols.removeLast(symbols.count - kept)
        starts.removeLast(starts.count - kept)
    }
}

/// A binary min-heap of numbers.
struct MinHeap {
    private var items: [UInt64] = []

    mutating func removeAll() { items.removeAll(keepingCapacity: true) }

    mutating func push(_ item: UInt64) {
        items.append(item)
        var child = items.count - 1
        while child > 0, item < items[(child - 1) / 2] {
            items[child] = items[(child - 1) / 2]
            child = (child - 1) / 2
        }
        items[child] = item
    }

    mutating func popMin() -> UInt64? {
        guard let last = items.popLast() else { return nil }
        guard let first = items.first else { return last }
        var parent = 0
        while true {
            var child = parent * 2 + 1
            guard child < items.count else { break }
            if child + 1 < items.count, items[child + 1] < items[child] { child += 1 }
            guard items[child] < last else { break }
            items[parent] = items[child]
            parent = child
        }
        items[parent] = last
        return first
    }
}
