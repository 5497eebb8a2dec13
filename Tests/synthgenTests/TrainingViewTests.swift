import JSON
import Testing
import TrainingData

@testable import Training
@testable import synthgen

@Suite struct `The line of a training` {
    private func report(_ step: Int, details: [(String, Double)] = []) -> StepReport {
        var figures = StepFigures()
        (figures.loss, figures.tokens, figures.targets) = (1.25, 1_000, 400)
        figures.details = details.map { (name: $0.0, value: $0.1) }
        return StepReport(
            step: step, learningRate: 1e-5, gradientNorm: 2.5, figures: figures, seconds: 2)
    }

    @Test func `has step, loss, speed and the time that is left`() {
        var figures = TrainingFigures(label: "sft", steps: 40)
        #expect(figures.line == "sft: step 0 of 40")
        figures.add(report(1), operations: 4e9)
        #expect(
            figures.line
                == "sft: step 1 of 40, loss 1.2500, gradient 2.50, 500 tokens/s, 1 min 18 s left")
        figures.peak = 8e9
        #expect(figures.line.contains("500 tokens/s, MFU 25.0 %, "))
        #expect(figures.bar(width: 120).contains("░"))
        #expect(figures.bar(width: 40).count < 40)
    }

    @Test func `has margin and accuracy of preferences, and counts what was done before`() {
        var figures = TrainingFigures(label: "step 2 of 3 (dpo)", steps: 10, stepsBefore: 8)
        figures.add(
            report(9, details: [("margin", 0.125), ("accuracy", 0.75), ("chosen_log_ratio", 1)]),
            operations: 1)
        #expect(
            figures.line
                == "step 2 of 3 (dpo): step 9 of 10, loss 1.2500, margin 0.125, accuracy 75.0 %, "
                + "gradient 2.50, 500 tokens/s, 2.0 s left")
    }
}

@Suite struct `The options of a training` {
    private func document(_ arguments: String...) throws -> TrainingDocument {
        let command = try DPOCommand.parse(arguments)
        var keys = command.pairs.keys
        keys["loss"] = command.loss.map { .string($0) }
        return try command.options.document("dpo", keys)
    }

    @Test func `are a document of one step`() throws {
        let document = try document(
            "--dataset", "a.jsonl", "--dataset", "-", "--output", "out", "--steps", "12", "--batch",
            "4", "--order", "file", "--warmup", "2", "--learning-rate", "1e-5", "--sft-weight", "0",
            "--overlong", "truncate", "--max-tokens", "512", "--arithmetic", "float32", "--lora")
        let step = document.steps[0]
        #expect(step.sources.map(\.path) == ["a.jsonl", "-"])
        #expect(step.steps == 12 && step.batchSize == 4 && step.order == .file)
        #expect(step.warmupSteps == 2 && step.learningRate == 1e-5)
        #expect(step.examples.maxTokens == 512 && step.examples.tooLong == .truncate)
        #expect(
            step.objective
                == .preference(
                    .dpo(beta: 0.1, labelSmoothing: 0), SupervisedTerm(weight: 0), weights: .usual,
                    minChosen: nil))
        #expect(document.adapter == AdapterSettings(rank: 16, alpha: 32))
        #expect(document.arithmetic == "float32")
    }

    @Test(arguments: [
        (["--order", "random"], "--order must be one of"),
        (["--batch", "0"], "--batch must be a whole number of at least 1"),
        (["--loss", "hinge"], "--loss must be one of"),
        (["--epochs", "1", "--steps", "2"], "has both --epochs and --steps"),
        (["--recipe", "large"], "--recipe must be small or report"),
    ])
    func `are refused by their names`(options: [String], message: String) throws {
        let command = try DPOCommand.parse(["--dataset", "a"] + options)
        var keys = command.pairs.keys
        keys["loss"] = command.loss.map { .string($0) }
        let error = #expect(throws: (any Error).self) {
            try command.options.document("dpo", keys)
        }
        #expect("\(try #require(error))".contains(message))
    }
}
