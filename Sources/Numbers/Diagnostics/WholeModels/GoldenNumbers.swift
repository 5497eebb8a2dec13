import Checkpoints
package import Foundation
import JSON
import Models

/// Reference numbers beside a model: prompts (`golden.json`) and the logits of all their positions
/// (`golden.safetensors`, tensors `NAME.logits` of shape `[T, V]`).
package struct GoldenNumbers: Sendable {
    /// A prompt and its logits.
    package struct Prompt: Sendable {
        package let name: String
        package let tokens: [Int32]
        let logits: [Float]
    }

    package let prompts: [Prompt]

    /// Reads the numbers in a folder; `nil` if there is no `golden.json` in it.
    ///
    /// - Parameter vocabulary: Size of the model's vocabulary.
    /// - Throws: ``DiagnosticsError/badReference(path:problem:)`` if they are malformed,
    ///   `TensorError` if the tensors are missing or damaged.
    package init?(in folder: URL, vocabulary: Int) throws {
        let file = folder.appending(path: "golden.json")
        guard let data = FileManager.default.contents(atPath: file.path) else { return nil }
        func refused(_ problem: String) -> DiagnosticsError {
            .badReference(path: file.path, problem: problem)
        }
        let golden: JSON
        do throws(JSONError) { golden = try JSON(parsing: Array(data)) } catch {
            throw refused("line \(error.line): \(error.problem)")
        }
        guard let prompts = golden["prompts"]?.object, !prompts.isEmpty else {
            throw refused("expected \"prompts\", an object of lists of token ids")
        }
        let tensors = try Checkpoint(url: folder.appending(path: "golden.safetensors"))
        self.prompts = try prompts.pairs.map { name, ids in
            let tokens = (ids.array ?? []).compactMap(\.integer).filter { 0..<vocabulary ~= $0 }
            guard !tokens.isEmpty, tokens.count == ids.array?.count else {
                throw refused("prompt '\(name)' is no list of token ids below \(vocabulary)")
            }
            let tensor = try tensors.tensor("\(name).logits")
            guard tensor.shape == [tokens.count, vocabulary] else {
                throw refused(
                    "'\(name).logits' in golden.safetensors is \(tensor.shape), expected "
                        + "\([tokens.count, vocabulary])")
            }
            return Prompt(name: name, tokens: tokens.map(Int32.init), logits: try tensor.floats())
        }
    }
}
