/// How training multiplies matrices on the CPU. Sums are float32 in any case.
package enum ProductArithmetic: String, Sendable {
    /// Operands as they are.
    case float32
    /// Operands rounded to bf16, weights with a dither that lets small steps through
    /// (ck_gemm_bf16.h): about twice as fast where the CPU multiplies pairs of bf16 (`vdpbf16ps`,
    /// AMD from Zen 4 on), much slower elsewhere, with the same bits.
    case bf16

    /// For content keys: another text whenever other bits come out.
    package var fingerprint: String {
        switch self {
        case .float32: rawValue
        case .bf16: "bf16, dithered weights"
        }
    }
}
