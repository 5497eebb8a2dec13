import Checkpoints
public import Foundation
public import JSON

/// A tiny random Llama with a tokenizer and a chat template, as a folder in Hugging Face's layout.
///
/// A turn is its text, `<e>` and a line break: the last token is not the one that ends the turn.
public struct TinyModel: Sendable {
    /// Width of the hidden states.
    public static let width = 64
    /// The template of the folder.
    public static let chatTemplate =
        "{% for m in messages %}{{ m.content }}<e>\n{% endfor %}"

    /// Whether the fixtures have a model to begin with.
    public static var isAvailable: Bool { fixture != nil }

    private static let fixture = ModelFixture.all.first { model in
        model.architecture == "LlamaForCausalLM" && model.weightsType == "f32"
            && (try? model.number("hidden_size")) == width
            && (try? model.number("vocab_size")) ?? 0 >= 100
    }

    /// The folder.
    public let url: URL

    /// Writes a language model to `folder`, or with `labels` a sequence classifier that has no
    /// language model's head.
    ///
    /// - Parameters:
    ///   - labels: Names of the classifier's outputs; empty ones are not named in the configuration.
    ///   - more: Further keys of the configuration.
    /// - Throws: An error if the fixtures have no Llama of this width.
    public init(in folder: URL, labels: [String]? = nil, more: JSONObject = [:]) throws {
        url = folder
        struct NoFixture: Error {}
        guard let fixture = Self.fixture else { throw NoFixture() }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let checkpoint = try Checkpoint(url: fixture.url)
        var writer = SafetensorsWriter()
        for name in checkpoint.names where labels == nil || name != "lm_head.weight" {
            let tensor = try checkpoint.tensor(name)
            writer.add(name, shape: tensor.shape, floats: try tensor.floats())
        }
        var config = try fixture.json("config.json").object ?? [:]
        if let labels {
            writer.add(
                "score.weight", shape: [labels.count, Self.width],
                floats: Self.weights(labels.count))
            config["architectures"] = ["LlamaForSequenceClassification"]
            let named = labels.enumerated().map { index, label in
                ("\(index)", JSON.string(label.isEmpty ? "LABEL_\(index)" : label))
            }
            config["id2label"] = .object(JSONObject(named))
        }
        for (key, value) in more.pairs { config[key] = value }
        try writer.write(to: folder.appending(path: "model.safetensors").path)
        try Self.write(.object(config), "config.json", in: folder)
        try Self.write(Self.tokenizer, "tokenizer.json", in: folder)
        try Self.write(
            ["eos_token": "<e>", "chat_template": .string(Self.chatTemplate)],
            "tokenizer_config.json", in: folder)
    }

    /// The weights of a head with `outputs` outputs, `[outputs, width]`, the same every time.
    public static func weights(_ outputs: Int, width: Int = width) -> [Float] {
        (0..<outputs * width).map { Float($0 * 37 % 101 - 50) / 100 }
    }

    private static func write(_ json: JSON, _ name: String, in folder: URL) throws {
        try Data(json.text.utf8).write(to: folder.appending(path: name))
    }

    /// A token for every letter, and one that ends a turn.
    private static let tokenizer: JSON = {
        let letters = Array("abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789?.,\n")
        let vocabulary = letters.enumerated().map { (String($1), JSON.integer($0 + 3)) }
        return [
            "model": [
                "type": "BPE", "vocab": .object(JSONObject(vocabulary + [("<e>", 2)])),
                "merges": [],
            ],
            "added_tokens": [["id": 2, "content": "<e>", "special": true]],
        ]
    }()
}
