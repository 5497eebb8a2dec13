import Testing

@testable import synthgen

@Suite struct `Options of a training` {
    private func message(_ arguments: [String]) -> String {
        do {
            _ = try SFTCommand.parse(["--dataset", "rows.jsonl"] + arguments)
            return "no error"
        } catch {
            return SFTCommand.message(for: error)
        }
    }

    @Test func `several GPUs are of --device cuda`() throws {
        #expect(message(["--device", "cuda:2", "--gpus", "2"]) == "no error")
        #expect(message(["--gpus", "1"]) == "no error")
        #expect(message(["--gpus", "2"]) == "--gpus 2 is of GPUs: add --device cuda")
        #expect(
            message(["--device", "cuda", "--gpus", "0"]) == "--gpus must be from 1 to 64, found 0")
    }
}
