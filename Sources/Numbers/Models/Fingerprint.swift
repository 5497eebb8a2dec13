import CKernels
import Checkpoints
import JSON

/// A 128-bit hash of a model's contents.
struct Fingerprint {
    private var state: (UInt64, UInt64) = (0, 0)

    /// The arithmetic, the values of the configuration, and tensors in the order of their names, each
    /// with name, type and shape.
    static func of(
        _ checkpoint: Checkpoint,
        config: JSON?,
        _ arithmetic: Arithmetic
    ) -> String {
        var hash = Fingerprint()
        hash.add(arithmetic.rawValue)
        if let config { hash.add(config.text) }
        let architecture = checkpoint.ggufMetadata?["general.architecture"]?.string ?? ""
        for (key, value) in checkpoint.ggufMetadata?.pairs.map({ ($0, $1) }) ?? []
        where key.hasPrefix(architecture + ".") || key == "general.architecture" {
            hash.add("\(key)=\(value.text)")
        }
        let ordered = checkpoint.tensors.values.sorted {
            $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
        }
        for tensor in ordered {
            hash.add("\(tensor.name) \(tensor.type) \(tensor.shape)")
            tensor.withBytes { hash.add($0) }
        }
        return hash.hexadecimal
    }

    mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
    }

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        var words: [UInt64] = [state.0, state.1]
        if let start = bytes.baseAddress {
            ck_hash128(&words, start, Int64(bytes.count))
        }
        state = (words[0], words[1])
    }

    var hexadecimal: String {
        [state.0, state.1].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
