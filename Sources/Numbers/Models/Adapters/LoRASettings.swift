import JSON

/// What an `adapter_config.json` says.
struct LoRASettings {
    let path: String
    let usesRootOfRank: Bool
    let baseName: String?
    private let alpha: Double
    private let alphaPattern: [(pattern: Regex<AnyRegexOutput>, alpha: Double)]
    private let targets: Targets

    private enum Targets {
        case all
        /// Names, or ends of names after a dot.
        case names([String])
        /// A regular expression that matches whole names.
        case pattern(Regex<AnyRegexOutput>)
    }

    /// Options that change what an adapter computes and that are not implemented.
    private static let refused: [OptionRule] = [
        OptionRule("peft_type", off: "LORA", remedy: other),
        OptionRule("use_dora", off: false, remedy: other),
        OptionRule("use_qalora", off: false, remedy: other),
        OptionRule("use_bdlora", off: false, remedy: other),
        OptionRule("lora_bias", off: false, remedy: other),
        OptionRule("bias", off: "none", remedy: other),
        OptionRule("modules_to_save", remedy: other),
        OptionRule("fan_in_fan_out", off: false, remedy: other),
        OptionRule("layer_replication", remedy: other),
        OptionRule("trainable_token_indices", remedy: other),
        OptionRule("target_parameters", remedy: other),
        OptionRule("alora_invocation_tokens", remedy: other),
        // Others change the base model too, and the adapter alone is not the whole change.
        OptionRule(
            "init_lora_weights", off: true, false, "gaussian", "eva",
            remedy: "convert the adapter to one of the unchanged model: save it with PEFT and "
                + "path_initial_model_for_weight_conversion"),
    ]
    private static let other = "merge the adapter with PEFT, and use the merged model"

    /// - Throws: ``ModelError`` that names the key.
    init(_ config: JSON, path: String) throws {
        self.path = path
        let reader = ConfigurationReader(path: path, values: config)
        guard reader.has("peft_type") else {
            throw ModelError.missingKey(path: path, key: "peft_type")
        }
        if let first = reader.refusedOptions(Self.refused).first { throw first }
        usesRootOfRank = try reader.flag("use_rslora", or: false)
        baseName = try reader.text("base_model_name_or_path")
        alpha = try reader.positive("lora_alpha", or: 8)
        alphaPattern = try (reader.value("alpha_pattern")?.object?.pairs ?? []).map { key, value in
            guard let alpha = value.double, alpha > 0 else {
                throw reader.bad("alpha_pattern", value, "numbers above 0")
            }
            return (try Self.regex("(.*\\.)?(\(key))", "alpha_pattern", reader), alpha)
        }
        switch reader.value("target_modules") {
        case nil: targets = .all
        case .string("all-linear"): targets = .all
        case .string(let pattern):
            targets = .pattern(try Self.regex(pattern, "target_modules", reader))
        case .some(let value):
            let names = value.array?.compactMap(\.string)
            guard let names, names.count == value.array?.count else {
                throw reader.bad("target_modules", value, "names, or a regular expression")
            }
            targets = .names(names)
        }
    }

    /// Whether the configuration names the module among its targets.
    func isTarget(_ module: String) -> Bool {
        switch targets {
        case .all: true
        case .names(let names): names.contains { module == $0 || module.hasSuffix("." + $0) }
        case .pattern(let pattern): module.wholeMatch(of: pattern) != nil
        }
    }

    func notATarget(_ module: String) -> ModelError {
        .badAdapter(
            path: path,
            problem: "\"target_modules\" does not name '\(module)', which the weights change",
            remedy: "configuration and weights are not of the same adapter; copy both again")
    }

    /// The alpha of the first pattern that matches the module's whole name, or its end after a dot.
    func alpha(of module: String) -> Double {
        alphaPattern.first { module.wholeMatch(of: $0.pattern) != nil }?.alpha ?? alpha
    }

    private static func regex(
        _ pattern: String, _ key: String, _ reader: ConfigurationReader
    ) throws -> Regex<AnyRegexOutput> {
        guard let regex = try? Regex(pattern) else {
            throw reader.bad(key, .string(pattern), "a regular expression")
        }
        return regex
    }
}
