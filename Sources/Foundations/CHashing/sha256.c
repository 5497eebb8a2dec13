#include "CHashing.h"

static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static inline uint32_t rotate(uint32_t word, int by) { return word >> by | word << (32 - by); }

static inline uint32_t big_endian(const uint8_t *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void block_plain(uint32_t *state, const uint8_t *bytes) {
    uint32_t w[64];
    for (int t = 0; t < 16; t++) w[t] = big_endian(bytes + 4 * t);
    for (int t = 16; t < 64; t++) {
        uint32_t s0 = rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ w[t - 15] >> 3;
        uint32_t s1 = rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ w[t - 2] >> 10;
        w[t] = w[t - 16] + s0 + w[t - 7] + s1;
    }
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (int t = 0; t < 64; t++) {
        uint32_t s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
        uint32_t t1 = h + s1 + ((e & f) ^ (~e & g)) + constants[t] + w[t];
        uint32_t s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
        uint32_t t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
        h = g, g = f, f = e, e = d + t1, d = c, c = b, b = a, a = t1 + t2;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
    state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

void ch_sha256_plain(uint32_t *state, const uint8_t *bytes, size_t blocks) {
    for (size_t block = 0; block < blocks; block++) block_plain(state, bytes + 64 * block);
}

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#include <stdatomic.h>

/// Does what `ch_sha256_plain` does with the SHA extensions, two rounds an instruction.
///
/// The state is two registers, (a b e f) and (c d g h); the message schedule is a ring of four
/// registers of four words.
__attribute__((target("sha,sse4.1"))) static void sha256_ni(
    uint32_t *state, const uint8_t *bytes, size_t blocks) {
    const __m128i swap = _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);
    __m128i abef = _mm_set_epi32(
        (int)state[0], (int)state[1], (int)state[4], (int)state[5]);
    __m128i cdgh = _mm_set_epi32(
        (int)state[2], (int)state[3], (int)state[6], (int)state[7]);
    for (; blocks > 0; blocks--, bytes += 64) {
        const __m128i abef_before = abef, cdgh_before = cdgh;
        __m128i ring[4];
#pragma clang loop unroll(full)
        for (int g = 0; g < 16; g++) {
            __m128i w;
            if (g < 4) {
                // Message words are big-endian.
                w = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)bytes + g), swap);
            } else {
                const __m128i before = ring[(g + 3) & 3];
                const __m128i seventh = _mm_alignr_epi8(before, ring[(g + 2) & 3], 4);
                w = _mm_sha256msg1_epu32(ring[g & 3], ring[(g + 1) & 3]);
                w = _mm_sha256msg2_epu32(_mm_add_epi32(w, seventh), before);
            }
            ring[g & 3] = w;
            const __m128i k = _mm_loadu_si128((const __m128i *)constants + g);
            const __m128i sum = _mm_add_epi32(w, k);
            // The instruction uses the two low words of `sum`; the second call needs the upper two.
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0E));
        }
        abef = _mm_add_epi32(abef, abef_before);
        cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }
    uint32_t high[4], low[4];
    _mm_storeu_si128((__m128i *)high, abef);
    _mm_storeu_si128((__m128i *)low, cdgh);
    state[0] = high[3], state[1] = high[2], state[4] = high[1], state[5] = high[0];
    state[2] = low[3], state[3] = low[2], state[6] = low[1], state[7] = low[0];
}

static int has_sha(void) {
    unsigned a, b, c, d;
    // SSE4.1 is bit 19 of ECX in leaf 1, SHA bit 29 of EBX in leaf 7.
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c >> 19 & 1)) return 0;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b >> 29 & 1);
}

void ch_sha256(uint32_t *state, const uint8_t *bytes, size_t blocks) {
    static _Atomic int known;  // 1: no, 2: yes
    // Relaxed is enough: threads that race store the same value.
    int has = atomic_load_explicit(&known, memory_order_relaxed);
    if (has == 0) {
        has = 1 + has_sha();
        atomic_store_explicit(&known, has, memory_order_relaxed);
    }
    if (has == 2) {
        sha256_ni(state, bytes, blocks);
    } else {
        ch_sha256_plain(state, bytes, blocks);
    }
}
#else
void ch_sha256(uint32_t *state, const uint8_t *bytes, size_t blocks) {
    ch_sha256_plain(state, bytes, blocks);
}
#endif
