import JSON

extension OptionRule {
    fileprivate static let otherWeights =
        "use the checkpoint in BF16 that was quantised, or a GGUF file of it"
    fileprivate static let methods: [JSON] = ["compressed-tensors", "fbgemm_fp8", "fp8"]

    /// Keys of a `quantization_config`: what is neutral here are 8-bit floats with a scale for each
    /// tensor or each output.
    fileprivate static let quantisation: [OptionRule] = [
        OptionRule("quant_method", off: methods, remedy: otherWeights),
        OptionRule("weight_block_size", remedy: otherWeights),
        OptionRule("format", off: "float-quantized", "naive-quantized", remedy: otherWeights),
        OptionRule("transform_config", off: [:], remedy: otherWeights),
    ]

    /// Keys of a group's `weights` in it.
    fileprivate static let quantisedWeights: [OptionRule] = [
        OptionRule("type", off: "float", remedy: otherWeights),
        OptionRule("num_bits", off: 8, remedy: otherWeights),
        OptionRule("strategy", off: "tensor", "channel", remedy: otherWeights),
        OptionRule("symmetric", off: true, remedy: otherWeights),
    ]
}

extension ConfigurationReader {
    /// Everything in `quantization_config` that says that weights are not stored as
    /// ``WeightScales`` reads them.
    func refusedQuantisation() -> [ModelError] {
        do throws(ModelError) {
            guard let stored = try object("quantization_config") else { return [] }
            guard stored.has("quant_method") else { throw .noQuantisationMethod(path) }
            var refused = stored.refusedOptions(OptionRule.quantisation)
            let groups = try stored.object("config_groups")
            for name in groups?.values.object?.keys ?? [] {
                let weights = try groups?.object(name)?.object("weights")
                refused += weights?.refusedOptions(OptionRule.quantisedWeights) ?? []
            }
            return refused
        } catch {
            return [error]
        }
    }
}

extension ModelError {
    fileprivate static func noQuantisationMethod(_ path: String) -> ModelError {
        .unsupportedOption(
            path: path, key: "quantization_config.quant_method", found: "missing",
            supported: OptionRule.methods.map(\.text).joined(separator: ", "),
            remedy: OptionRule.otherWeights)
    }
}
