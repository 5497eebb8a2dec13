/// What a graph gives, found the slow and plain way: one source record after the other, one stage
/// after the other, everything in order.
///
/// It shares no code with the engine, and says what the engine is to do: canonical order is that of
/// the source records, then that of the stages and numbers along a record's way.
struct NaiveInterpreter {
    /// A record: its number, and the nodes and numbers along its way.
    private struct Item {
        let n: Int
        let way: [[Int]]
    }

    private let sketch: GraphSketch
    /// The numbers of the accepted records, in order.
    private(set) var accepted: [Int] = []
    /// Of every stage: passed and rejected.
    private(set) var counts: [[Int]]
    private var seen: [Set<Int>]
    private var held: [[Item]]
    private var heldSides: [[Item]]
    /// Of every number with a quota, how many records are still wanted.
    private var wanted: [Int: Int]

    init(_ sketch: GraphSketch) {
        self.sketch = sketch
        counts = sketch.stages.map { _ in [0, 0] }
        seen = sketch.stages.map { _ in [] }
        held = sketch.stages.map { _ in [] }
        heldSides = held
        wanted = Dictionary(uniqueKeysWithValues: sketch.quotas.map { ($0.n, $0.count) })
        run()
    }

    private var isDone: Bool {
        if !wanted.isEmpty { return wanted.values.allSatisfy { $0 == 0 } }
        return sketch.target.map { accepted.count >= $0 } ?? false
    }

    private mutating func run() {
        for (node, n) in sourceRecords() where !isDone {
            follow([Item(n: n, way: [[node, 0]])], from: node)
        }
        gatherAll()
    }

    /// The sources take turns by weight; with a target they are read again and again, unless a stage
    /// waits for their end.
    private func sourceRecords() -> [(node: Int, n: Int)] {
        let isOpenEnded = sketch.target == nil && sketch.quotas.isEmpty
        let draws = isOpenEnded || sketch.gathers ? 1 : 50
        var sources: [(node: Int, numbers: [Int], weight: Int)] = []
        for (node, stage) in sketch.stages.enumerated() {
            guard case .source(let first, let count, let weight) = stage.kind else { continue }
            let numbers = (0..<draws).flatMap { _ in first..<(first + count) }
            sources.append((node, numbers, weight))
        }
        var records: [(Int, Int)] = []
        while sources.contains(where: { !$0.numbers.isEmpty }) {
            for (index, source) in sources.enumerated() {
                records += source.numbers.prefix(source.weight).map { (source.node, $0) }
                sources[index].numbers.removeFirst(min(source.weight, source.numbers.count))
            }
        }
        return records
    }

    /// What gathering stages make, one after the other, each group as a source record of its own.
    private mutating func gatherAll() {
        for (node, stage) in sketch.stages.enumerated() {
            if case .join(let join) = stage.kind, join.isOverRun { gatherJoin(join, at: node) }
            guard case .bundle(let modulus) = stage.kind else { continue }
            var order: [Int] = []
            for item in held[node] where !order.contains(item.n % modulus) {
                order.append(item.n % modulus)
            }
            for key in order where !isDone {
                let group = held[node].filter { $0.n % modulus == key }
                let sum = group.reduce(node) { $0 + $1.n } % 10_000
                counts[node][0] += 1
                follow([Item(n: sum, way: group[0].way + [[node, 0]])], from: node, isNew: false)
            }
        }
    }

    /// What becomes of every record of a join's first input, then those of its second that none
    /// found, each as a source record of its own.
    private mutating func gatherJoin(_ join: GraphSketch.Join, at node: Int) {
        let (items, sides) = (held[node], heldSides[node])
        for item in items where !isDone {
            let (passed, rejected) = joined(item, sides, join, at: node, from: 0)
            counts[node][0] += passed.count
            counts[node][1] += rejected
            follow(passed, from: node, isNew: false)
        }
        for side in sides where !isDone && !items.contains(where: { join.matches($0.n, side.n) }) {
            counts[node][1] += 1
        }
    }

    /// What a join makes of one record; `number` is that of the first.
    private func joined(
        _ item: Item, _ sides: [Item], _ join: GraphSketch.Join, at node: Int, from number: Int
    ) -> (passed: [Item], rejected: Int) {
        let found = sides.filter { join.matches($0.n, item.n) }.prefix(GraphSketch.Join.most)
        if found.isEmpty { return join.keepsUnmatched ? ([item], 0) : ([], 1) }
        let made = found.enumerated().map { offset, side in
            Item(
                n: numberOfJoin(item.n, side.n, node),
                way: item.way + [[node, number + offset]])
        }
        return (made, 0)
    }

    private mutating func follow(_ items: [Item], from start: Int, isNew: Bool = true) {
        var waiting: [[Item]] = sketch.stages.map { _ in [] }
        var waitingSides = waiting
        func send(
            _ item: Item, from node: Int, part: String? = nil, _ waiting: inout [[Item]],
            _ waitingSides: inout [[Item]]
        ) {
            for (consumer, stage) in sketch.stages.enumerated() {
                for input in stage.inputs where input.node == node && input.part == part {
                    waiting[consumer].append(item)
                }
                for input in stage.sides where input.node == node && input.part == part {
                    waitingSides[consumer].append(item)
                }
            }
        }
        if isNew { counts[start][0] += items.count }
        for item in items { send(item, from: start, &waiting, &waitingSides) }
        for node in sketch.stages.indices {
            let items = Self.inOrder(waiting[node])
            let sides = Self.inOrder(waitingSides[node])
            for (item, part) in outcome(of: items, with: sides, at: node) {
                send(item, from: node, part: part, &waiting, &waitingSides)
            }
        }
    }

    private static func inOrder(_ items: [Item]) -> [Item] {
        items.sorted { left, right in
            left.way.flatMap(\.self).lexicographicallyPrecedes(right.way.flatMap(\.self))
        }
    }

    private mutating func outcome(
        of items: [Item], with sides: [Item], at node: Int
    ) -> [(Item, String?)] {
        func made(_ n: Int, of item: Item, number: Int = 0) -> (Item, String?) {
            (Item(n: n, way: item.way + [[node, number]]), nil)
        }
        var passed: [(Item, String?)] = []
        var created = items.count
        switch sketch.stages[node].kind {
        case .source: break
        case .fan(let count):
            passed = items.flatMap { item in
                (0..<count).map { made(numberOfFan(item.n, node, $0), of: item, number: $0) }
            }
            created = passed.count
        case .pick(let divisor):
            passed = items.filter { picks($0.n, node, divisor) }.map { ($0, nil) }
        case .ask: passed = items.map { made(numberOfAnswer($0.n, node), of: $0) }
        case .part:
            let taken = Set(
                sketch.stages.flatMap { stage in
                    (stage.inputs + stage.sides).filter { $0.node == node }.map(\.part)
                })
            passed = items.map { ($0, $0.n % 2 == 0 ? "even" : "odd") }
                .filter { taken.contains($0.1) }
        case .mix: passed = items.map { ($0, nil) }
        case .sum:
            if let first = items.first {
                passed = [made(items.reduce(node) { $0 + $1.n } % 10_000, of: first)]
            }
            created = passed.count
        case .first: passed = items.prefix(1).map { ($0, nil) }
        case .unique(let modulus):
            passed = items.filter { seen[node].insert($0.n % modulus).inserted }.map { ($0, nil) }
        case .bundle:
            held[node] += items
            created = 0
        case .join(let join) where join.isOverRun:
            held[node] += items
            heldSides[node] += sides
            created = 0
        case .join(let join):
            created = 0
            for item in items {
                let (made, rejected) = joined(item, sides, join, at: node, from: created)
                passed += made.map { ($0, nil) }
                created += made.count + rejected
            }
            created += sides.count { side in !items.contains { join.matches($0.n, side.n) } }
        case .sink:
            for item in items where isWanted(item) {
                passed.append((item, nil))
                accepted.append(item.n)
            }
        }
        counts[node][0] += passed.count
        counts[node][1] += created - passed.count
        return passed
    }
}

extension NaiveInterpreter {
    /// Whether there is room for a record, which is then taken.
    private mutating func isWanted(_ item: Item) -> Bool {
        if wanted.isEmpty { return sketch.target.map { accepted.count < $0 } ?? true }
        guard let count = wanted[item.n], count > 0 else { return false }
        wanted[item.n] = count - 1
        return true
    }
}

extension GraphSketch.Join {
    fileprivate func matches(_ left: Int, _ right: Int) -> Bool {
        left % modulus == right % modulus
    }
}

/// What the stages of a ``GraphSketch`` do with numbers.
func numberOfFan(_ n: Int, _ node: Int, _ number: Int) -> Int {
    scrambled(n * 31 + node * 7 + number) % 10_000
}
func numberOfJoin(_ n: Int, _ other: Int, _ node: Int) -> Int {
    scrambled(n * 29 + other * 11 + node) % 10_000
}
func numberOfAnswer(_ n: Int, _ node: Int) -> Int { scrambled(n * 17 + node) % 10_000 }
func picks(_ n: Int, _ node: Int, _ divisor: Int) -> Bool {
    divisor > 0 && scrambled(n * 13 + node) % divisor == 0
}
