import Checkpoints
import TestSupport
import Testing

@Suite struct `Tensors with scales` {
    @Test func `are multiplied row by row when they are read, and keep their bytes`() throws {
        let floats = (0..<12).map { Float($0 - 5) }
        var writer = SafetensorsWriter()
        writer.add("t", shape: [2, 2, 3], floats: floats, as: .bf16)
        let folder = try TemporaryFolder()
        let file = folder.appending(path: "t.safetensors")
        try writer.write(to: file)
        let stored = try #require(try SafetensorsFile(url: file).tensors["t"])
        let scales: [Float] = [2, 0.5, 0, -1]
        let scaled = stored.scaled(byRow: scales)
        let expected = floats.enumerated().map { $1 * scales[$0 / 3] }
        #expect(try scaled.floats() == expected)
        for first in 0..<4 {
            for end in first...4 {
                let part = Array(expected[3 * first..<3 * end])
                #expect(try scaled.floats(rows: first..<end) == part)
            }
        }
        #expect(try stored.floats() == floats && stored.rowScales == nil)
        let bytes = stored.withBytes { Array($0) }
        #expect(scaled.withBytes { Array($0) } == bytes)
    }
}
