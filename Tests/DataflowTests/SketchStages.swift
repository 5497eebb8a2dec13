import Dataflow
import JSON
import Synchronization

/// The kinds of a ``GraphSketch``, as the engine is given them.
struct SketchStages {
    /// Whether models answer after a random while, so that everything finishes in another order.
    let isShuffled: Bool
    /// What the end is told, instead of by the document.
    let sink: SinkSettings?

    var registry: StageRegistry {
        StageRegistry([
            source, each("fan", fan), each("pick", pick), each("ask", ask),
            each("part", parts: ["even", "odd"]) { record, _, _ in
                [.send(part: number(record) % 2 == 0 ? "even" : "odd")]
            },
            StageKind.join, group("sum", sum), group("first", first),
            kind("unique") { by, _ in .ordered(UniqueNumbers(modulus: by)) },
            kind("bundle") { .gather(Bundle(modulus: $0, node: $1)) },
            join("join") { .group($0) }, join("joinRun") { .gather($0) }, StageKind.ending(sink),
        ])
    }

    // MARK: What they do

    private func fan(_ record: Record, _ by: Int, _ node: Int) -> [Outcome] {
        (0..<by).map { .make(["n": .integer(numberOfFan(number(record), node, $0))]) }
    }

    private func sum(_ records: [Record], _ node: Int) -> [GroupOutcome] {
        let sum = records.reduce(node) { $0 + number($1) } % 10_000
        return [.make(["n": .integer(sum)], from: records)]
    }

    private func first(_ records: [Record], _ node: Int) -> [GroupOutcome] {
        [.pass(records[0])]
            + records.dropFirst().map { .reject($0, Rejection("not the first")) }
    }

    private var pick: EachBody {
        { record, by, node in
            await pause()
            return picks(number(record), node, by) ? [.pass] : [.reject(Rejection("not picked"))]
        }
    }

    private var ask: EachBody {
        { record, _, node in
            await pause()
            return [.make(["n": .integer(numberOfAnswer(number(record), node))])]
        }
    }

    private func pause() async {
        guard isShuffled else { return }
        for _ in 0..<Int.random(in: 0..<12) { await Task.yield() }
    }

    // MARK: Kinds

    typealias EachBody = @Sendable (Record, _ by: Int, _ node: Int) async -> [Outcome]

    private static let ofSource = ["first", "count", "weight"].map {
        Setting.required($0, .integer(0...1_000), "")
    }
    private static let modulus = Setting("by", .integer(0...10_000), default: 0, "")
    private static let joinedBy = Setting.required("by", .integer(0...10_000), "")
    private static let keeps = Setting.required("keeps", .integer(0...10_000), "")

    private var source: StageKind {
        StageKind(
            name: "numbers", summary: "",
            settings: Self.ofSource,
            takesInput: false
        ) { preparation in
            let values = Self.ofSource.map { preparation[$0] }
            return PreparedStage(
                work: .source(Numbers(first: values[0], count: values[1], weight: values[2])),
                fields: FieldSet(["n"]))
        }
    }

    private func kind(
        _ name: String, parts: [String] = [],
        _ work: @escaping @Sendable (_ by: Int, _ node: Int) -> StageWork
    ) -> StageKind {
        StageKind(
            name: name, summary: "", settings: [Self.modulus]
        ) { preparation in
            let node = Int(preparation.declaration.name.dropFirst()) ?? 0
            return PreparedStage(
                work: work(preparation[Self.modulus], node),
                fields: preparation.fields, parts: parts)
        }
    }

    private func join(
        _ name: String, _ work: @escaping @Sendable (NumberJoin) -> StageWork
    ) -> StageKind {
        StageKind(
            name: name, summary: "",
            settings: [Self.joinedBy, Self.keeps],
            takesSideInput: true
        ) { preparation in
            PreparedStage(
                work: work(
                    NumberJoin(
                        modulus: preparation[Self.joinedBy],
                        keepsUnmatched: preparation[Self.keeps] == 1,
                        node: Int(preparation.declaration.name.dropFirst()) ?? 0)),
                fields: preparation.fields)
        }
    }

    private func each(
        _ name: String, parts: [String] = [], _ body: @escaping EachBody
    ) -> StageKind {
        kind(name, parts: parts) { .each(Each(by: $0, node: $1, body: body)) }
    }

    private func group(
        _ name: String, _ body: @escaping @Sendable ([Record], _ node: Int) -> [GroupOutcome]
    ) -> StageKind {
        kind(name) { .group(Group(node: $1, body: body)) }
    }
}

private func number(_ record: Record) -> Int { record["n"]?.integer ?? 0 }

private struct Each: RecordStage {
    let by: Int
    let node: Int
    let body: SketchStages.EachBody

    func process(_ record: Record, in context: StageContext) async throws -> [Outcome] {
        await body(record, by, node)
    }
}

private struct Group: GroupStage {
    let node: Int
    let body: @Sendable ([Record], Int) -> [GroupOutcome]

    func process(_ records: [Record], in context: StageContext) async throws -> [GroupOutcome] {
        body(records, node)
    }
}

private struct Numbers: SourceStage {
    let first: Int
    let count: Int
    let weight: Int

    func makeCursor(seed: UInt64) -> any SourceCursor { Cursor(first..<(first + count)) }

    private final class Cursor: SourceCursor {
        private var numbers: Range<Int>
        init(_ numbers: Range<Int>) { self.numbers = numbers }
        func next() -> SourceRow? {
            numbers.popFirst().map { SourceRow(["n": .integer($0)]) }
        }
    }
}

private struct UniqueNumbers: OrderedStage {
    let modulus: Int

    func makeJudge() -> any OrderedJudge { Judge(modulus: modulus) }

    private final class Judge: OrderedJudge {
        private let modulus: Int
        private let seen = Mutex<Set<Int>>([])
        init(modulus: Int) { self.modulus = modulus }

        func reject(_ record: Record) -> Rejection? {
            let isNew = seen.withLock { $0.insert(number(record) % modulus).inserted }
            return isNew ? nil : Rejection("seen before")
        }
    }
}

private struct Bundle: GatherStage {
    let modulus: Int
    let node: Int

    func makeHold() -> any RecordHold { Hold(modulus: modulus, node: node) }

    private final class Hold: RecordHold {
        private let modulus: Int
        private let node: Int
        private let groups = Mutex<[(key: Int, records: [Record])]>([])

        init(modulus: Int, node: Int) {
            self.modulus = modulus
            self.node = node
        }

        func take(_ record: Record, isSide: Bool) {
            let key = number(record) % modulus
            groups.withLock { groups in
                if let at = groups.firstIndex(where: { $0.key == key }) {
                    groups[at].records.append(record)
                } else {
                    groups.append((key, [record]))
                }
            }
        }

        func next() -> [GroupOutcome]? {
            let group = groups.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            return group.map { group in
                let sum = group.records.reduce(node) { $0 + number($1) } % 10_000
                return [.make(["n": .integer(sum)], from: group.records)]
            }
        }
    }
}

private struct NumberJoin: GatherStage, GroupStage {
    let modulus: Int
    let keepsUnmatched: Bool
    let node: Int

    func makeHold() -> any RecordHold { Hold(join: self) }

    func process(_ records: [Record], in context: StageContext) -> [GroupOutcome] {
        process(records, with: [], in: context)
    }

    func process(
        _ records: [Record], with side: [Record], in context: StageContext
    ) -> [GroupOutcome] {
        records.flatMap { outcomes(of: $0, side) }
            + neverFound(side, by: records).map { .reject($0, Rejection("never found")) }
    }

    private func outcomes(of record: Record, _ side: [Record]) -> [GroupOutcome] {
        let found = side.filter { number($0) % modulus == number(record) % modulus }
        if found.isEmpty {
            return [keepsUnmatched ? .pass(record) : .reject(record, Rejection("no match"))]
        }
        return found.prefix(GraphSketch.Join.most).map { other in
            let n = numberOfJoin(number(record), number(other), node)
            return .make(["n": .integer(n)], from: [record, other])
        }
    }

    private func neverFound(_ side: [Record], by records: [Record]) -> [Record] {
        let wanted = Set(records.map { number($0) % modulus })
        return side.filter { !wanted.contains(number($0) % modulus) }
    }

    private final class Hold: RecordHold {
        private let join: NumberJoin
        private let state = Mutex<(records: [Record], side: [Record], next: Int)>(([], [], 0))

        init(join: NumberJoin) { self.join = join }

        func take(_ record: Record, isSide: Bool) {
            state.withLock { isSide ? $0.side.append(record) : $0.records.append(record) }
        }

        func next() -> [GroupOutcome]? {
            state.withLock { state in
                defer { state.next += 1 }
                if state.next < state.records.count {
                    return join.outcomes(of: state.records[state.next], state.side)
                }
                let left = join.neverFound(state.side, by: state.records)
                let index = state.next - state.records.count
                return index < left.count
                    ? [.reject(left[index], Rejection("never found"))] : nil
            }
        }
    }
}
