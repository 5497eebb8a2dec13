// Passes over a row of logits for one instruction set; see ck_sample.h and variants.h.

/// The greatest value.
static float CK(maximum)(const float *x, int64_t count) {
    // Four independent maxima, so that none waits for the one before.
    ck_f16 lanes[4];
    for (int j = 0; j < 4; j++) lanes[j] = CK_SPLAT(-__builtin_inff());
    int64_t i = 0;
    for (; i + 64 <= count; i += 64) {
        for (int j = 0; j < 4; j++) lanes[j] = CK_MAX(lanes[j], CK_LOAD(x + i + 16 * j));
    }
    ck_f16 most = CK_MAX(CK_MAX(lanes[0], lanes[1]), CK_MAX(lanes[2], lanes[3]));
    for (; i + 16 <= count; i += 16) most = CK_MAX(most, CK_LOAD(x + i));
    if (i < count) most = CK_MAX(most, CK(load_part)(x + i, count - i, -__builtin_inff()));
    return CK(greatest)(most);
}

/// Whether any of the 16 values is at least (above, if strict) the threshold.
CK_INLINE int CK(reaches)(const float *x, ck_f16 threshold, int strict) {
    ck_i16 hit = strict ? CK_LOAD(x) > threshold : CK_LOAD(x) >= threshold;
    return __builtin_reduce_or(hit) != 0;
}

static int64_t CK(argmax)(const float *x, int64_t count) {
    float most = CK(maximum)(x, count);
    for (int64_t i = 0; i < count;) {
        if (i + 16 <= count && !CK(reaches)(x + i, CK_SPLAT(most), 0)) {
            i += 16;
            continue;
        }
        if (x[i] == most) return i;
        i++;
    }
    return 0;
}

static double CK(exp_sum)(float *out, const float *x, int64_t count, float shift, float scale) {
    double lanes[16] = {0};
    ck_f16 s = CK_SPLAT(shift);
    // At most 64 floats a lane are added in single precision before their sum goes into a double.
    for (int64_t i = 0; i < count;) {
        ck_f16 sum = CK_SPLAT(0);
        for (int part = 0; part < 64 && i < count; part++, i += 16) {
            int64_t left = count - i;
            ck_f16 v = left >= 16 ? CK_LOAD(x + i)
                                  : CK(load_part)(x + i, left, -__builtin_inff());
            v = CK(exp)((v - s) * scale);
            sum = sum + v;
            if (out) {
                if (left >= 16) CK_STORE(out + i, v);
                else CK(store_part)(out + i, v, left);
            }
        }
        float parts[16];
        CK_STORE(parts, sum);
        for (int lane = 0; lane < 16; lane++) lanes[lane] += (double)parts[lane];
    }
    double total = 0;
    for (int lane = 0; lane < 16; lane++) total += lanes[lane];
    return total;
}

/// Returns a bit for each of the 16 values: whether it is at least the threshold.
CK_INLINE uint32_t CK(hits)(const float *x, ck_f16 threshold) {
    ck_bits16 hit = __builtin_convertvector(CK_LOAD(x) >= threshold, ck_bits16);
    uint16_t bits;
    __builtin_memcpy(&bits, &hit, sizeof bits);
    return bits;
}

static int64_t CK(select)(int32_t *indices, const float *x, int64_t count, float threshold) {
    int64_t found = 0, i = 0;
    ck_f16 t = CK_SPLAT(threshold);
    for (; i + 16 <= count; i += 16) {
        for (uint32_t hits = CK(hits)(x + i, t); hits; hits &= hits - 1) {
            indices[found++] = (int32_t)i + __builtin_ctz(hits);
        }
    }
    for (; i < count; i++) {
        if (x[i] >= threshold) indices[found++] = (int32_t)i;
    }
    return found;
}

/// eˣ for x ≤ 0, within 1 unit in the last place or so; 0 below -708.
///
/// As CK(exp), with a Taylor polynomial to r¹³ and the split of ln 2 of fdlibm.
CK_INLINE ck_d8 CK(exp_double)(ck_d8 x) {
    ck_d8 low = CK(splat_double)(-708.0), zero = CK(splat_double)(0);
    ck_l8 vanishes = x < low;
    ck_d8 y = (ck_d8)(((ck_l8)low & vanishes) | ((ck_l8)x & ~vanishes));
    ck_d8 magic = CK(splat_double)(6755399441055744.0);
    ck_d8 shifted = CK_FMA(y, CK(splat_double)(1.44269504088896338700), magic);
    ck_d8 n = shifted - magic;
    ck_d8 r = CK_FMA(n, CK(splat_double)(-6.93147180369123816490e-01), y);
    r = CK_FMA(n, CK(splat_double)(-1.90821492927058770002e-10), r);
    ck_d8 p = CK(splat_double)(1.0 / 6227020800);
    static const double terms[12] = {1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880,
                                     1.0 / 40320,     1.0 / 5040,     1.0 / 720,     1.0 / 120,
                                     1.0 / 24,        1.0 / 6,        0.5,           1.0};
    for (int i = 0; i < 12; i++) p = CK_FMA(p, r, CK(splat_double)(terms[i]));
    p = CK_FMA(p, r, CK(splat_double)(1.0));
    // The low bits of the shifted number are n.
    ck_l8 exponent = ((ck_l8)shifted - (ck_l8)magic) << 52;
    ck_d8 result = (ck_d8)((ck_l8)p + exponent);
    return (ck_d8)(((ck_l8)zero & vanishes) | ((ck_l8)result & ~vanishes));
}

static void CK(weights)(double *weights, const float *x, const int32_t *indices, int64_t count,
                        float most, double temperature) {
    for (int64_t i = 0; i < count; i += 8) {
        int64_t left = count - i < 8 ? count - i : 8;
        double lanes[8] = {0};
        for (int64_t j = 0; j < left; j++) lanes[j] = (double)(x[indices[i + j]] - most);
        ck_d8 v = CK(exp_double)(*(const ck_d8u *)lanes / CK(splat_double)(temperature));
        *(ck_d8u *)lanes = v;
        for (int64_t j = 0; j < left; j++) weights[i + j] = lanes[j];
    }
}

static int64_t CK(draw)(const float *weights, int64_t count, double target) {
    double sum = 0;
    int64_t last = 0;
    for (int64_t start = 0; start < count; start += 512) {
        int64_t end = start + 512 < count ? start + 512 : count;
        // Blocks that end below the target are added as a whole.
        if (end - start == 512) {
            ck_d8 lanes = CK(splat_double)(0);
            for (int64_t i = start; i < end; i += 8) {
                lanes = lanes + __builtin_convertvector(*(const ck_f8u *)(weights + i), ck_d8);
            }
            double parts[8], block = 0;
            *(ck_d8u *)parts = lanes;
            for (int lane = 0; lane < 8; lane++) block += parts[lane];
            if (block <= 0) continue;
            if (sum + block <= target) {
                sum += block;
                last = end;
                continue;
            }
        }
        for (int64_t i = start; i < end; i++) {
            if (weights[i] <= 0) continue;
            sum += (double)weights[i];
            last = i + 1;
            if (sum > target) return i;
        }
    }
    while (last > 0 && weights[last - 1] <= 0) last--;
    return last > 0 ? last - 1 : 0;
}

/// Restores the order of a min-heap after its root was replaced.
static void CK(sink)(float *heap, int64_t k) {
    int64_t at = 0;
    for (;;) {
        int64_t child = 2 * at + 1;
        if (child >= k) return;
        if (child + 1 < k && heap[child + 1] < heap[child]) child++;
        if (heap[at] <= heap[child]) return;
        float moved = heap[at];
        heap[at] = heap[child];
        heap[child] = moved;
        at = child;
    }
}

/// Keeps a min-heap of the k greatest values; skips a vector that has none above the root.
static float CK(kth_greatest)(const float *x, int64_t count, int64_t k, float *heap) {
    for (int64_t i = 0; i < k; i++) heap[i] = -__builtin_inff();
    for (int64_t i = 0; i < count; i += 16) {
        int64_t end = i + 16 <= count ? i + 16 : count;
        if (end == i + 16 && !CK(reaches)(x + i, CK_SPLAT(heap[0]), 1)) continue;
        for (int64_t j = i; j < end; j++) {
            if (x[j] > heap[0]) {
                heap[0] = x[j];
                CK(sink)(heap, k);
            }
        }
    }
    return heap[0];
}
