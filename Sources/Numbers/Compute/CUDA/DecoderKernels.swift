package import CUDA

/// The kernels of a decoder (Sources/Numbers/CCUDA/kernels), by what they do.
package struct DecoderKernels {
    let embed: Kernel
    /// By whether the mean is taken out first.
    let norm: (rms: Kernel, layer: Kernel)
    let addNorm: (rms: Kernel, layer: Kernel)
    let rotateAndStore: Kernel
    let swiGLU: Kernel
    let geGLU: Kernel
    let squaredReLU: Kernel
    let gather: Kernel
    let addShares: Kernel
    let narrow: [NarrowProduct]
    package var wide: [WideProduct]
    /// The same, of gate and up, with the activation; none for the smallest tile.
    var gated: [WideProduct]
    /// Of 8-bit floats.
    let narrowFP8: [NarrowProduct]
    let wideFP8: [WideProduct]
    let roundToFP8: Kernel
    let sample: Kernel
    let score: Kernel
    let penalise: Kernel
    let restore: Kernel

    /// - Parameter find: A kernel by its name.
    package init(_ find: (String) throws -> Kernel) throws {
        embed = try find("embed")
        norm = (try find("rms_norm"), try find("layer_norm"))
        addNorm = (try find("add_rms_norm"), try find("add_layer_norm"))
        rotateAndStore = try find("rotate_and_store")
        swiGLU = try find("swiglu")
        geGLU = try find("geglu")
        squaredReLU = try find("squared_relu")
        gather = try find("gather")
        addShares = try find("add_shares")
        narrow = try NarrowProduct.all("gemm_narrow", find)
        wide = try WideProduct.all(find)
        gated = try WideProduct.allGated(find)
        narrowFP8 = try NarrowProduct.all("gemm_fp8_narrow", find)
        wideFP8 = try WideProduct.allFP8(find)
        roundToFP8 = try find("round_to_fp8")
        sample = try find("sample")
        score = try find("score")
        penalise = try find("penalise")
        restore = try find("restore")
    }
}
