import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: TinyModel.isAvailable, "no small Llama in the fixtures"))
struct `A model without a chat template` {
    private func evaluate(_ tasks: String...) async throws -> Printed {
        let workshop = try Workshop()
        _ = try TinyModel(in: workshop.folder.appending(path: "base"))
        try workshop.write("base/tokenizer_config.json", #"{"eos_token": "<e>"}"#)
        try workshop.write("prose.jsonl", #"{"text": "a text of twenty one."}"# + "\n")
        try workshop.write(
            "prose.json", #"{"schemaVersion": 1, "form": "perplexity", "dataset": "prose.jsonl"}"#)
        try workshop.write("sums.jsonl", #"{"question": "1 + 1?", "answer": "2"}"# + "\n")
        try workshop.write(
            "sums.json", #"{"schemaVersion": 1, "form": "math", "dataset": "sums.jsonl"}"#)
        return try await workshop.run(
            ["evaluate", "model", "base", "--device", "cpu", "--threads", "1"]
                + tasks.flatMap { ["--task", $0] })
    }

    @Test func `is weighed by texts`() async throws {
        let printed = try await evaluate("prose.json")
        #expect(printed.status == 0, "\(printed)")
        #expect(printed.output.contains("perplexity of a token"))
    }

    @Test func `is refused where it would be asked, with the documents that ask nothing`()
        async throws
    {
        let printed = try await evaluate("sums.json", "prose.json")
        #expect(printed.status == 1)
        #expect(printed.text.contains("has no chat template, so it can be asked nothing"))
        #expect(printed.text.contains("--task prose"), "\(printed)")
    }
}
