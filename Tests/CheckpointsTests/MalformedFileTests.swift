import Checkpoints
import Foundation
import Hashing
import JSON
import TestSupport
import Testing

/// A hostile file is an error or is read; it is never a crash.
@Suite struct `Malformed files` {
    struct Case: Sendable, CustomTestStringConvertible {
        let file: String
        let expectation: String

        var testDescription: String { "\(file): \(expectation)" }
    }

    private static let folder = "malformed"

    private static let cases: [Case] = {
        let index = try? Fixtures.json("\(folder)/index.json").array
        return (index ?? []).compactMap { entry in
            guard let file = entry["file"]?.string, let expect = entry["expect"]?.string,
                Fixtures.has("\(folder)/\(file)")
            else { return nil }
            return Case(file: file, expectation: expect)
        }
    }()

    /// Opens the file as what its name says and reads everything in it.
    static func readAll(_ url: URL) throws {
        let tensors: [StoredTensor]
        if url.pathExtension == "gguf" {
            tensors = Array(try GGUFFile(url: url).tensors.values)
        } else {
            tensors = Array(try SafetensorsFile(url: url).tensors.values)
        }
        for tensor in tensors where tensor.type.isReadable { _ = try tensor.floats() }
    }

    @Test(arguments: cases)
    func `a file is refused or read as the index says`(test: Case) throws {
        let url = Fixtures.url("\(Self.folder)/\(test.file)")
        switch test.expectation {
        case "accept": try Self.readAll(url)
        case "reject":
            let error = #expect(throws: TensorError.self) { try Self.readAll(url) }
            #expect(error?.description.hasPrefix(url.path + ": ") == true)
            #expect(error?.description.contains("\n  help: ") == true)
        default:
            do { try Self.readAll(url) } catch is TensorError {}
        }
    }

    private static let seeds: [(name: String, bytes: [UInt8])] =
        [("sample.gguf", GGUFBytes.sample)]
        + cases.filter { $0.expectation == "accept" }.compactMap { test in
            (try? Fixtures.bytes("\(folder)/\(test.file)")).map { (test.file, $0) }
        }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `random damage never crashes a reader`(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let folder = try TemporaryFolder()
        for seed in Self.seeds {
            let url = folder.appending(path: seed.name)
            for _ in 0..<100 {
                let damaged = Self.damage(seed.bytes, &generator)
                try Data(damaged).write(to: url)
                do { try Self.readAll(url) } catch is TensorError {}
            }
        }
    }

    /// Some flipped bits, replaced bytes, huge numbers or a cut, mostly near the front.
    private static func damage(
        _ bytes: [UInt8],
        _ generator: inout SplitMix64
    ) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
            let index = Int.random(in: bytes.indices, using: &generator)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0, 1: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 2: bytes[index] = .random(in: 0 ... .max, using: &generator)
            case 3:
                for offset in index..<min(index + 8, bytes.count) { bytes[offset] = 0xFF }
            case 4: bytes.removeSubrange(index..<min(index + 3, bytes.count))
            default: bytes.removeSubrange(max(index, bytes.count - 64)...)
            }
        }
        return bytes
    }
}
