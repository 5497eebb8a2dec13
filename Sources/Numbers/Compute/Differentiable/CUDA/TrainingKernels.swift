import CUDA

/// The kernels of training (Sources/Numbers/CCUDA/kernels), by what they do.
struct TrainingKernels {
    let fill, copy, add, scale: Kernel
    let gather, scatter: Kernel
    let columnSums, addSums: Kernel
    let norm, normBackward, normMoments, normSums: Kernel
    let rotate: Kernel
    let activate, activateBackward: Kernel
    let crossEntropy: Kernel
    let rowProducts, squaredSums: Kernel
    let adamStep, adamStep8Bit: Kernel
    let forward, backward, weights: TrainingProduct
    let attention: [TrainingAttention]
    let attentionDelta: Kernel

    init(_ library: KernelLibrary, _ arithmetic: ProductArithmetic) throws {
        func find(_ name: String) throws -> Kernel { try library.kernel(name) }
        fill = try find("fill_rows")
        copy = try find("copy_rows")
        add = try find("add_rows")
        scale = try find("scale_rows")
        gather = try find("gather_rows")
        scatter = try find("scatter_rows")
        columnSums = try find("column_sums")
        addSums = try find("add_sums")
        norm = try find("norm_float")
        normBackward = try find("norm_float_backward")
        normMoments = try find("norm_float_moments")
        normSums = try find("norm_float_sums")
        rotate = try find("rotate_float")
        activate = try find("activate_float")
        activateBackward = try find("activate_float_backward")
        crossEntropy = try find("cross_entropy")
        rowProducts = try find("row_products")
        squaredSums = try find("squared_sums")
        adamStep = try find("adam_step")
        adamStep8Bit = try find("adam_step_8bit")
        forward = try TrainingProduct("", arithmetic, find)
        backward = try TrainingProduct("_backward", arithmetic, find)
        weights = try TrainingProduct("_weights", arithmetic, find)
        attention = try TrainingAttention.all(arithmetic, find)
        attentionDelta = try find("attention_float_delta")
    }
}
