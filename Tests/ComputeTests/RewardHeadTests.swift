import Foundation
import Models
import TestSupport
import Testing

@Suite struct RewardHeadTests {
    @Test(arguments: Fixtures.folders(in: "losses"))
    func `a reward head rates the last token as the reference does`(folder: String) throws {
        let path = "losses/\(folder)"
        guard Fixtures.has("\(path)/reward_head.safetensors") else { return }
        let decoder = try Decoder(url: Fixtures.url("\(path)/model"), arithmetic: .float32)
        let head = try RewardHead(url: Fixtures.url("\(path)/reward_head.safetensors"))
        let golden = try #require(try Fixtures.json("\(path)/losses.json")["reward"])
        let sequences = golden["sequences"]?.array ?? []
        for (index, sequence) in sequences.enumerated() {
            let hidden = try SingleSequence(decoder).run(tokens(sequence)).hidden
            let expected = golden["predictions"]?.array?[index].array?.compactMap(\.double) ?? []
            let found = head(hidden[hidden.count - 1])
            #expect(worstDifference(found, expected.map { Float($0) }) < 1e-4)
        }
    }
}
