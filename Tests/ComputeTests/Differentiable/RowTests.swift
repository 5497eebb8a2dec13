import Testing

@testable import Compute

@Suite struct RowTests {
    @Test(arguments: [(1, 1), (5, 17), (40, 576), (300, 131)], [1, 2])
    func `adding, filling and copying follow their formulas`(
        size: (rows: Int, width: Int), seed: Int
    ) throws {
        var random = RandomRows(seed: seed)
        let x = HostMatrix(random.floats(size.rows * size.width), width: size.width)
        let y = HostMatrix(random.floats(size.rows * size.width), width: size.width)
        let found = try sameEveryWay { backend in
            let (sum, scaled) = (try backend.view(y), try backend.view(y))
            backend.add(try backend.view(x), to: sum)
            backend.add(try backend.view(x), scaledBy: 0.3, to: scaled)
            let (copied, filled) = (try backend.view(y), try backend.view(y))
            backend.copy(try backend.view(x), into: copied)
            backend.fill(filled, with: 2.5)
            return try [sum, scaled, copied, filled].map { try backend.host($0) }
        }
        #expect(found[0].floats == zip(x.floats, y.floats).map { $0 + $1 })
        #expect(found[1].floats == zip(x.floats, y.floats).map { $1.addingProduct(0.3, $0) })
        #expect(found[2] == x)
        #expect(found[3].floats.allSatisfy { $0 == 2.5 })
    }

    @Test(arguments: [(1, 3), (9, 17), (70, 600)], [1, 2])
    func `gathered rows are the named ones, and scattering adds to them`(
        size: (rows: Int, width: Int), seed: Int
    ) throws {
        var random = RandomRows(seed: seed)
        let x = HostMatrix(random.floats(size.rows * size.width), width: size.width)
        let rows = (0..<size.rows).filter { $0 % 3 != 1 }.reversed() as [Int]
        let y = HostMatrix(random.floats(rows.count * size.width), width: size.width)
        let found = try sameEveryWay { backend in
            let (all, some) = (try backend.view(x), try backend.view(y))
            backend.scatter(some, addingTo: all, at: rows)
            backend.gather(rows, of: try backend.view(x), into: some)
            return [try backend.host(all), try backend.host(some)]
        }
        var expected = x
        for (index, row) in rows.enumerated() {
            for column in 0..<size.width {
                expected.floats[row * size.width + column] += y.floats[index * size.width + column]
            }
            #expect(found[1].rows(index..<index + 1) == x.rows(row..<row + 1))
        }
        #expect(found[0] == expected)
    }

    @Test(arguments: [1, 20, 576], [1, 2])
    func `embeddings are scaled rows, and their gradients are added row after row`(
        width: Int, seed: Int
    ) throws {
        var random = RandomRows(seed: seed)
        let (tokenCount, scale) = (11, Float(1.7))
        let table = HostMatrix(random.floats(tokenCount * width), width: width)
        // Tokens occur often.
        let tokens = (0..<90).map { _ in Int32(random.below(tokenCount)) }
        let dX = HostMatrix(random.floats(tokens.count * width), width: width)
        let found = try sameEveryWay { backend in
            let x = try backend.view(dX)
            backend.embed(tokens, in: try backend.matrix(table), scale: scale, into: x)
            let dTable = try backend.matrix(table)
            backend.embedBackward(
                try backend.view(dX), tokens: tokens, scale: scale, into: dTable)
            return [try backend.host(x), try backend.host(dTable.all)]
        }
        var sums = table
        for (row, token) in tokens.enumerated() {
            for column in 0..<width {
                let index = Int(token) * width + column
                #expect(found[0].floats[row * width + column] == table.floats[index] * scale)
                let product = dX.floats[row * width + column]
                sums.floats[index] = sums.floats[index].addingProduct(scale, product)
            }
        }
        #expect(found[1].bits == sums.bits)

        // The same in two calls.
        let backend = CPUDifferentiableBackend(threads: 2)
        let dTable = try backend.matrix(table)
        for rows in [0..<37, 37..<tokens.count] {
            backend.embedBackward(
                try backend.view(dX.rows(rows)), tokens: Array(tokens[rows]), scale: scale,
                into: dTable)
        }
        let twice = try backend.host(dTable.all)
        #expect(twice.bits == sums.bits)
    }
}
