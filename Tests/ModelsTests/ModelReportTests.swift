import Checkpoints
import Foundation
import JSON
import Models
import TestSupport
import Testing

@Suite struct ModelReportTests {
    private func fixture(_ name: String) throws -> ModelFixture {
        try #require(ModelFixture.all.first { $0.name == name })
    }

    /// A copy of a fixture with another configuration.
    private func copy(
        _ name: String, _ change: (inout JSONObject) -> Void
    ) throws -> TemporaryFolder {
        let fixture = try fixture(name)
        let folder = try TemporaryFolder()
        var config = try #require(fixture.json("config.json").object)
        change(&config)
        try folder.write("config.json", JSON.object(config).encoded())
        try FileManager.default.copyItem(
            at: fixture.url.appending(path: "model.safetensors"),
            to: folder.appending(path: "model.safetensors")
        )
        return folder
    }

    /// The problems of a fixture whose configuration was changed.
    private func problems(
        _ name: String,
        _ change: (inout JSONObject) -> Void
    ) throws -> (report: ModelReport, loading: String) {
        let folder = try copy(name, change)
        let checkpoint = try Checkpoint(url: folder.url)
        var loading = "no error"
        do { _ = try Decoder(checkpoint) } catch { loading = "\(error)" }
        return (ModelReport(checkpoint), loading)
    }

    @Test(arguments: ModelFixture.all)
    func `every model of the fixtures is supported, and its options are described`(
        model: ModelFixture
    ) throws {
        let report = ModelReport(try Checkpoint(url: model.url))
        #expect(report.problems == [])
        #expect(report.unreadKeys == [])
        #expect(report.fingerprint?.utf8.count == 32)
        #expect(report.parameterCount > 1000)
        let shape = try #require(report.configuration)
        #expect(shape.options.contains { $0.name == "positions" })
        #expect(report.weightBytes == report.tensorKinds.reduce(0) { $0 + $1.byteCount })
    }

    @Test func `a report names windows, caps, experts and scalings`() throws {
        func options(_ name: String) throws -> [String: String] {
            let report = ModelReport(try Checkpoint(url: fixture(name).url))
            let options = try #require(report.configuration).options
            return Dictionary(uniqueKeysWithValues: options.map { ($0.name, $0.value) })
        }
        let gemma = try options("gemma2")
        #expect(gemma["window"] == "16 positions in 2 layers")
        #expect(gemma["attention"]?.hasSuffix("scores capped at 4.0") == true)
        #expect(gemma["logitSoftCap"] == "8.0")
        #expect(gemma["norm"] == "rms, 1 + weight, epsilon 1e-06")
        #expect(try options("mixtral_window")["feedForward"] == "swiGLU, 2 of 4 experts")
        let phi = try options("phi3_longrope")
        #expect(phi["positions"] == "rotary, 12 dimensions, base 10000.0, longrope scaling from 64")
    }

    @Test func `every unsupported option is listed, and the first one stops loading`() throws {
        let (report, loading) = try problems("llama_linear") {
            $0["quantization_config"] = ["quant_method": "gptq"]
            $0["logits_scaling"] = 8.0
            $0["embedding_multiplier"] = 1.0
            $0["residual_multiplier"] = nil
            $0["surprise"] = 3
        }
        #expect(report.problems.count == 2)
        #expect(
            report.problems[0].contains("\"quantization_config.quant_method\" is \"gptq\", which"))
        #expect(report.problems[0].contains("help: use the checkpoint in BF16 that was quantised"))
        #expect(report.problems[1].contains("\"logits_scaling\" is 8.0, which is not supported"))
        #expect(loading == report.problems[0])
        #expect(report.unreadKeys == ["surprise"])
        #expect(!report.isSupported)
        #expect(report.fingerprint == nil)
    }

    struct Refusal: Sendable, CustomStringConvertible {
        let model: String
        let key: String
        let value: JSON
        let message: String
        var description: String { "\(model): \(key) \(value.text)" }
    }

    static let refusals: [Refusal] = [
        Refusal(
            model: "llama_linear", key: "rope_parameters",
            value: ["rope_type": "dynamic", "factor": 2.0],
            message: "\"rope_type\" is 'dynamic', which is not supported"),
        Refusal(
            model: "llama_linear", key: "rope_parameters",
            value: ["sliding_attention": ["rope_theta": 10000]],
            message: "\"sliding_attention\" is an object, which is not supported"),
        Refusal(
            model: "llama_linear", key: "hidden_act", value: "gelu",
            message: "\"hidden_act\" is 'gelu', which is not supported"),
        Refusal(
            model: "llama_linear", key: "num_local_experts", value: 8,
            message: "\"num_local_experts\" is 8, which is not supported"),
        Refusal(
            model: "gemma2", key: "layer_types", value: ["full_attention", "linear", "x"],
            message: "\"layer_types\" is 'linear', which is not supported"),
        Refusal(
            model: "gemma2", key: "layer_types", value: ["full_attention"],
            message: "expected one kind for each of the 3 layers"),
        Refusal(
            model: "phi3_longrope", key: "rope_parameters",
            value: [
                "rope_type": "longrope", "short_factor": [1, 2], "long_factor": [1, 2],
                "partial_rotary_factor": 0.75,
            ],
            message: "expected a list of 6 numbers above 0"),
        Refusal(
            model: "mistral_window", key: "sliding_window", value: -4,
            message: "\"sliding_window\" is -4, expected a whole number"),
        Refusal(
            model: "mixtral_window", key: "num_experts_per_tok", value: 5,
            message: "\"experts per token\" is 5, expected at most the 4 experts"),
        Refusal(
            model: "llama_linear", key: "num_hidden_layers", value: 16_000_000,
            message: "\"num_hidden_layers\" is 16000000, expected a whole number from 1 to 4096"),
        Refusal(
            model: "qwen3_moe", key: "mlp_only_layers", value: [0],
            message: "\"mlp_only_layers\" is [0], which is not supported"),
        Refusal(
            model: "qwen3_tied", key: "model_type", value: "llama",
            message: "the decoder has no place for 4 tensors"),
        Refusal(
            model: "gemma2", key: "model_type", value: "gemma3n_text",
            message: "the architecture 'gemma3n_text' is not supported"),
    ]

    @Test(arguments: refusals)
    func `an option that is not implemented is one clear error`(refusal: Refusal) throws {
        let (report, loading) = try problems(refusal.model) { $0[refusal.key] = refusal.value }
        #expect(loading.contains(refusal.message), "\(loading)")
        #expect(report.problems == [loading])
        #expect(loading.contains("help: "))
    }

    @Test func `the names su and longrope mean the same`() throws {
        let fixture = try fixture("phi3_longrope")
        let checkpoint = try Checkpoint(url: fixture.url)
        var config = try #require(fixture.json("config.v4.json").object)
        let plain = try Decoder(checkpoint, config: .object(config)).configuration
        var scaling = try #require(config["rope_scaling"]?.object)
        scaling["type"] = "su"
        config["rope_scaling"] = .object(scaling)
        #expect(try Decoder(checkpoint, config: .object(config)).configuration == plain)
    }

    @Test func `what a configuration leaves unsaid is what its architecture means`() throws {
        func configuration(_ name: String, without keys: [String]) throws -> ModelConfiguration {
            let fixture = try fixture(name)
            var config = try #require(fixture.json("config.v4.json").object)
            for key in keys { config[key] = nil }
            return try ModelConfiguration(huggingFace: .object(config), path: name)
        }
        let gemma = try configuration(
            "gemma2",
            without: ["attn_logit_softcapping", "final_logit_softcapping", "head_dim"]
        )
        #expect(gemma.attention.softCap == 50)
        #expect(gemma.logitSoftCap == 30)
        #expect(gemma.headDimension == 256)
        #expect(gemma.tiesEmbeddings)
        let mistral = try configuration("mistral_window", without: ["sliding_window"])
        #expect(mistral.attention.windows == [4096, 4096])
        let mixtral = try configuration("mixtral_window", without: ["rope_theta", "rms_norm_eps"])
        #expect(mixtral.rotary.base == 1e6)
        #expect(mixtral.epsilon == 1e-5)
    }

    @Test func `a tensor type without a decoder is named`() throws {
        let path = "gguf_quants/quants.gguf"
        guard Fixtures.has(path) else { return }
        let report = ModelReport(try Checkpoint(url: Fixtures.url(path)))
        #expect(report.problems.contains { $0.contains("IQ2_XXS") })
        #expect(report.tensorKinds.contains { !$0.isReadable && $0.type == .iq2_xxs })
    }
}
