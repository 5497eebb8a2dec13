import Compute
import Models
import Training
import TrainingData

/// What the weights in training begin with.
struct Beginning {
    let decoder: Decoder
    let document: TrainingDocument
    /// Nil if all weights are trained.
    let adapter: AdapterSettings?
    /// The adapter's values; nil for a new one.
    let given: LoRAAdapter?
    /// Nil for zeros.
    let rewardHead: RewardHead?

    private var rewardSteps: [TrainingStep] { document.steps.filter { $0.type == "reward" } }

    var trainsReward: Bool { !rewardSteps.isEmpty }
    var trainsRewardAlone: Bool { rewardSteps.count == document.steps.count }
    var attributes: [String] { rewardSteps.last?.examples.attributes ?? [] }
    /// What the head reads: what its step says, else as the one that it begins with.
    var reading: RewardHead.Reading {
        switch rewardSteps.last?.examples.reading {
        case .answer: .answer
        case .end: .endOfTurn
        case nil: rewardHead?.reading == .answer ? .answer : .endOfTurn
        }
    }
}

/// The weights in training on one device.
final class ModelReplica {
    let backend: any DifferentiableBackend
    let parameters: DecoderParameters
    let gradient: DecoderGradient
    /// Nil if no step trains a reward model.
    let reward: RewardHeadParameters?

    /// - Parameter rows: Most rows of a micro-batch.
    init(_ beginning: Beginning, rows: Int, on backend: any DifferentiableBackend) throws {
        self.backend = backend
        let document = beginning.document
        parameters = try DecoderParameters(beginning.decoder, on: backend)
        if let adapter = beginning.adapter {
            try parameters.addAdapters(
                adapter, seed: document.seed, given: beginning.given.map(Self.floats),
                moments: document.moments, on: backend)
        } else {
            try parameters.thaw(
                withoutHead: beginning.trainsRewardAlone, moments: document.moments, on: backend)
        }
        reward = beginning.trainsReward ? try Self.head(beginning, on: backend) : nil
        gradient = try DecoderGradient(
            parameters, capacity: rows, recomputing: document.recomputes, on: backend)
    }

    /// Everything that a step trains.
    func trained(_ step: TrainingStep) -> [Parameter] {
        parameters.trained + (step.type == "reward" ? reward?.parameters ?? [] : [])
    }

    /// Begins the optimizer anew: a step of a document remembers no gradients of another.
    func forgetMoments(_ step: TrainingStep) {
        for case let training? in trained(step).map(\.training) {
            backend.fill(training.firstMoment.all, with: 0)
            backend.fill(training.secondMoment.all, with: 0)
        }
    }

    private static func head(
        _ beginning: Beginning, on backend: any DifferentiableBackend
    ) throws -> RewardHeadParameters {
        let head = try RewardHeadParameters(
            attributes: beginning.attributes.count,
            hiddenSize: beginning.decoder.configuration.hiddenSize,
            weight: beginning.rewardHead?.weight, bias: beginning.rewardHead?.bias,
            readsAnswer: beginning.reading == .answer, on: backend)
        for parameter in head.parameters {
            try parameter.thaw(moments: beginning.document.moments, on: backend)
        }
        return head
    }

    private static func floats(_ adapter: LoRAAdapter) -> (String) -> [Float]? {
        { name in
            func module(without suffix: String) -> LoRAAdapter.Module? {
                name.hasSuffix(suffix)
                    ? adapter.modules[String(name.dropLast(suffix.count))] : nil
            }
            return module(without: ".lora_A.weight")?.a ?? module(without: ".lora_B.weight")?.b
        }
    }
}
