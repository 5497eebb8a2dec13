import CKernels

/// What the processor's kernels use of it.
package enum ProcessorFacts {
    /// The instruction set of the kernels: "avx512-vnni".
    package static var instructionSet: String { String(cString: ck_isa_name(ck_isa_best())) }

    /// Whether matrices of bfloat16 are multiplied in it.
    package static var hasFastBrains: Bool { ck_bf16_is_fast() != 0 }
}
