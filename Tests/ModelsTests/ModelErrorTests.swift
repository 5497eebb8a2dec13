import Checkpoints
import Foundation
import JSON
import Models
import TestSupport
import Testing

/// Any Llama will do: the errors are about its configuration.
private let fixture = ModelFixture.first("LlamaForCausalLM")

@Suite(.enabled(if: fixture != nil, "no Llama in the fixtures"))
struct ModelErrorTests {
    private func error(_ change: (inout JSONObject) -> Void) throws -> String {
        let fixture = try #require(fixture)
        var config = try #require(try fixture.json("config.json").object)
        change(&config)
        let checkpoint = try Checkpoint(url: fixture.url)
        do {
            _ = try Decoder(checkpoint, config: .object(config))
        } catch {
            return "\(error)".replacing(checkpoint.path, with: "MODEL")
        }
        return "no error"
    }

    @Test func `an unknown architecture names those that are known`() throws {
        let text = try error { $0["model_type"] = "mamba" }
        #expect(text.hasPrefix("MODEL: the architecture 'mamba' is not supported\n"))
        #expect(text.contains("Supported: llama, mistral, mixtral, qwen2, qwen3, "))
    }

    @Test func `a missing value is named`() throws {
        let text = try error { $0["hidden_size"] = nil }
        #expect(text.hasPrefix("MODEL: the configuration lacks \"hidden_size\"\n"))
    }

    @Test(arguments: [JSON.integer(0), .integer(-3), .string("64"), .double(1e300), .bool(true)])
    func `a value of the wrong kind or size is named`(value: JSON) throws {
        let text = try error { $0["num_attention_heads"] = value }
        #expect(text.hasPrefix("MODEL: \"num_attention_heads\" is \(value.text), expected"))
    }

    @Test func `heads that do not divide are refused`() throws {
        let heads = try #require(fixture).number("num_attention_heads")
        let text = try error { $0["num_key_value_heads"] = .integer(heads + 1) }
        #expect(
            text.contains(
                "\"num_key_value_heads\" is \(heads + 1), expected a divisor of the \(heads) heads")
        )
    }

    @Test func `a tensor of another shape is named with both shapes`() throws {
        let fixture = try #require(fixture)
        let (size, width) = (try fixture.number("vocab_size"), try fixture.number("hidden_size"))
        let text = try error { $0["vocab_size"] = .integer(size + 1) }
        #expect(
            text.contains(
                "tensor 'model.embed_tokens.weight' has shape [\(size), \(width)], "
                    + "expected [\(size + 1), \(width)]"
            )
        )
    }

    @Test func `a layer too many names the tensor that is not there`() throws {
        let layers = try #require(fixture).number("num_hidden_layers")
        let text = try error { $0["num_hidden_layers"] = .integer(layers + 1) }
        #expect(text.contains("no tensor named 'model.layers.\(layers)."))
    }

    @Test func `a fingerprint changes with the configuration and not with the path`() throws {
        let checkpoint = try Checkpoint(url: #require(fixture).url)
        var config = try #require(checkpoint.config?.object)
        let plain = try Decoder(checkpoint).fingerprint
        #expect(try Decoder(checkpoint).fingerprint == plain)
        config["rope_parameters"] = ["rope_theta": 20000.0]
        #expect(try Decoder(checkpoint, config: .object(config)).fingerprint != plain)
        #expect(plain.utf8.count == 32)
    }
}
