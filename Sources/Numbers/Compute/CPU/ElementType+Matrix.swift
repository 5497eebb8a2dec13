import CKernels
import Checkpoints

extension ElementType {
    /// The form in which a matrix of this type is multiplied: its own bytes in groups of 16 rows if
    /// there is a fast loader for it, else its own bytes as they are.
    var matrixForm: ck_form {
        switch self {
        case .f32: CK_FORM_F32
        case .f16: CK_FORM_F16
        case .bf16: CK_FORM_BF16
        case .q8_0: CK_FORM_Q8_0
        case .q4_0: CK_FORM_Q4_0
        case .q4_1: CK_FORM_Q4_1
        default: CK_FORM_ROWS
        }
    }

    /// The function that widens whole blocks, for the types that are multiplied as stored.
    var widen: ck_widen? {
        switch self {
        case .f64: ck_dequantize_f64
        case .f8e4m3: ck_dequantize_f8_e4m3
        case .f8e5m2: ck_dequantize_f8_e5m2
        case .q5_0: ck_dequantize_q5_0
        case .q5_1: ck_dequantize_q5_1
        case .q2_K: ck_dequantize_q2_K
        case .q3_K: ck_dequantize_q3_K
        case .q4_K: ck_dequantize_q4_K
        case .q5_K: ck_dequantize_q5_K
        case .q6_K: ck_dequantize_q6_K
        case .q8_K: ck_dequantize_q8_K
        case .iq4_nl: ck_dequantize_iq4_nl
        case .iq4_xs: ck_dequantize_iq4_xs
        case .tq1_0: ck_dequantize_tq1_0
        case .tq2_0: ck_dequantize_tq2_0
        case .mxfp4: ck_dequantize_mxfp4
        default: nil
        }
    }
}
