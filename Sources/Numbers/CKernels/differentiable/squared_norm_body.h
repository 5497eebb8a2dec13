// Sums of squares for one instruction set; see ck_squared_norm.h and variants.h.

static double CK(squared_norm)(const float *x, int64_t count) {
    ck_d8 sums = CK(splat_double)(0), more = sums;
    int64_t i = 0;
    for (; i + 16 <= count; i += 16) {
        ck_d8 a = __builtin_convertvector(*(const ck_f8u *)(x + i), ck_d8);
        ck_d8 b = __builtin_convertvector(*(const ck_f8u *)(x + i + 8), ck_d8);
        sums = sums + a * a;
        more = more + b * b;
    }
    sums = sums + more;
    double rest = 0;
    for (; i < count; i++) rest += (double)x[i] * (double)x[i];
    return (((sums[0] + sums[4]) + (sums[2] + sums[6])) +
            ((sums[1] + sums[5]) + (sums[3] + sums[7]))) + rest;
}
