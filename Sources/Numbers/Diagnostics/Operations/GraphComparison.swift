import Compute
import Models

/// Compares a decode step that runs as a CUDA graph with the same step launched directly.
struct GraphComparison {
    let device: ComputeDevice
    let team: WorkerTeam

    /// Expects the same bits when the graph is recorded and when it is replayed; `nil` if the
    /// device makes no graphs of this model's steps.
    func run(_ decoder: Decoder, name: String) throws -> OperationResult? {
        let made = try device.backend(
            for: decoder, limits: OperationComparison.limits, team: team)
        guard let backend = made as? CUDABackend, backend.graphs != nil else { return nil }
        let runner = try DecoderRunner(decoder, on: backend)
        let vocabulary = decoder.configuration.vocabularySize
        runner.run(ComparisonBatch.prompts(vocabulary: vocabulary))
        // Three sequences: the graph is made for four.
        let batch = ComparisonBatch.next(vocabulary: vocabulary, sequences: 3)
        let other = ComparisonBatch.next(vocabulary: vocabulary)
        func step(_ usesGraphs: Bool) throws -> [Float] {
            // Another step first, so that leftovers of this one cannot pass for its results.
            backend.usesGraphs = false
            runner.run(other)
            backend.usesGraphs = usesGraphs
            runner.run(batch)
            return try runner.logits(batch.outputs.count)
        }
        let direct = try step(false)
        let recorded = try step(true)
        let replayed = try step(true)
        return OperationResult(
            "step as a graph, against itself put directly", name, found: recorded + replayed,
            expected: direct + direct, tolerance: 0)
    }
}
