import Compute
import Hashing
import Models

/// Compares every operation of a backend by itself with a reference, on fresh random input.
///
/// Inputs are numbers that bf16 has exactly. Outputs are NaN before the operation, so that an
/// element that is not written shows. Sizes are odd, and sequences have several lengths.
final class OperationComparison {
    /// Largest differences that pass, in units of the outputs' root mean square.
    struct Tolerances {
        /// Sums in float32, of exact inputs.
        var sums: Float
        /// Outputs that may be rounded to bf16, or made of numbers that are.
        var rounded: Float
        /// Mean difference of the whole model's log-probabilities, in nats.
        var model: Float

        /// The same bits.
        static let exact = Tolerances(sums: 0, rounded: 0, model: 0)
        /// Another order of summation, and operands in bf16.
        static let near = Tolerances(sums: 1e-4, rounded: 0.03, model: 0.02)
    }

    /// A backend with the model on it.
    struct Side {
        let backend: any InspectableBackend
        let loaded: LoadedDecoder
    }

    let decoder: Decoder
    let name: String
    let tolerances: Tolerances
    private let reference: Side
    private let found: Side
    private var random: SplitMix64
    private(set) var results: [OperationResult] = []

    /// Most rows of a step, and positions and blocks of the cache.
    static let limits = BackendLimits(rows: 160, positions: 192, blocks: 20)

    init(
        _ decoder: Decoder, name: String, of found: any InspectableBackend,
        with reference: any InspectableBackend, tolerances: Tolerances, seed: UInt64
    ) throws {
        (self.decoder, self.name, self.tolerances) = (decoder, name, tolerances)
        self.reference = Side(
            backend: reference, loaded: try LoadedDecoder(decoder, on: reference))
        self.found = Side(backend: found, loaded: try LoadedDecoder(decoder, on: found))
        random = SplitMix64(seed: seed)
    }

    /// Compares all operations and returns their results.
    func run() throws -> [OperationResult] {
        let prompts = ComparisonBatch.prompts(vocabulary: decoder.configuration.vocabularySize)
        begin(prompts)
        try tryRows(prompts.rows.count)
        try tryAttention(prompts, "attend, prompts")
        let next = ComparisonBatch.next(vocabulary: decoder.configuration.vocabularySize)
        begin(next)
        try tryActivation(next.rows.count)
        try tryAttention(next, "attend, one row of each sequence")
        return results
    }

    func begin(_ batch: TokenBatch) {
        for side in [reference, found] { side.backend.beginInspected(batch) }
    }

    // MARK: Trying one operation

    /// Sets the same random rows on both sides.
    func set(_ x: KeyPath<LoadedDecoder, Activations>, rows: Int, scale: Float = 1) throws {
        let width = reference.backend.width(reference.loaded[keyPath: x])
        let floats = random.bf16(rows * width, scale: scale)
        for side in [reference, found] {
            try side.backend.write(floats, to: side.loaded[keyPath: x])
        }
    }

    /// Sets the same random rows on both sides.
    func set(_ x: KeyPath<LoadedDecoder, Operand>, rows: Int) throws {
        let width = reference.backend.width(reference.loaded[keyPath: x])
        let floats = random.bf16(rows * width)
        for side in [reference, found] {
            try side.backend.write(floats, to: side.loaded[keyPath: x])
        }
    }

    /// Runs `body` on both sides and compares the rows that it writes to `y`.
    func compare(
        _ operation: String, _ y: KeyPath<LoadedDecoder, Activations>, rows: Int,
        isPoisoned: Bool = true, tolerance: Float, _ body: (Side) throws -> Void
    ) throws {
        try compare(operation, tolerance) { side in
            let y = side.loaded[keyPath: y]
            if isPoisoned {
                try side.backend.write(Self.poison(rows, side.backend.width(y)), to: y)
            }
            try body(side)
            return try side.backend.read(y, rows: rows)
        }
    }

    /// Runs `body` on both sides and compares the rows that it writes to `y`.
    func compare(
        _ operation: String, _ y: KeyPath<LoadedDecoder, Operand>, rows: Int, tolerance: Float,
        _ body: (Side) throws -> Void
    ) throws {
        try compare(operation, tolerance) { side in
            let y = side.loaded[keyPath: y]
            try side.backend.write(Self.poison(rows, side.backend.width(y)), to: y)
            try body(side)
            return try side.backend.read(y, rows: rows)
        }
    }

    /// Runs `body` on both sides and compares the numbers that it returns.
    package func compare(
        _ operation: String, _ tolerance: Float, _ body: (Side) throws -> [Float]
    ) throws {
        let expected = try body(reference)
        let given = try body(found)
        results.append(
            OperationResult(
                operation, name, found: given, expected: expected, tolerance: tolerance))
    }

    private static func poison(_ rows: Int, _ width: Int) -> [Float] {
        [Float](repeating: .nan, count: rows * width)
    }
}
