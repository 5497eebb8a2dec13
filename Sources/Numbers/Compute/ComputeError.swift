/// Why a device cannot run a model.
public enum ComputeError: Error, Equatable, Sendable {
    /// No attention kernel of the GPU takes heads of this shape.
    case unsupportedHeads(path: String, headDimension: Int, group: Int)
    /// 8-bit floats were asked for on a device that has none.
    case noFP8(path: String, device: String)
}

extension ComputeError: CustomStringConvertible {
    /// Where, what was found, what was expected, what to do next.
    public var description: String {
        switch self {
        case .unsupportedHeads(let path, let headDimension, let group):
            """
            \(path): a GPU cannot run heads of \(headDimension) numbers, \(group) to a key head
              Expected: an even number up to 256, and at most 64 to a key head.
              help: use --device cpu
            """
        case .noFP8(let path, let device):
            """
            \(path): 8-bit floats (FP8) were asked for on \(device), which has none
              Expected: an NVIDIA GPU of compute capability 8.9 or later.
              help: leave --fp8 or --fp8-per-tensor out
            """
        }
    }
}
