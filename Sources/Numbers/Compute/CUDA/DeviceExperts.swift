import CUDA
import Models

/// A layer's experts on a GPU.
struct DeviceExperts {
    let router: DeviceMatrix
    /// For each expert, gate and up side by side.
    let expand: [DeviceMatrix]
    let contract: [DeviceMatrix]
    let options: ModelConfiguration.Experts
    let activation: ModelConfiguration.FeedForward

    init(
        _ weights: ExpertWeights, fp8: FP8Scales?, _ budget: MemoryBudget, _ stream: Stream
    ) throws {
        router = try DeviceMatrix([weights.router], budget, stream)
        expand = try weights.expand.map { try DeviceMatrix($0, fp8: fp8, budget, stream) }
        contract = try weights.contract.map { try DeviceMatrix([$0], fp8: fp8, budget, stream) }
        options = weights.options
        activation = weights.activation
    }
}
