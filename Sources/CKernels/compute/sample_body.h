// Passes over a row of logits for one instruction set; see ck_sample.h and variants.h.

/// The greatest value.
static float CK(maximum)(const float *x, int64_t count) {
    ck_f16 most = CK_SPLAT(-__builtin_inff());
    int64_t i = 0;
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
    // Sixty-four floats at most are added in single precision before they go into the doubles.
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

static int64_t CK(select)(int32_t *indices, const float *x, int64_t count, float threshold) {
    int64_t found = 0;
    ck_f16 t = CK_SPLAT(threshold);
    for (int64_t i = 0; i < count; i += 16) {
        int64_t end = i + 16 <= count ? i + 16 : count;
        if (end == i + 16 && !CK(reaches)(x + i, t, 0)) continue;
        for (int64_t j = i; j < end; j++) {
            if (x[j] >= threshold) indices[found++] = (int32_t)j;
        }
    }
    return found;
}

/// Lets the root of a min-heap sink to its place.
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

/// A min-heap of the k greatest values so far; a vector is looked into only if it beats the root.
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
