import CKernels
import Checkpoints

extension ElementType {
    /// The encoding as the kernels name it, for types that are small integers and scales.
    var encoding: ck_encoding? {
        switch self {
        case .q4_0: CK_ENCODING_Q4_0
        case .q4_1: CK_ENCODING_Q4_1
        case .q5_0: CK_ENCODING_Q5_0
        case .q5_1: CK_ENCODING_Q5_1
        case .q8_0: CK_ENCODING_Q8_0
        case .q2_K: CK_ENCODING_Q2_K
        case .q3_K: CK_ENCODING_Q3_K
        case .q4_K: CK_ENCODING_Q4_K
        case .q5_K: CK_ENCODING_Q5_K
        case .q6_K: CK_ENCODING_Q6_K
        case .q8_K: CK_ENCODING_Q8_K
        case .iq4_nl: CK_ENCODING_IQ4_NL
        case .iq4_xs: CK_ENCODING_IQ4_XS
        case .mxfp4: CK_ENCODING_MXFP4
        default: nil
        }
    }
}
