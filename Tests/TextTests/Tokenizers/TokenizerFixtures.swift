import Checkpoints
import Foundation
import JSON
import TestSupport
import Testing

@testable import Text

/// One tokenizer folder of the fixtures, read in one of its formats.
struct TokenizerFixture: CustomTestStringConvertible, Sendable {
    enum Format: String, CaseIterable {
        case json = "tokenizer.json"
        case model = "tokenizer.model"
        case gguf = "vocab.gguf"
    }

    let folder: String
    let format: Format

    var testDescription: String { "\(folder)/\(format.rawValue)" }

    /// Every tokenizer file found.
    static let all: [TokenizerFixture] = Fixtures.folders(in: "tokenizers").flatMap { folder in
        Format.allCases.map { TokenizerFixture(folder: folder, format: $0) }
            .filter { Fixtures.has("\(folder: folder)/\($0.format.rawValue)") }
    }

    /// Whether the reference for the folder is SentencePiece.
    var isSentencePiece: Bool { Fixtures.has("\(folder: folder)/tokenizer.model") }

    func tokenizer() throws -> Tokenizer {
        let path = "\(folder: folder)/\(format.rawValue)"
        switch format {
        case .json: return try Tokenizer(tokenizerJSON: Fixtures.json(path))
        case .model: return try Tokenizer(sentencePieceModel: Fixtures.bytes(path))
        case .gguf: return try Tokenizer(ggufMetadata: GGUFFile(url: Fixtures.url(path)).metadata)
        }
    }

    /// The lines of golden.jsonl or decode.jsonl.
    func lines(_ name: String) throws -> [JSON] {
        let path = "\(folder: folder)/\(name)"
        return Fixtures.has(path) ? try Fixtures.jsonLines(path) : []
    }
}

extension String.StringInterpolation {
    fileprivate mutating func appendInterpolation(folder: String) {
        appendLiteral("tokenizers/\(folder)")
    }
}

extension JSON {
    var ids: [Int32]? { array.map { $0.compactMap(\.integer).map { Int32($0) } } }
}

/// Where two texts differ byte by byte; `==` would take é and e with an accent for the same.
func isSame(_ left: String, _ right: String?) -> Bool {
    right.map { left.utf8.elementsEqual($0.utf8) } ?? false
}

extension Tokenizer {
    /// `ids` decoded one at a time, each part ending with a whole character.
    func decodeIncrementally(_ ids: [Int32], skipSpecialTokens: Bool = false) -> String {
        var decoder = incrementalDecoder(skipSpecialTokens: skipSpecialTokens)
        return ids.map { decoder.append($0) }.joined() + decoder.finish()
    }
}
