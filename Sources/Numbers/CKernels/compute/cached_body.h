// Reading the key/value cache for one instruction set; see ck_attention.h and variants.h.

/// Loads sixteen numbers of the cache as floats, from index `at` on.
CK_INLINE ck_f16 CK(cached)(const void *cache, int64_t at, int fp16) {
    return fp16 ? CK(widen_fp16)(*(const ck_h16 *)((const uint16_t *)cache + at))
                  : CK_LOAD((const float *)cache + at);
}
