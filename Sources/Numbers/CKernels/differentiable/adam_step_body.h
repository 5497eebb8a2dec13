// AdamW's update of 16 parameters for one instruction set; see ck_adam.h. Included once for each, as
// vector.h is.

/// √x, rounded correctly.
CK_INLINE ck_f16 CK(root)(ck_f16 x) { return __builtin_elementwise_sqrt(x); }

/// One step of 16 parameters.
CK_INLINE void CK(adam_step)(ck_f16 *p, ck_f16 *m, ck_f16 *v, ck_f16 g, const ck_adam *step) {
    g = g * step->gradient_scale;
    *m = *m + (g - *m) * step->first;
    *v = *v * step->second_keep + g * step->second * g;
    *p = *p * step->keep + *m * step->step / (CK(root)(*v) / step->root + step->epsilon);
}
