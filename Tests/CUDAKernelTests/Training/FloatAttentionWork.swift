import Foundation
import Hashing

/// One forward and backward pass of attention: its input, its launches, and its reference.
struct FloatAttentionWork {
    typealias Shape = FloatAttentionTests.Case

    struct Span {
        let rows, prefix: Range<Int>
    }

    var shape: Shape
    var queryKeyValue: [Float]
    var dO: [Float]

    init(_ shape: Shape, seed: UInt64) {
        self.shape = shape
        var random = SplitMix64(seed: seed)
        let rows = shape.documents.joined().reduce(0, +)
        // bf16 holds them exactly.
        queryKeyValue = random.bfloats(rows * shape.width).map(\.float)
        dO = random.bfloats(rows * shape.heads * shape.dimension).map(\.float)
    }

    var outputs: Int { shape.heads * shape.dimension }
    private var rowCount: Int { shape.documents.joined().reduce(0, +) }

    func rows(of document: Int) -> Range<Int> {
        let first = shape.documents[..<document].joined().reduce(0, +)
        return first..<first + shape.documents[document].reduce(0, +)
    }

    func alone(_ document: Int) -> FloatAttentionWork {
        let rows = rows(of: document)
        var work = self
        work.shape.documents = [shape.documents[document]]
        work.queryKeyValue = Array(
            queryKeyValue[rows.lowerBound * shape.width..<rows.upperBound * shape.width])
        work.dO = Array(dO[rows.lowerBound * outputs..<rows.upperBound * outputs])
        return work
    }

    private var spans: [Span] {
        var (spans, row) = ([Span](), 0)
        for document in shape.documents {
            let beginning = row..<row + document[0]
            for (index, count) in document.enumerated() {
                let prefix = index == 0 ? row..<row : beginning
                spans.append(Span(rows: row..<row + count, prefix: prefix))
                row += count
            }
        }
        return spans
    }

    // MARK: The kernels

    func run() throws -> (o: [Float], logSum: [Float], gradient: [Float]) {
        let bound = shape.dimension <= 64 ? 64 : shape.dimension <= 128 ? 128 : 256
        let (queries, keys) = shape.isBF16 ? (64, 64) : bound == 256 ? (16, 8) : (32, 32)
        let name = shape.isBF16 ? "attention_bf16" : "attention_float"
        /// Bytes of rows in shared memory, and of weights.
        func shared(rows: Int, weights: Int) -> Int {
            shape.isBF16 ? rows * 2 * (bound + 8) + 256 : 4 * (rows * (bound + 4) + 32 * weights)
        }
        let both = shape.isBF16 ? 64 : 32
        let (queryTiles, keyTiles, viewers) = tiles(queries, keys)
        func nothing(_ count: Int) throws -> DeviceArray<Float> {
            try DeviceArray([Float](repeating: .nan, count: count))
        }
        let (x, g) = (try DeviceArray(queryKeyValue), try DeviceArray(dO))
        let (o, logSum) = (try nothing(dO.count), try nothing(rowCount * shape.heads))
        let (delta, gradient) = (
            try nothing(rowCount * shape.heads), try nothing(queryKeyValue.count)
        )
        let options: [any KernelArgument] = [
            shape.heads, shape.keyHeads, shape.dimension, shape.scale, shape.cap, shape.window,
        ]
        let queryGrid = (queryTiles.count / 5, shape.heads)
        let tiles = try DeviceArray(queryTiles)
        try EmulatedDevice.launch(
            "\(name)_\(bound)", grid: queryGrid, threads: 128,
            shared: shared(rows: queries + both, weights: queries),
            all: [o, outputs, logSum, shape.heads, x, shape.width, tiles] + options)
        try EmulatedDevice.launch(
            "attention_float_delta", grid: (rowCount, shape.heads), threads: 32, delta, g, outputs,
            o, outputs, shape.heads, shape.dimension)
        let operands: [any KernelArgument] = [
            gradient, shape.width, g, outputs, x, shape.width, logSum, shape.heads, delta,
        ]
        try EmulatedDevice.launch(
            "\(name)_queries_\(bound)", grid: queryGrid, threads: 128,
            shared: shared(rows: 2 * queries + both, weights: queries),
            all: operands + [tiles] + options)
        let seen: [any KernelArgument] = [try DeviceArray(keyTiles), try DeviceArray(viewers)]
        try EmulatedDevice.launch(
            "\(name)_keys_\(bound)", grid: (keyTiles.count / 4, shape.keyHeads),
            threads: 128, shared: shared(rows: 2 * keys + 64, weights: 2 * keys),
            all: operands + seen + options)
        return (try o.values(), try logSum.values(), try gradient.values())
    }

    /// The formats of attention_float.cuh: QueryTile, tiles of keys, Viewers.
    private func tiles(_ queries: Int, _ keys: Int) -> ([Int32], [Int32], [Int32]) {
        var (queryTiles, keyTiles, viewers) = ([Int](), [Int](), [Int]())
        for span in spans {
            for row in stride(from: span.rows.lowerBound, to: span.rows.upperBound, by: queries) {
                queryTiles += [
                    row, min(queries, span.rows.upperBound - row),
                    span.prefix.count + row - span.rows.lowerBound, span.prefix.lowerBound,
                    span.prefix.count,
                ]
            }
            for row in stride(from: span.rows.lowerBound, to: span.rows.upperBound, by: keys) {
                let tile = row..<min(row + keys, span.rows.upperBound)
                let first = viewers.count / 6
                for viewer in spans {
                    let isOwn = viewer.rows == span.rows
                    let seen = isOwn ? viewer.rows : viewer.prefix
                    guard seen.overlaps(tile) else { continue }
                    viewers += [
                        viewer.rows.lowerBound, viewer.rows.count, viewer.prefix.count,
                        isOwn ? seen.lowerBound - viewer.prefix.count : seen.lowerBound,
                        seen.lowerBound, seen.upperBound,
                    ]
                }
                keyTiles += [row, tile.count, first, viewers.count / 6]
            }
        }
        return (queryTiles.map { Int32($0) }, keyTiles.map { Int32($0) }, viewers.map { Int32($0) })
    }

    // MARK: The reference

    func reference() -> (o: [Double], logSum: [Double], gradient: [Double]) {
        let x = queryKeyValue.map { Double($0) }, g = dO.map { Double($0) }
        let (d, width, scale) = (shape.dimension, shape.width, Double(shape.scale))
        let cap = Double(shape.cap)
        var o = [Double](repeating: 0, count: g.count)
        var logSum = [Double](repeating: 0, count: rowCount * shape.heads)
        var gradient = [Double](repeating: 0, count: x.count)
        func dot(_ a: [Double], _ at: Int, _ b: [Double], _ bt: Int) -> Double {
            (0..<d).reduce(0) { $0 + a[at + $1] * b[bt + $1] }
        }
        for span in spans {
            for (row, head) in span.rows.flatMap({ row in (0..<shape.heads).map { (row, $0) } }) {
                var seen = Array(span.prefix) + Array(span.rows.lowerBound...row)
                if shape.window > 0 { seen = seen.suffix(shape.window) }
                let keyHead = head / (shape.heads / shape.keyHeads)
                let (q, out) = (row * width + head * d, row * outputs + head * d)
                let keys = seen.map { $0 * width + (shape.heads + keyHead) * d }
                let scores = keys.map { key in
                    let z = scale * dot(x, q, x, key)
                    return cap > 0 ? cap * tanh(z / cap) : z
                }
                let sum = scores.reduce(0) { $0 + exp($1) }
                let weights = scores.map { exp($0) / sum }
                logSum[row * shape.heads + head] = log(sum)
                let products = keys.map { dot(g, out, x, $0 + shape.keyHeads * d) }
                let delta = zip(weights, products).reduce(0) { $0 + $1.0 * $1.1 }
                for (index, key) in keys.enumerated() {
                    let value = key + shape.keyHeads * d
                    let slope = cap > 0 ? 1 - scores[index] * scores[index] / (cap * cap) : 1
                    let dZ = scale * weights[index] * (products[index] - delta) * slope
                    for i in 0..<d {
                        o[out + i] += weights[index] * x[value + i]
                        gradient[q + i] += dZ * x[key + i]
                        gradient[key + i] += dZ * x[q + i]
                        gradient[value + i] += weights[index] * g[out + i]
                    }
                }
            }
        }
        return (o, logSum, gradient)
    }
}
