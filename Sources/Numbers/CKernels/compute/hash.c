#include <string.h>
#include "ck_hash.h"

static const uint64_t odd1 = 0x9e3779b97f4a7c15u, odd2 = 0xd6e8feb86659fd93u;

static inline uint64_t little_endian(const uint8_t *p) {
    uint64_t v;
    memcpy(&v, p, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    v = __builtin_bswap64(v);
#endif
    return v;
}

static inline uint64_t rotate(uint64_t v, int by) { return v << by | v >> (64 - by); }

/// An invertible mix of a word (multiply, fold; twice): each input bit reaches each output bit.
static inline uint64_t mix(uint64_t v) {
    v = (v ^ v >> 32) * odd2;
    v = (v ^ v >> 29) * odd1;
    return v ^ v >> 32;
}

/// Four lanes take eight bytes each, by an invertible step; the end folds them into the hash.
void ck_hash128(uint64_t *hash, const void *bytes, int64_t count) {
    const uint8_t *p = bytes;
    uint64_t lanes[4] = {hash[0] + odd1, hash[1] ^ odd2, rotate(hash[0], 17) ^ odd2,
                         rotate(hash[1], 41) + odd1};
    int64_t left = count;
    while (left > 0) {
        uint8_t tail[32] = {0};
        const uint8_t *block = p;
        if (left < 32) {
            memcpy(tail, p, (size_t)left);
            block = tail;
        }
        for (int i = 0; i < 4; i++) {
            lanes[i] = rotate((lanes[i] ^ little_endian(block + 8 * i)) * odd1, 29) * odd2;
        }
        p += 32;
        left -= 32;
    }
    // The tail is padded with zeros, so only the count tells it from bytes that are zero.
    uint64_t a = mix(hash[0] ^ (uint64_t)count), b = mix(hash[1] + odd1);
    for (int i = 0; i < 4; i++) {
        a = mix(a ^ lanes[i]);
        b = mix(rotate(b, 23) + mix(lanes[i] ^ odd1 * (uint64_t)(i + 1)));
    }
    hash[0] = a;
    hash[1] = b;
}
