package import Checkpoints
import Foundation

/// Low-rank changes of a decoder's matrices: `W' = W + scale·B·A`.
///
/// Source: Hu et al. 2021 (arXiv:2106.09685). Read and written as PEFT does.
package struct LoRAAdapter: Sendable {
    /// The change of one matrix.
    package struct Module: Sendable {
        /// `[rank, inputs]`, row by row.
        package var a: [Float]
        /// `[outputs, rank]`, row by row.
        package var b: [Float]
        package let rank: Int
        /// Divided by the rank, or by its root with ``LoRAAdapter/usesRootOfRank``, the scale.
        package var alpha: Double

        package init(a: [Float], b: [Float], rank: Int, alpha: Double) {
            precondition(rank > 0 && a.count % rank == 0 && b.count % rank == 0, "no whole rows")
            (self.a, self.b, self.rank, self.alpha) = (a, b, rank, alpha)
        }

        package var inputs: Int { a.count / rank }
        package var outputs: Int { b.count / rank }
    }

    /// Changes by Hugging Face's name of the module: "model.layers.0.self_attn.q_proj".
    package var modules: [String: Module]
    /// Whether alpha is divided by the root of the rank (Kalajdzievski 2023, arXiv:2312.03732).
    package var usesRootOfRank: Bool
    /// What the adapter's configuration calls the model that it changes.
    package var baseName: String?
    /// The folder that it was read from, for messages.
    package var path = "adapter"

    package init(
        modules: [String: Module], usesRootOfRank: Bool = false, baseName: String? = nil
    ) {
        (self.modules, self.usesRootOfRank) = (modules, usesRootOfRank)
        self.baseName = baseName
    }

    /// The factor of a module's product B·A.
    package func scale(of module: Module) -> Double {
        let rank = Double(module.rank)
        return module.alpha / (usesRootOfRank ? rank.squareRoot() : rank)
    }

    /// The names of the modules in order.
    package var names: [String] { modules.keys.sorted() }

    // MARK: Merging

    /// The decoder's tensors with the changes added: `W + scale·B·A`, summed in double precision and
    /// rounded to float32 once. Each is computed when it is written.
    ///
    /// - Throws: ``ModelError/badAdapter(path:problem:remedy:)`` if a module is none of the decoder's
    ///   matrices, or of another shape.
    package func merged(into tensors: [DecoderTensor]) throws -> [TensorSource] {
        var left = Set(modules.keys)
        let merged = try tensors.map { tensor -> TensorSource in
            guard let module = modules[tensor.moduleName], !tensor.isBias else {
                return tensor.source
            }
            try check(module, fits: tensor.shape, tensor.moduleName)
            left.remove(tensor.moduleName)
            let scale = scale(of: module)
            return TensorSource(tensor.name, shape: tensor.shape) { () throws(TensorError) in
                module.added(to: try tensor.floats(), scale: scale)
            }
        }
        try checkNothingIsLeft(left)
        return merged
    }

    /// - Throws: ``ModelError/badAdapter(path:problem:remedy:)``.
    func check(_ module: Module, fits shape: [Int], _ name: String) throws {
        guard shape == [module.outputs, module.inputs] else {
            throw ModelError.badAdapter(
                path: path,
                problem: "the change of '\(name)' is for a matrix of shape "
                    + "[\(module.outputs), \(module.inputs)], the model's is \(shape)",
                remedy: "use the adapter with the model that it was trained on"
                    + (baseName.map { ", '\($0)'" } ?? ""))
        }
    }

    /// - Throws: ``ModelError/badAdapter(path:problem:remedy:)`` if there are names.
    func checkNothingIsLeft(_ left: Set<String>) throws {
        guard let first = left.sorted().first else { return }
        throw ModelError.badAdapter(
            path: path,
            problem: left.count == 1
                ? "it changes '\(first)', which the model does not have"
                : "it changes \(left.count) modules that the model does not have, such as '\(first)'",
            remedy: "use the adapter with the model that it was trained on"
                + (baseName.map { ", '\($0)'" } ?? ""))
    }
}

extension LoRAAdapter.Module {
    /// `W + scale·B·A`.
    func added(to weight: [Float], scale: Double) -> [Float] {
        let (inputs, rank) = (inputs, rank)
        var result = weight
        var sums = [Double](repeating: 0, count: inputs)
        result.withUnsafeMutableBufferPointer { result in
            a.withUnsafeBufferPointer { a in
                sums.withUnsafeMutableBufferPointer { sums in
                    for output in 0..<outputs {
                        sums.update(repeating: 0)
                        for index in 0..<rank {
                            let factor = Double(b[output * rank + index])
                            let row = a.baseAddress.map { $0 + index * inputs }
                            guard let row, factor != 0 else { continue }
                            for column in 0..<inputs {
                                sums[column] += factor * Double(row[column])
                            }
                        }
                        let start = output * inputs
                        for column in 0..<inputs {
                            result[start + column] = Float(
                                Double(result[start + column]) + scale * sums[column])
                        }
                    }
                }
            }
        }
        return result
    }
}

extension DecoderTensor {
    /// The name without "weight" or "bias": what adapters call the module.
    package var moduleName: String {
        for end in [".weight", ".bias"] where name.hasSuffix(end) {
            return String(name.dropLast(end.count))
        }
        return name
    }
}
