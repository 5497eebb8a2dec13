import Checkpoints
import Files
package import Foundation
import JSON

extension LoRAAdapter {
    private static let configurationFile = "adapter_config.json"
    private static let weightsFile = "adapter_model.safetensors"
    /// What PEFT puts before the names of a causal language model's modules.
    private static let prefix = "base_model.model."
    private static let (aSuffix, bSuffix) = (".lora_A.weight", ".lora_B.weight")

    /// Whether a folder has an adapter's configuration.
    package static func isAdapter(_ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: configurationFile).path)
    }

    /// Reads an adapter's folder: `adapter_config.json` and `adapter_model.safetensors`.
    ///
    /// - Throws: ``ModelError`` that names what is missing, wrong or not supported; `TensorError` if
    ///   the weights are missing or damaged.
    package init(folder: URL) throws {
        let url = folder.appending(path: Self.configurationFile)
        let config: JSON
        do {
            config = try JSON(parsing: FileReading.content(of: url))
        } catch let failure as FileFailure {
            throw TensorError.cannotOpen(path: url.path, reason: failure.reason)
        } catch {
            throw TensorError.badDocument(path: url.path, problem: "\(error)")
        }
        let settings = try LoRASettings(config, path: url.path)
        let file = try SafetensorsFile(url: folder.appending(path: Self.weightsFile))
        try self.init(file, settings)
        path = folder.path
    }

    private init(_ file: SafetensorsFile, _ settings: LoRASettings) throws {
        self.init(
            modules: [:], usesRootOfRank: settings.usesRootOfRank, baseName: settings.baseName)
        for name in file.names where name.hasSuffix(Self.aSuffix) {
            let stem = String(name.dropLast(Self.aSuffix.count))
            guard stem.hasPrefix(Self.prefix), let a = file.tensors[name],
                let b = file.tensors[stem + Self.bSuffix], a.shape.count == 2,
                b.shape.count == 2, a.shape[0] > 0, a.shape[0] == b.shape[1]
            else { continue }
            let module = String(stem.dropFirst(Self.prefix.count))
            guard settings.isTarget(module) else { throw settings.notATarget(module) }
            modules[module] = Module(
                a: try a.floats(), b: try b.floats(), rank: a.shape[0],
                alpha: settings.alpha(of: module))
        }
        let used = Set(
            modules.keys.flatMap {
                [Self.prefix + $0 + Self.aSuffix, Self.prefix + $0 + Self.bSuffix]
            })
        if let other = file.names.first(where: { !used.contains($0) }) {
            throw ModelError.badAdapter(
                path: settings.path, problem: "there is no use for its tensor '\(other)'",
                remedy: "use an adapter that has pairs of lora_A and lora_B of matrices alone")
        }
        guard !modules.isEmpty else {
            throw ModelError.badAdapter(
                path: settings.path, problem: "its weights change no matrix",
                remedy: "train the adapter again")
        }
    }

    /// Writes the adapter's folder as PEFT does, beside its place and then renamed into it.
    ///
    /// - Parameter files: Further files of the folder, by name.
    /// - Throws: ``ModelError/folderTaken(path:found:)``, `TensorError`.
    package func write(to url: URL, files: [String: [UInt8]] = [:]) throws {
        try ModelFolder.check(url)
        var writer = SafetensorsWriter()
        for (name, module) in modules {
            writer.add(
                Self.prefix + name + Self.aSuffix, shape: [module.rank, module.inputs],
                floats: module.a)
            writer.add(
                Self.prefix + name + Self.bSuffix, shape: [module.outputs, module.rank],
                floats: module.b)
        }
        var files = files
        files[Self.configurationFile] = Array((configuration.pretty() + "\n").utf8)
        files[ModelFolder.manifest] = ModelFolder.manifest(of: files.keys + [Self.weightsFile])
        do {
            let replacement = try FolderReplacement(of: url)
            let folder = replacement.temporary
            try writer.write(to: folder.appending(path: Self.weightsFile))
            for (name, bytes) in files {
                try OutputFile.write(bytes, to: folder.appending(path: name).path)
            }
            try replacement.commit()
        } catch let failure as FileFailure {
            throw TensorError.cannotWrite(path: url.path, reason: failure.reason)
        }
    }

    /// `adapter_config.json`. Rank and alpha that most modules have are the general ones.
    private var configuration: JSON {
        let rank = Self.usual(modules.values.map(\.rank)) ?? 1
        let alpha = Self.usual(modules.values.map(\.alpha)) ?? 1
        func pattern<Value>(
            _ value: (Module) -> Value, _ usual: Value, _ json: (Value) -> JSON
        ) -> JSON where Value: Equatable {
            .object(
                JSONObject(
                    names.compactMap { name in
                        guard let module = modules[name], value(module) != usual else { return nil }
                        return (name, json(value(module)))
                    }))
        }
        return [
            "alpha_pattern": pattern(\.alpha, alpha, Self.number),
            "auto_mapping": nil, "base_model_name_or_path": baseName.map(JSON.string) ?? .null,
            "bias": "none", "fan_in_fan_out": false, "inference_mode": true,
            "init_lora_weights": true, "layers_pattern": nil, "layers_to_transform": nil,
            "lora_alpha": Self.number(alpha), "lora_dropout": 0.0, "modules_to_save": nil,
            "peft_type": "LORA", "r": .integer(rank),
            "rank_pattern": pattern(\.rank, rank, JSON.integer), "revision": nil,
            "target_modules": .array(targets.map(JSON.string)), "task_type": "CAUSAL_LM",
            "use_dora": false, "use_rslora": .bool(usesRootOfRank),
        ]
    }

    private static func usual<Value: Hashable & Comparable>(_ values: [Value]) -> Value? {
        let counts = Dictionary(values.map { ($0, 1) }, uniquingKeysWith: +)
        return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
    }

    private static func number(_ value: Double) -> JSON {
        Int(exactly: value).map(JSON.integer) ?? .double(value)
    }

    /// The last parts of the modules' names if every layer has them, else the whole names: PEFT takes
    /// a target for every module whose name ends in it.
    private var targets: [String] {
        func parts(_ name: String) -> [Substring] { name.split(separator: ".") }
        let layers = Set(names.map { parts($0).dropLast().joined(separator: ".") })
        let kinds = Dictionary(grouping: names) { String(parts($0).last ?? "") }
        func layerCount(_ names: [String]) -> Int {
            Set(names.map { parts($0).dropFirst(2).first.map(String.init) ?? "" }).count
        }
        let all = layerCount(Array(layers))
        let isUniform = kinds.values.allSatisfy { layerCount($0) == all }
        let isLayered = names.allSatisfy { $0.hasPrefix("model.layers.") }
        return isUniform && isLayered ? kinds.keys.sorted() : names
    }
}
