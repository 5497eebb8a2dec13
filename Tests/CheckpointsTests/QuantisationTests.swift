import Checkpoints
import Foundation
import JSON
import TestSupport
import Testing

/// Every encoding in `gguf_quants`, against what other software makes of it.
@Suite struct Quantisation {
    private static let file = "gguf_quants/quants.gguf"
    private static let golden = "gguf_quants/golden.safetensors"
    private static let isThere = Fixtures.has(file) && Fixtures.has(golden)
    private static let names: [String] =
        isThere ? (try? GGUFFile(url: Fixtures.url(file)).names) ?? [] : []

    /// Types that DESIGN promises; what the folder holds besides may be readable or not.
    private static let promised: Set<ElementType> = [
        .f32, .f16, .bf16, .q8_0, .q4_0, .q4_1, .q5_0, .q5_1, .q2_K, .q3_K, .q4_K, .q5_K, .q6_K,
    ]

    @Test(.enabled(if: isThere, "needs gguf_quants"))
    func `the file opens and has tensors`() throws {
        #expect(try !GGUFFile(url: Fixtures.url(Self.file)).names.isEmpty)
    }

    @Test(arguments: names)
    func `a readable tensor has the reference's values, another says why not`(name: String) throws {
        let tensor = try #require(try GGUFFile(url: Fixtures.url(Self.file)).tensors[name])
        guard tensor.type.isReadable else {
            #expect(!Self.promised.contains(tensor.type))
            let error = #expect(throws: TensorError.self) { try tensor.floats() }
            #expect(
                error == .unreadableType(path: tensor.path, tensor: name, type: tensor.type)
            )
            return
        }
        let golden = try SafetensorsFile(url: Fixtures.url(Self.golden))
        let expected = try #require(golden.tensors[name])
        #expect(expected.shape == tensor.shape)
        let isPlain = [.f32, .f16, .bf16].contains(tensor.type)
        let difference = worstDifference(
            try tensor.floats(),
            try expected.floats(),
            tolerance: isPlain ? 0 : 1e-6
        )
        #expect(difference == nil)
    }

    @Test(arguments: names)
    func `a row read alone is the row of the whole`(name: String) throws {
        let tensor = try #require(try GGUFFile(url: Fixtures.url(Self.file)).tensors[name])
        guard tensor.type.isReadable else { return }
        let whole = try tensor.floats()
        for row in 0..<tensor.rowCount {
            let alone = try tensor.floats(rows: row..<row + 1)
            let slice = Array(whole[row * tensor.rowLength..<(row + 1) * tensor.rowLength])
            #expect(alone.map(\.bitPattern) == slice.map(\.bitPattern))
        }
    }

    @Test(arguments: names.filter { $0.hasPrefix("encoded.") })
    func `encoding gives the reference's bytes`(name: String) throws {
        let tensor = try #require(try GGUFFile(url: Fixtures.url(Self.file)).tensors[name])
        guard tensor.type.isWritable else { return }
        let golden = try SafetensorsFile(url: Fixtures.url(Self.golden))
        let source = try #require(golden.tensors["source_f32"]).floats()
        let found = tensor.type.encode(source)
        let expected = tensor.withBytes { Array($0) }
        let wrong = zip(found, expected).enumerated().filter { $1.0 != $1.1 }.map(\.offset)
        #expect(found.count == expected.count)
        #expect(wrong.isEmpty, "first at byte \(wrong.first ?? 0) of \(expected.count)")
    }

    @Test(arguments: fixtureFiles(in: "gguf_kquant_models", suffix: ".gguf"))
    func `rows of a mixed K-quant model have the reference's values`(path: String) throws {
        let golden = path.replacingOccurrences(of: ".gguf", with: ".golden.safetensors")
        guard Fixtures.has(golden) else { return }
        let model = try GGUFFile(url: Fixtures.url(path))
        let rows = try SafetensorsFile(url: Fixtures.url(golden))
        for name in rows.names where name.hasPrefix("rows.") {
            let expected = try #require(rows.tensors[name])
            let tensor = try #require(model.tensors[String(name.dropFirst("rows.".count))])
            let found = try tensor.floats(rows: 0..<expected.rowCount)
            #expect(
                worstDifference(found, try expected.floats(), tolerance: 1e-6) == nil,
                "\(name), \(tensor.type.name)"
            )
        }
    }
}
