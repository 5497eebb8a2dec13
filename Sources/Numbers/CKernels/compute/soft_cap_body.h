// Soft caps for one instruction set; see ck_soft_cap.h and variants.h.

/// cap·tanh(x / cap), as cap·(1 - 2 / (1 + e^(2x / cap))).
CK_INLINE ck_f16 CK(soft_cap)(ck_f16 x, float cap) {
    ck_f16 e = CK(exp)(x * (2 / cap));
    return (CK_SPLAT(1) - CK_SPLAT(2) / (CK_SPLAT(1) + e)) * cap;
}
