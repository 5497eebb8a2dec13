import Dataflow
import Hashing
import JSON

/// A pipeline drawn at random from a seed: what both the engine and ``NaiveInterpreter`` are given.
struct GraphSketch {
    /// What a stage does with the numbers in its records' field "n".
    enum Kind {
        /// Gives the numbers from `first`, `count` of them.
        case source(first: Int, count: Int, weight: Int)
        /// Makes so many records of each.
        case fan(Int)
        /// Lets through what a model says of the number: one in `divisor`; 0 starves all that follows.
        case pick(divisor: Int)
        /// Asks a model, which answers after a while.
        case ask
        /// Sends even numbers to the part "even", others to "odd".
        case part
        case mix
        /// Makes one record of all of a source record's.
        case sum
        /// Keeps the first of all of a source record's, rejects the others.
        case first
        /// Lets each number modulo `modulus` through once.
        case unique(modulus: Int)
        /// Makes one record of all of the run's with the same number modulo `modulus`.
        case bundle(modulus: Int)
        /// Makes records of each and those of a second input with the same number modulo `modulus`, of
        /// one source record's or of all of the run's.
        case join(Join)
        case sink
    }

    struct Join {
        let modulus: Int
        let isOverRun: Bool
        let keepsUnmatched: Bool
        /// The first so many that match are joined.
        static let most = 3
    }

    struct Stage {
        let name: String
        let kind: Kind
        var inputs: [(node: Int, part: String?)] = []
        /// What a join's second input takes.
        var sides: [(node: Int, part: String?)] = []
    }

    private(set) var stages: [Stage] = []
    var target: Int?
    /// Numbers, and how many records are wanted with each.
    var quotas: [(n: Int, count: Int)] = []

    /// A graph of one or two sources and up to nine more stages; whatever is left over is written.
    init(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for number in 0...random.integer(below: 2) {
            add(
                .source(
                    first: number * 50, count: 1 + random.integer(below: 12),
                    weight: 1 + random.integer(below: 3)))
        }
        var fans = 0
        for _ in 0..<(2 + random.integer(below: 7)) {
            var kind = Self.kind(&random)
            if kind.multiplies {
                fans += 1
                if fans > 3 { kind = .mix }
            }
            let inputs = inputs(&random)
            if case .join = kind {
                add(kind, from: inputs, with: self.inputs(&random))
            } else {
                add(kind, from: inputs)
            }
        }
        add(.sink, from: loose)
    }

    /// A graph that is written down.
    init(_ stages: [(kind: Kind, inputs: [Int])]) {
        for stage in stages { add(stage.kind, from: stage.inputs.map { ($0, nil) }) }
    }

    private static func kind(_ random: inout SplitMix64) -> Kind {
        switch random.integer(below: 14) {
        case 0, 1: .fan(random.integer(below: 4))
        case 2: .pick(divisor: random.integer(below: 4))
        case 3, 4, 5: .ask
        case 6: .part
        case 7: .mix
        case 8: .sum
        case 9: .first
        case 10: .unique(modulus: 3 + random.integer(below: 40))
        case 11, 12:
            .join(
                Join(
                    modulus: 1 + random.integer(below: 6), isOverRun: random.integer(below: 2) == 0,
                    keepsUnmatched: random.integer(below: 2) == 0))
        default: .bundle(modulus: 1 + random.integer(below: 5))
        }
    }

    private mutating func add(
        _ kind: Kind, from inputs: [(Int, String?)] = [], with sides: [(Int, String?)] = []
    ) {
        stages.append(Stage(name: "s\(stages.count)", kind: kind, inputs: inputs, sides: sides))
    }

    /// One to three outputs, of which some are taken by others already: arms that part and meet.
    private func inputs(_ random: inout SplitMix64) -> [(node: Int, part: String?)] {
        var chosen: [(node: Int, part: String?)] = []
        let all = outputs
        for _ in 0...random.integer(below: 3) {
            let next = all[
                all.count - 1
                    - min(random.integer(below: all.count), random.integer(below: all.count))]
            if !chosen.contains(where: { $0 == next }) { chosen.append(next) }
        }
        return chosen
    }

    private var outputs: [(node: Int, part: String?)] {
        stages.enumerated().flatMap { node, stage -> [(Int, String?)] in
            if case .part = stage.kind { return [(node, "even"), (node, "odd")] }
            return [(node, nil)]
        }
    }

    /// Outputs of stages that nothing takes anything of.
    private var loose: [(node: Int, part: String?)] {
        let taken = Set(stages.flatMap { ($0.inputs + $0.sides).map(\.node) })
        return outputs.filter { !taken.contains($0.node) }
    }

    /// Whether a stage waits for the end of the sources.
    var gathers: Bool {
        stages.contains { stage in
            switch stage.kind {
            case .bundle: true
            case .join(let join): join.isOverRun
            default: false
            }
        }
    }

    /// Whether a second reading of the sources gives nothing new.
    var isExhaustible: Bool {
        gathers || stages.contains { if case .unique = $0.kind { true } else { false } }
    }

    /// The same as a pipeline document.
    var document: String {
        var declared: JSONObject = [:]
        for stage in stages {
            var values: JSONObject = ["type": .string(stage.kind.type)]
            for (key, inputs) in [("input", stage.inputs), ("with", stage.sides)]
            where !inputs.isEmpty {
                values[key] = .array(
                    inputs.map { input in
                        .string(stages[input.node].name + (input.part.map { ".\($0)" } ?? ""))
                    })
            }
            for (key, number) in stage.kind.numbers { values[key] = .integer(number) }
            if case .sink = stage.kind, let target { values["target"] = .integer(target) }
            declared[stage.name] = .object(values)
        }
        return JSON.object(["schemaVersion": 1, "stages": .object(declared)]).pretty()
    }
}

extension GraphSketch.Kind {
    /// Whether it may make more records than it takes.
    fileprivate var multiplies: Bool {
        switch self {
        case .fan, .join: true
        default: false
        }
    }

    var type: String {
        switch self {
        case .source: "numbers"
        case .fan: "fan"
        case .pick: "pick"
        case .ask: "ask"
        case .part: "part"
        case .mix: "mix"
        case .sum: "sum"
        case .first: "first"
        case .unique: "unique"
        case .bundle: "bundle"
        case .join(let join): join.isOverRun ? "joinRun" : "join"
        case .sink: "write"
        }
    }

    fileprivate var numbers: [(String, Int)] {
        switch self {
        case .source(let first, let count, let weight):
            [("first", first), ("count", count), ("weight", weight)]
        case .fan(let count): [("by", count)]
        case .pick(let number), .unique(let number), .bundle(let number): [("by", number)]
        case .join(let join): [("by", join.modulus), ("keeps", join.keepsUnmatched ? 1 : 0)]
        default: []
        }
    }
}

/// Another number, by rule.
func scrambled(_ number: Int) -> Int {
    Int(UInt64(bitPattern: Int64(number)).mixed >> 40)
}
