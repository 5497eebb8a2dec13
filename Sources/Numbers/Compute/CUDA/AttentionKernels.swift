import CUDA

/// The kernels of attention for heads of one width (kernels/attention.cu).
struct AttentionKernels {
    /// A kernel and how it is launched.
    struct Variant {
        let kernel: Kernel
        let threads: Int
        /// Dynamic shared memory.
        let sharedBytes: Int
    }

    /// For rows that stand alone.
    let single: Variant
    /// For rows of a sequence that follow each other.
    let several: Variant
    let combine: Kernel

    /// The widths that there are kernels for; threads and bytes for several rows and for one.
    private static let widths = [
        (32, several: (128, 19_520), single: (64, 18_752)),
        (64, several: (128, 44_096), single: (128, 43_328)),
        (96, several: (128, 52_288), single: (64, 51_520)),
        (128, several: (128, 76_864), single: (128, 76_096)),
        (256, several: (256, 71_712), single: (128, 70_944)),
    ]

    /// The narrowest kernels for heads of `dimension`; `nil` if there are none.
    init?(dimension: Int, _ find: (String) throws -> Kernel) throws {
        guard dimension % 2 == 0, let width = Self.widths.first(where: { $0.0 >= dimension }) else {
            return nil
        }
        func variant(_ name: String, _ figures: (Int, Int)) throws -> Variant {
            let kernel = try find(name)
            try kernel.allow(sharedBytes: figures.1)
            return Variant(kernel: kernel, threads: figures.0, sharedBytes: figures.1)
        }
        single = try variant("attention_decode_\(width.0)", width.single)
        several = try variant("attention_\(width.0)", width.several)
        combine = try find("attention_combine")
    }
}
