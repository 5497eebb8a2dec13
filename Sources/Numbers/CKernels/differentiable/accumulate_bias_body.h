// Gradients of biases for one instruction set; see ck_gemm.h and variants.h.

static void CK(accumulate_bias)(float *db, const float *dy, int64_t dy_stride,
                                const ck_rows *blocks, int64_t block_count, int64_t begin,
                                int64_t end) {
    for (int64_t n = begin; n < end; n += 16) {
        int64_t left = end - n;
        ck_f16 total = left >= 16 ? CK_LOAD(db + n) : CK(load_part)(db + n, left, 0);
        for (int64_t b = 0; b < block_count; b++) {
            ck_f16 sum = CK_SPLAT(0);
            for (int64_t t = blocks[b].begin; t < blocks[b].end; t++) {
                const float *from = dy + t * dy_stride + n;
                sum = sum + (left >= 16 ? CK_LOAD(from) : CK(load_part)(from, left, 0));
            }
            total = total + sum;
        }
        if (left >= 16) CK_STORE(db + n, total);
        else CK(store_part)(db + n, total, left);
    }
}
