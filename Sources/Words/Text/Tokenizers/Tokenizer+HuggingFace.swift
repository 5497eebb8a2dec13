import Files
public import Foundation
import Hashing
public import JSON

extension Tokenizer {
    /// Reads the tokenizer of a Hugging Face folder: `tokenizer.json`, or else `tokenizer.model`.
    ///
    /// Also reads, if present, `tokenizer_config.json` (chat template, bos, eos),
    /// `chat_template.jinja` (a template that takes precedence) and `generation_config.json`, or
    /// else `config.json` (more tokens that end a reply).
    ///
    /// - Throws: ``TokenizerError``, or a `JSONError` wrapped in
    /// ``TokenizerError/unreadable(path:cause:)``.
    public init(folder: URL) throws {
        let config = try Self.json(folder, "tokenizer_config.json")
        let jinja = try Self.file(folder, "chat_template.jinja")
            .map { String(decoding: $0, as: UTF8.self) }
        let ends = try Self.endTokens(folder)
        var parts: Parts
        if let json = try Self.json(folder, "tokenizer.json") {
            parts = try Self.parts(tokenizerJSON: json, config: config)
        } else if let model = try Self.file(folder, "tokenizer.model") {
            parts = try Self.parts(sentencePieceModel: model, config: config)
        } else {
            throw TokenizerError.noTokenizer(folder: folder.path)
        }
        parts.chatTemplate = jinja ?? parts.chatTemplate
        parts.moreEndTokens.formUnion(ends.filter { parts.vocabulary[$0] != nil })
        self.init(parts)
    }

    /// Makes the tokenizer that a `tokenizer.json` describes.
    ///
    /// - Parameter config: The `tokenizer_config.json` beside it, for chat template, bos and eos.
    /// - Throws: ``TokenizerError`` naming the setting that is missing, wrong or unknown.
    public init(tokenizerJSON: JSON, config: JSON? = nil) throws {
        self.init(try Self.parts(tokenizerJSON: tokenizerJSON, config: config))
    }

    static func file(_ folder: URL, _ name: String) throws -> [UInt8]? {
        let url = folder.appending(path: name)
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        do {
            return try FileReading.content(of: url)
        } catch {
            throw TokenizerError.unreadable(path: url.path, cause: error.reason)
        }
    }

    static func json(_ folder: URL, _ name: String) throws -> JSON? {
        guard let bytes = try file(folder, name) else { return nil }
        do throws(JSONError) {
            return try JSON(parsing: bytes)
        } catch {
            throw TokenizerError.unreadable(
                path: folder.appending(path: name).path,
                cause: error.description
            )
        }
    }

    /// Reads `eos_token_id`, one id or an array: of `generation_config.json`, or of `config.json` if
    /// that does not name any, there also of the part that describes the language model.
    private static func endTokens(_ folder: URL) throws -> Set<Int32> {
        let named = ids(try json(folder, "generation_config.json")?["eos_token_id"])
        guard named.isEmpty, let config = try json(folder, "config.json") else { return named }
        let own = ids(config["eos_token_id"])
        return own.isEmpty ? ids(config["text_config"]?["eos_token_id"]) : own
    }

    private static func ids(_ setting: JSON?) -> Set<Int32> {
        let ids = setting?.array ?? setting.map { [$0] } ?? []
        return Set(ids.compactMap(\.integer).compactMap { Int32(exactly: $0) })
    }

    private static func parts(tokenizerJSON json: JSON, config: JSON?) throws -> Parts {
        let document = try TokenizerDocument(SettingsReader(json, source: "tokenizer.json"))
        var hash = SHA256()
        hash.update(framed: "tokenizer.json")
        hash.update(json.encoded())
        let named = ConfiguredTokens(config)
        return Parts(
            pipeline: document.pipeline,
            vocabulary: document.vocabulary,
            decoderSteps: document.decoderSteps,
            specialTokens: Set(document.addedTokens.filter(\.isSpecial).map(\.id)),
            bos: named.bos.flatMap { document.vocabulary.id(of: $0) },
            eos: named.eos.flatMap { document.vocabulary.id(of: $0) },
            chatTemplate: named.chatTemplate,
            hash: hash
        )
    }
}

/// The settings in `tokenizer_config.json` that complete a tokenizer.
struct ConfiguredTokens {
    private let config: JSON?

    init(_ config: JSON?) { self.config = config }

    var bos: [UInt8]? { token("bos_token") }
    var eos: [UInt8]? { token("eos_token") }

    func adds(_ key: String) -> Bool? { config?[key]?.bool }

    /// The chat template; of several named ones, "default".
    var chatTemplate: String? {
        let setting = config?["chat_template"]
        if let template = setting?.string { return template }
        let named = setting?.array?.first { $0["name"]?.string == "default" }
        return named?["template"]?.string
    }

    /// Reads a token, given as a string or as an object with "content".
    private func token(_ key: String) -> [UInt8]? {
        (config?[key]?.string ?? config?[key]?["content"]?.string).map { Array($0.utf8) }
    }
}
