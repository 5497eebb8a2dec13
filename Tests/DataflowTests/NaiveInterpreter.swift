/// What a graph gives, found the slow and plain way: one source record after the other, one stage
/// after the other, everything in order.
///
/// It shares no code with the engine, and says what the engine is to do: canonical order is that of
/// the source records, then that of the stages and numbers along a record's way.
struct NaiveInterpreter {
    /// A record: its number, and the places and numbers along its way.
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

    init(_ sketch: GraphSketch) {
        self.sketch = sketch
        counts = sketch.stages.map { _ in [0, 0] }
        seen = sketch.stages.map { _ in [] }
        held = sketch.stages.map { _ in [] }
        run()
    }

    private var isDone: Bool { sketch.target.map { accepted.count >= $0 } ?? false }

    private mutating func run() {
        for (place, n) in sourceRecords() where !isDone {
            follow([Item(n: n, way: [[place, 0]])], from: place)
        }
        gatherAll()
    }

    /// The sources take turns by weight; with a target they are read again and again, unless a stage
    /// waits for their end.
    private func sourceRecords() -> [(place: Int, n: Int)] {
        let draws = sketch.target == nil || sketch.gathers ? 1 : 50
        var sources: [(place: Int, numbers: [Int], weight: Int)] = []
        for (place, stage) in sketch.stages.enumerated() {
            guard case .source(let first, let count, let weight) = stage.kind else { continue }
            let numbers = (0..<draws).flatMap { _ in first..<(first + count) }
            sources.append((place, numbers, weight))
        }
        var records: [(Int, Int)] = []
        while sources.contains(where: { !$0.numbers.isEmpty }) {
            for (index, source) in sources.enumerated() {
                records += source.numbers.prefix(source.weight).map { (source.place, $0) }
                sources[index].numbers.removeFirst(min(source.weight, source.numbers.count))
            }
        }
        return records
    }

    /// What gathering stages make, one after the other, each group as a source record of its own.
    private mutating func gatherAll() {
        for (place, stage) in sketch.stages.enumerated() {
            guard case .bundle(let modulus) = stage.kind else { continue }
            var order: [Int] = []
            for item in held[place] where !order.contains(item.n % modulus) {
                order.append(item.n % modulus)
            }
            for key in order where !isDone {
                let group = held[place].filter { $0.n % modulus == key }
                let sum = group.reduce(place) { $0 + $1.n } % 10_000
                counts[place][0] += 1
                follow([Item(n: sum, way: group[0].way + [[place, 0]])], from: place, isNew: false)
            }
        }
    }

    private mutating func follow(_ items: [Item], from start: Int, isNew: Bool = true) {
        var waiting: [[Item]] = sketch.stages.map { _ in [] }
        func send(_ item: Item, from place: Int, part: String? = nil, _ waiting: inout [[Item]]) {
            for (consumer, stage) in sketch.stages.enumerated() {
                for input in stage.inputs where input.place == place && input.part == part {
                    waiting[consumer].append(item)
                }
            }
        }
        if isNew { counts[start][0] += items.count }
        for item in items { send(item, from: start, &waiting) }
        for place in sketch.stages.indices {
            let items = waiting[place].sorted { left, right in
                left.way.flatMap(\.self).lexicographicallyPrecedes(right.way.flatMap(\.self))
            }
            for (item, part) in outcome(of: items, at: place) {
                send(item, from: place, part: part, &waiting)
            }
        }
    }

    private mutating func outcome(of items: [Item], at place: Int) -> [(Item, String?)] {
        func made(_ n: Int, of item: Item, number: Int = 0) -> (Item, String?) {
            (Item(n: n, way: item.way + [[place, number]]), nil)
        }
        var passed: [(Item, String?)] = []
        var created = items.count
        switch sketch.stages[place].kind {
        case .source: break
        case .fan(let count):
            passed = items.flatMap { item in
                (0..<count).map { made(numberOfFan(item.n, place, $0), of: item, number: $0) }
            }
            created = passed.count
        case .pick(let divisor):
            passed = items.filter { picks($0.n, place, divisor) }.map { ($0, nil) }
        case .ask: passed = items.map { made(numberOfAnswer($0.n, place), of: $0) }
        case .part:
            let taken = Set(
                sketch.stages.flatMap { stage in
                    stage.inputs.filter { $0.place == place }.map(\.part)
                })
            passed = items.map { ($0, $0.n % 2 == 0 ? "even" : "odd") }
                .filter { taken.contains($0.1) }
        case .mix: passed = items.map { ($0, nil) }
        case .sum:
            if let first = items.first {
                passed = [made(items.reduce(place) { $0 + $1.n } % 10_000, of: first)]
            }
            created = passed.count
        case .first: passed = items.prefix(1).map { ($0, nil) }
        case .unique(let modulus):
            passed = items.filter { seen[place].insert($0.n % modulus).inserted }.map { ($0, nil) }
        case .bundle:
            held[place] += items
            created = 0
        case .sink:
            let room = sketch.target.map { $0 - accepted.count } ?? .max
            passed = items.prefix(max(0, room)).map { ($0, nil) }
            accepted += passed.map(\.0.n)
        }
        counts[place][0] += passed.count
        counts[place][1] += created - passed.count
        return passed
    }
}

/// What the stages of a ``GraphSketch`` do with numbers.
func numberOfFan(_ n: Int, _ place: Int, _ number: Int) -> Int {
    scrambled(n * 31 + place * 7 + number) % 10_000
}
func numberOfAnswer(_ n: Int, _ place: Int) -> Int { scrambled(n * 17 + place) % 10_000 }
func picks(_ n: Int, _ place: Int, _ divisor: Int) -> Bool {
    divisor > 0 && scrambled(n * 13 + place) % divisor == 0
}
