import CKernels

/// What the CPU's kernels use of it.
package enum CPUFacts {
    /// Whether matrices of bfloat16 are multiplied in it.
    package static var hasFastBF16: Bool { ck_bf16_is_fast() != 0 }
}
