import CKernels
import Models

/// To which forms activations are rounded for matrix products, beside the floats.
package struct ActivationRounding: OptionSet {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    /// Eight bits, for quantised matrices.
    package static let toIntegers = ActivationRounding(rawValue: 1)
    /// bfloat16, for matrices of bfloat16.
    package static let toBF16 = ActivationRounding(rawValue: 2)

    /// What an arithmetic does on this CPU.
    static func of(_ arithmetic: Arithmetic) -> ActivationRounding {
        guard arithmetic == .native else { return [] }
        return ck_bf16_is_fast() != 0 ? [.toIntegers, .toBF16] : .toIntegers
    }
}
