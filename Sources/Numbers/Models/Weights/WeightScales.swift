import Checkpoints

/// The scales of a tensor of 8-bit floats: `x_scale` beside the tensor `x`, one number, or one for
/// each row.
///
/// llm-compressor (compressed-tensors), AutoFP8 and FBGEMM store them so.
struct WeightScales {
    let name: String
    let rows: [Float]

    private static let types: [ElementType] = [.f32, .bf16, .f16]

    /// `nil` for a tensor of another type.
    ///
    /// - Throws: ``ModelError/badScale(path:tensor:rows:problem:)``. Without a scale 8-bit floats
    ///   are not the weights.
    init?(of stored: StoredTensor, in checkpoint: Checkpoint) throws {
        guard [.f8e4m3, .f8e5m2].contains(stored.type) else { return nil }
        name = stored.name + "_scale"
        guard let scale = checkpoint.tensors[name] else {
            throw Self.bad(stored, "has no scale: there is no '\(name)'")
        }
        let (count, shape) = (stored.rowCount, scale.shape)
        let isOne = shape.allSatisfy { $0 == 1 }
        guard isOne || shape == [count] || shape == [count, 1] else {
            throw Self.bad(stored, "has a scale of shape \(shape)")
        }
        guard Self.types.contains(scale.type) else {
            throw Self.bad(stored, "has a scale of type \(scale.type.name)")
        }
        let found = try scale.floats()
        if let index = found.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
            throw Self.bad(stored, "has the scale \(found[index]) in row \(index)")
        }
        rows = isOne ? [Float](repeating: found[0], count: count) : found
    }

    private static func bad(_ stored: StoredTensor, _ problem: String) -> ModelError {
        .badScale(
            path: stored.path, tensor: stored.name, rows: stored.rowCount, problem: problem)
    }
}
