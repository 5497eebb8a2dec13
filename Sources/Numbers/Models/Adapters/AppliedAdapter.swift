import CKernels
import Checkpoints

/// How a decoder computes with an adapter.
public enum AdapterForm: String, Sendable, Hashable {
    /// The base's matrices as they are, and the low-rank product beside each: keeps four-bit speed.
    case beside
    /// Added to the matrices in float32, which are then rounded to bf16 once.
    case merged
}

/// An adapter that changes a decoder's matrices while they are loaded.
struct AppliedAdapter {
    let adapter: LoRAAdapter
    let form: AdapterForm

    /// The matrix with the change of module `name`.
    ///
    /// - Parameter order: How the matrix's rows lie in their file.
    /// - Throws: ``ModelError/badAdapter(path:problem:remedy:)`` if the change is for another shape.
    func changing(
        _ matrix: MatrixWeights, _ name: String, _ order: RowOrder, merges: Bool
    ) throws -> MatrixWeights {
        guard var module = adapter.modules[name] else { return matrix }
        let shape = [matrix.rows.count, matrix.stored.rowLength]
        try adapter.check(module, fits: shape, name)
        module.b = order.stored(module.b, rowCount: module.outputs)
        let scale = adapter.scale(of: module)
        var writer = SafetensorsWriter()
        if form == .merged || merges {
            let sum = module.added(
                to: try matrix.stored.floats(rows: matrix.rows), scale: scale)
            writer.add(name, shape: shape, floats: sum, as: .bf16)
            let file = try SafetensorsFile(bytes: writer.encoded(), name: adapter.path)
            guard let stored = file.tensors[name] else { return matrix }
            return MatrixWeights(stored, bias: matrix.bias)
        }
        let (down, up) = (name + ".lora_A", name + ".lora_B")
        writer.add(down, shape: [module.rank, module.inputs], floats: module.a)
        writer.add(
            up, shape: [module.outputs, module.rank],
            floats: module.b.map { Float(scale * Double($0)) })
        let file = try SafetensorsFile(bytes: writer.encoded(), name: adapter.path)
        guard let down = file.tensors[down], let up = file.tensors[up] else { return matrix }
        return MatrixWeights(
            matrix.stored, rows: matrix.rows, bias: matrix.bias,
            change: LowRankWeights(down: down, up: up))
    }

    /// The digest of a decoder with this adapter: of the base's digest and of all changes.
    func fingerprint(of base: String) -> String {
        var hash = Fingerprint()
        hash.add(base)
        hash.add("LoRA \(form.rawValue)")
        for name in adapter.names {
            guard let module = adapter.modules[name] else { continue }
            hash.add("\(name) \(module.rank) \(adapter.scale(of: module))")
            module.a.withUnsafeBytes { hash.add($0) }
            module.b.withUnsafeBytes { hash.add($0) }
        }
        return hash.hexadecimal
    }
}
