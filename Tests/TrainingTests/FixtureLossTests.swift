import Checkpoints
import Compute
import Foundation
import JSON
import Models
import TestSupport
import Testing
import Training

/// Losses and gradients against those that torch computed: `fixtures/losses`.
@Suite(.enabled(if: !LossFixture.all.isEmpty, "the fixtures hold no losses"))
struct FixtureLossTests {
    @Test(arguments: LossFixture.all)
    func `the SFT loss and every gradient are those of the reference`(fixture: LossFixture) throws {
        let facts = try #require(try fixture.facts()["sft"])
        let training = try TinyTraining(try fixture.decoder())
        let conversations = try facts.conversations()
        let task = try SupervisedTask(conversations, training.gradient)
        let figures = try training.pass(task, Array(conversations.indices))
        #expect(isClose(figures.loss, try #require(facts["loss_token_mean"]?.double)))
        #expect(figures.targets == facts["n_target_tokens"]?.integer)
        let grads = try fixture.tensors("sft_grads.safetensors")
        try expectEqual(try training.gradients(), grads)
    }

    @Test(arguments: LossFixture.all)
    func `recomputed activations give the same bits`(fixture: LossFixture) throws {
        let facts = try #require(try fixture.facts()["sft"])
        let conversations = try facts.conversations()
        let gradients = try [false, true].map { recomputing in
            let training = try TinyTraining(try fixture.decoder(), recomputing: recomputing)
            let task = try SupervisedTask(conversations, training.gradient)
            _ = try training.pass(task, Array(conversations.indices))
            return try training.gradients()
        }
        #expect(gradients[0] == gradients[1])
    }

    static let preferenceLosses: [(String, PreferenceLoss, SupervisedTerm)] = [
        ("dpo", .dpo(beta: 0, labelSmoothing: 0), SupervisedTerm()),
        (
            "dpo_sft0.1_tokenmean", .dpo(beta: 0, labelSmoothing: 0),
            SupervisedTerm(weight: 0.1, reduction: .tokens)
        ),
        (
            "dpo_sft1e-5_seqsum", .dpo(beta: 0, labelSmoothing: 0),
            SupervisedTerm(weight: 1e-5, reduction: .sequences)
        ),
        ("rpo_fwd_kl", .rpo(.forwardKL, beta: 0, eta: 0), SupervisedTerm()),
        ("rpo_bwd_kl", .rpo(.backwardKL, beta: 0, eta: 0), SupervisedTerm()),
        ("rpo_sq", .rpo(.squared, beta: 0, eta: 0), SupervisedTerm()),
        (
            "rpo_bwd_kl_sft0.1_seqavg", .rpo(.backwardKL, beta: 0, eta: 0),
            SupervisedTerm(weight: 0.1, reduction: .sequenceMeans)
        ),
    ]

    @Test(arguments: LossFixture.all)
    func `every preference loss and its gradients are those of the reference`(
        fixture: LossFixture
    ) throws {
        let facts = try #require(try fixture.facts()["preference"])
        let pairs = try facts.pairs()
        let training = try TinyTraining(try fixture.decoder())
        let reference = try TinyTraining(
            try Decoder(url: fixture.url("ref_model"), arithmetic: .float32), thaws: false)
        let store = ReferenceStore(folder: nil, model: "reference")
        let references = try store.references(
            of: pairs, microTokens: 64, reference.gradient
        ).references
        for (found, right) in zip(
            references.map(\.chosen), try #require(facts["ref_logps_chosen"]).doubles())
        {
            #expect(isClose(found, right))
        }
        let beta = try #require(facts["beta"]?.double)
        let eta = try #require(facts["gt_reward_scale"]?.double)
        let rewards = zip(
            try #require(facts["gt_rewards_chosen"]).doubles(),
            try #require(facts["gt_rewards_rejected"]).doubles()
        ).map { $0 - $1 }
        for (name, form, term) in Self.preferenceLosses {
            guard let expected = facts["losses"]?[name]?.double else { continue }
            let loss: PreferenceLoss =
                switch form {
                case .dpo: .dpo(beta: beta, labelSmoothing: 0)
                case .ipo: .ipo(beta: beta)
                case .rpo(let distance, _, _): .rpo(distance, beta: beta, eta: eta)
                }
            let task = try PreferenceTask(
                pairs, references: references, rewards: rewards, loss: loss, supervised: term,
                training.gradient)
            let figures = try training.pass(task, Array(pairs.indices))
            #expect(isClose(figures.loss, expected), "\(name): \(figures.loss), not \(expected)")
            guard fixture.has("\(name)_grads.safetensors") else { continue }
            try expectEqual(
                try training.gradients(), try fixture.tensors("\(name)_grads.safetensors"))
        }
    }

    @Test(arguments: LossFixture.all)
    func `the reward regression and its gradients are those of the reference`(
        fixture: LossFixture
    ) throws {
        let facts = try #require(try fixture.facts()["reward"])
        let mask = facts["mask_value"]?.double ?? -100
        let sequences = try #require(facts["sequences"]?.array)
        let labels = try #require(facts["labels"]?.array).map { row in
            row.doubles().map { $0 == mask ? nil : $0 }
        }
        let answers = zip(sequences, labels).enumerated().map { index, pair in
            RatedAnswer(
                name: "answer \(index)", tokens: pair.0.ids(), answerStart: 0, labels: pair.1)
        }
        let training = try TinyTraining(try fixture.decoder())
        let given = try RewardHead(url: fixture.url("reward_head.safetensors"))
        let head = try RewardHeadParameters(
            attributes: given.bias.count, hiddenSize: given.hiddenSize, weight: given.weight,
            bias: given.bias, on: training.backend)
        for parameter in head.parameters { try parameter.thaw(on: training.backend) }
        let task = try RewardTask(answers, reward: head, training.gradient)
        let figures = try training.pass(task, Array(answers.indices))
        #expect(isClose(figures.loss, try #require(facts["loss"]?.double)))
        var found = try training.gradients()
        for (name, floats) in try training.gradients(of: head.parameters) {
            found[name] = floats
        }
        let grads = try fixture.tensors("reward_grads.safetensors")
        try expectEqual(renamed(found, like: grads.names), grads)
    }

    /// The head's gradients under the names that the fixture has for them.
    private func renamed(_ found: [String: [Float]], like names: [String]) -> [String: [Float]] {
        var found = found
        for kind in ["weight", "bias"] {
            let ours = "reward_head.\(kind)"
            for name in names where name.hasSuffix(kind) && found[name] == nil {
                if name.contains("head") || name.contains("score") { found[name] = found[ours] }
            }
        }
        return found
    }

    @Test(arguments: LossFixture.all)
    func `AdamW's steps, losses and norms are those of the reference`(
        fixture: LossFixture
    ) throws {
        let facts = try fixture.facts()
        let adamw = try #require(facts["adamw"])
        let hyper = try #require(adamw["hyper"])
        let batches = [
            try #require(facts["sft"]).conversations(),
            try #require(adamw["batch1"]).conversations(),
        ]
        let training = try TinyTraining(try fixture.decoder())
        let betas = try #require(hyper["betas"]).doubles()
        let optimizer = AdamW(
            beta1: betas[0], beta2: betas[1], epsilon: try #require(hyper["eps"]?.double),
            weightDecay: try #require(hyper["weight_decay"]?.double),
            maximumNorm: try #require(hyper["max_grad_norm"]?.double))
        let schedule = LearningRateSchedule(
            shape: .cosine, peak: try #require(hyper["peak_lr"]?.double),
            warmupSteps: try #require(hyper["warmup_steps"]?.integer),
            totalSteps: try #require(hyper["total_steps"]?.integer))
        let file = "adamw_params.safetensors"
        let expected = fixture.has(file) ? try fixture.tensors(file) : nil
        for (index, line) in try #require(adamw["trace"]?.array).enumerated() {
            let batch = batches[try #require(line["batch"]?.integer)]
            let task = try SupervisedTask(batch, training.gradient)
            // A trainer of one step with the whole batch, at the right place of the schedule.
            let settings = TrainingSettings(
                order: .file, batchSize: batch.count, steps: 100, schedule: schedule,
                optimizer: optimizer)
            let trainer = try Trainer(
                task, training.gradient, parameters: training.parameters.trained,
                settings: settings, stepsDone: index)
            let report = try trainer.next()
            #expect(isClose(report.learningRate, try #require(line["lr"]?.double), 1e-9))
            #expect(
                isClose(report.figures.loss, try #require(line["loss_before"]?.double), 1e-4))
            #expect(
                isClose(
                    report.gradientNorm, try #require(line["grad_norm_before_clip"]?.double), 1e-3))
            guard let expected else { continue }
            try expectEqual(
                try training.values { $0.value }, expected, prefix: "step\(index + 1).",
                absolute: index < 2 ? 1e-5 : 1e-4, relative: 0)
        }
    }

    @Test(arguments: LossFixture.all.filter { $0.has("lora_golden.safetensors") })
    func `an adapter's loss and gradients are those of peft`(fixture: LossFixture) throws {
        let facts = try fixture.facts()
        let lora = try #require(facts["lora"])
        let training = try TinyTraining(try fixture.decoder(), thaws: false)
        let weights = try fixture.tensors("lora_adapter/adapter_model.safetensors")
        let config = try Fixtures.json("losses/\(fixture.name)/lora_adapter/adapter_config.json")
        let settings = AdapterSettings(
            rank: try #require(lora["r"]?.integer), alpha: try #require(lora["alpha"]?.double),
            targets: try #require(config["target_modules"]?.array).compactMap(\.string))
        try training.parameters.addAdapters(
            settings, seed: 1,
            given: { name in
                try #require(weights.tensors["base_model.model.\(name)"], "no \(name)").floats()
            }, on: training.backend)
        let gradient = try DecoderGradient(
            training.parameters, capacity: 256, on: training.backend)
        let conversations = try #require(facts["sft"]).conversations()
        let task = try SupervisedTask(conversations, gradient)
        gradient.beginStep()
        task.begin(Array(conversations.indices))
        try task.run(Array(conversations.indices), learning: true)
        #expect(isClose(task.end().loss, try #require(lora["sft_loss"]?.double)))
        let golden = try fixture.tensors("lora_golden.safetensors")
        try expectEqual(
            try training.gradients(of: training.parameters.adapters), golden,
            prefix: golden.names.contains { $0.hasPrefix("grad.base_model.model.") }
                ? "grad.base_model.model." : "grad.")
    }

    @Test func `learning rates are those of transformers`() throws {
        for line in try #require(try Fixtures.json("losses/schedules.json").array) {
            let name = try #require(line["schedule"]?.string)
            let shape = try #require(
                LearningRateSchedule.Shape(rawValue: String(name.prefix { $0 != "_" })))
            let schedule = LearningRateSchedule(
                shape: shape, peak: try #require(line["peak_lr"]?.double),
                warmupSteps: try #require(line["warmup_steps"]?.integer),
                totalSteps: try #require(line["total_steps"]?.integer))
            let rates = try #require(line["lr_of_step_0_1_2"]).doubles()
            for (step, right) in rates.enumerated() {
                #expect(abs(schedule.rate(ofStep: step) - right) < 1e-12, "\(name), step \(step)")
            }
        }
    }
}
