package import Checkpoints
import Files
package import Foundation
import JSON
import Jinja
package import Models
import Text

extension ModelFolder {
    /// Files of a tokenizer that are copied from a folder as they are.
    private static let copied = [
        "tokenizer.json", "tokenizer.model", "tokenizer_config.json", "special_tokens_map.json",
        "added_tokens.json", "vocab.json", "merges.txt", "chat_template.jinja",
        "chat_template.json",
    ]
    private static let generation = "generation_config.json"

    /// The complete folder of a decoder: configuration, weights, tokenizer with its chat template,
    /// and a `generation_config.json` that ends where a turn ends.
    ///
    /// The tokenizer's files are those of the source if that is a folder, else made of the GGUF
    /// file's vocabulary.
    ///
    /// - Parameters:
    ///   - source: The GGUF file or the folder that the decoder was loaded from. A source without a
    ///     tokenizer gives a folder without one.
    ///   - tensors: Other weights of the same names and shapes; the decoder's own if nil.
    package init(
        _ decoder: Decoder, at source: URL, tensors: [TensorSource]? = nil, as type: ElementType
    ) throws {
        try self.init(decoder, tensors: tensors, as: type)
        var settings: JSONObject = [:]
        let tokenizer: Tokenizer
        if let metadata = decoder.checkpoint.ggufMetadata {
            guard metadata["tokenizer.ggml.model"] != nil else { return }
            let written = try TokenizerFiles(ggufMetadata: metadata)
            files["tokenizer.json"] = JSON.object(written.tokenizer).encoded()
            files["tokenizer_config.json"] = Self.lines(written.config)
            tokenizer = try Tokenizer(ggufMetadata: metadata)
        } else {
            for name in Self.copied {
                let url = source.appending(path: name)
                guard FileManager.default.fileExists(atPath: url.path) else { continue }
                files[name] = try FileReading.content(of: url)
            }
            let isTokenizer = files["tokenizer.json"] != nil || files["tokenizer.model"] != nil
            guard isTokenizer else { return }
            let url = source.appending(path: Self.generation)
            if FileManager.default.fileExists(atPath: url.path) {
                settings = try JSON(parsing: FileReading.content(of: url)).object ?? [:]
            }
            tokenizer = try Tokenizer(folder: source)
        }
        for name in ["bos_token_id", "pad_token_id"] where settings[name] == nil {
            if let id = config[name], !id.isNull { settings[name] = id }
        }
        let ends = try Self.ends(of: tokenizer)
        if let only = ends.first {
            settings["eos_token_id"] =
                ends.count == 1
                ? .integer(Int(only)) : .array(ends.map { .integer(Int($0)) })
        }
        files[Self.generation] = Self.lines(settings)
    }

    /// The tokens that end a reply, the tokenizer's own end first.
    private static func ends(of tokenizer: Tokenizer) throws -> [Int32] {
        var known = tokenizer
        if let source = tokenizer.chatTemplate,
            let template = try? ChatTemplate(
                source, bosToken: tokenizer.bosToken.flatMap(tokenizer.token),
                eosToken: tokenizer.eosToken.flatMap(tokenizer.token))
        {
            known = tokenizer.knowingTurnEnds(of: template)
        }
        return known.endOfTurnTokens.sorted {
            ($0 == tokenizer.eosToken ? 0 : 1, $0) < ($1 == tokenizer.eosToken ? 0 : 1, $1)
        }
    }

    private static func lines(_ object: JSONObject) -> [UInt8] {
        Array((JSON.object(object).pretty() + "\n").utf8)
    }
}
