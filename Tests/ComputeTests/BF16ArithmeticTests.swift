import Checkpoints
import Foundation
import Models
import TestSupport
import Testing

private let fixture =
    ModelFixture.first("LlamaForCausalLM", weights: "bf16")
    ?? ModelFixture.all.first { $0.weightsType == "bf16" }

@Suite struct BF16ArithmeticTests {
    /// Whatever this CPU would choose: its own instruction is used only where it is fast.
    @Test(.enabled(if: fixture != nil, "no model in bfloat16 in the fixtures"))
    func `a bfloat16 model in bfloat16 is near the reference, with the same bits however cut`()
        throws
    {
        let model = try #require(fixture)
        let decoder = try Decoder(url: model.url, arithmetic: .native)
        let prompt = try model.longestPrompt().tokens
        let whole = try SingleSequence(decoder, rounding: .toBF16).run(prompt)
        let cut = try SingleSequence(decoder, step: 5, threads: 1, rounding: .toBF16).run(prompt)
        #expect(bits(cut.logits) == bits(whole.logits))
        let floats = try SingleSequence(decoder, rounding: []).run(prompt)
        let difference = worstDifference(
            whole.logits.joined().map { $0 }, floats.logits.joined().map { $0 })
        // Eight bits of mantissa: some hundredths of logits around ten.
        #expect(difference > 0 && difference < 0.2)
    }
}
