import Checkpoints
import Foundation
import JSON
import Models
import TestSupport
import Testing

/// Any fixture will do: the errors are about its configuration.
@Suite(.enabled(if: Fixtures.has("models/llama_gqa_untied"), "the fixtures are not here"))
struct ModelErrorTests {
    private func error(_ change: (inout JSONObject) -> Void) throws -> String {
        let path = "models/llama_gqa_untied"
        var config = try #require(try Fixtures.json("\(path)/config.json").object)
        change(&config)
        let checkpoint = try Checkpoint(url: Fixtures.url(path))
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
        let text = try error { $0["num_key_value_heads"] = 3 }
        #expect(text.contains("\"num_key_value_heads\" is 3, expected a divisor of the 4 heads"))
    }

    @Test func `a tensor of another shape is named with both shapes`() throws {
        let text = try error { $0["vocab_size"] = 321 }
        #expect(
            text.contains(
                "tensor 'model.embed_tokens.weight' has shape [320, 64], expected [321, 64]"
            )
        )
    }

    @Test func `a layer too many names the tensor that is not there`() throws {
        let text = try error { $0["num_hidden_layers"] = 3 }
        #expect(text.contains("no tensor named 'model.layers.2."))
    }

    @Test func `a fingerprint changes with the configuration and not with the path`() throws {
        let checkpoint = try Checkpoint(url: Fixtures.url("models/llama_gqa_untied"))
        var config = try #require(checkpoint.config?.object)
        let plain = try Decoder(checkpoint).fingerprint
        #expect(try Decoder(checkpoint).fingerprint == plain)
        config["rope_parameters"] = ["rope_theta": 20000.0]
        #expect(try Decoder(checkpoint, config: .object(config)).fingerprint != plain)
        #expect(plain.utf8.count == 32)
    }
}
