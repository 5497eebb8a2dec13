import Checkpoints
import Testing

@Suite struct `Errors of weight files` {
    @Test func `each names the file, the finding and the remedy`() {
        let catalogue: [(TensorError, String)] = [
            (
                .damaged(
                    path: "m.gguf",
                    fault: .outOfBounds(tensor: "a", begin: 64, byteCount: 1, dataBytes: 9)
                ),
                """
                m.gguf: tensor 'a' is outside the file (1 byte from 64, but there are 9)
                  help: the file is probably incomplete: compare its size with the original, \
                download it again
                """
            ),
            (
                .noTensor(path: "m", name: "a.weight", nearest: ["b.weight", "c.weight"]),
                """
                m: there is no tensor named 'a.weight'
                  Nearest: b.weight, c.weight.
                  help: check that the checkpoint is of the architecture that its config names
                """
            ),
            (
                .noWeights(folder: "m", found: []),
                """
                m: there are no weights here
                  Needed: model.safetensors or model.safetensors.index.json. Found: nothing.
                  help: name a folder that has one of them, or a .gguf or .safetensors file
                """
            ),
        ]
        for (error, text) in catalogue { #expect(error.description == text) }
    }

    @Test func `an unreadable type's error lists the readable ones`() {
        let error = TensorError.unreadableType(path: "m.gguf", tensor: "a", type: .iq2_xxs)
        #expect(
            error.description.hasPrefix(
                "m.gguf: tensor 'a' is stored as IQ2_XXS, which cannot be decoded\n  Readable: "
            )
        )
        #expect(error.description.contains("Q4_K"))
    }

    @Test func `a name of megabytes is clipped`() {
        let error = TensorError.damaged(
            path: "m",
            fault: .repeatedName(String(repeating: "x", count: 1_000_000))
        )
        #expect(error.description.utf8.count < 400)
    }
}
