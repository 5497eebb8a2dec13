import Checkpoints
import Foundation
import Text

extension Tokenizer {
    /// Reads the tokenizer that belongs to a model: from inside a `.gguf` file, or from a folder in
    /// Hugging Face's layout.
    ///
    /// - Throws: `TensorError` if the file is damaged, `TokenizerError` if there is no tokenizer.
    init(modelAt url: URL) throws {
        if url.pathExtension == "gguf" {
            try self.init(ggufMetadata: GGUFFile(url: url).metadata)
        } else {
            try self.init(folder: url)
        }
    }
}
