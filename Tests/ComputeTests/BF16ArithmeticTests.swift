import Checkpoints
import Foundation
import Models
import TestSupport
import Testing

@Suite struct BF16ArithmeticTests {
    /// Whatever this CPU would choose: its own instruction is used only where it is fast.
    @Test
    func `a bfloat16 model in bfloat16 is near the reference, with the same bits however cut`()
        throws
    {
        let model = try #require(
            ModelFixture.all.first { $0.name == "llama_tied_theta500k_bf16" })
        let decoder = try Decoder(url: model.url, arithmetic: .native)
        let prompt = tokens(try model.json("golden.json")["prompts"]?["p37"])
        let whole = try SingleSequence(decoder, rounding: .toBF16).run(prompt)
        let cut = try SingleSequence(decoder, step: 5, threads: 1, rounding: .toBF16).run(prompt)
        #expect(bits(cut.logits) == bits(whole.logits))
        let floats = try SingleSequence(decoder, rounding: []).run(prompt)
        let difference = worstDifference(
            whole.logits.joined().map { $0 }, floats.logits.joined().map { $0 })
        #expect(difference > 0 && difference < 0.1)
    }
}
