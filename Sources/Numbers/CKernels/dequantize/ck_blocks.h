/// The byte layouts of quantised blocks. Every field is bytes, so that a block may lie anywhere.
#ifndef CK_BLOCKS_H
#define CK_BLOCKS_H

#include <stdint.h>

// Products and sums must round one by one, as in the files' reference results.
#pragma STDC FP_CONTRACT OFF

enum { CK_SMALL_BLOCK = 32, CK_LARGE_BLOCK = 256 };

typedef struct { uint8_t d[2], codes[16]; } ck_block_q4_0;
typedef struct { uint8_t d[2], min[2], codes[16]; } ck_block_q4_1;
typedef struct { uint8_t d[2], high[4], codes[16]; } ck_block_q5_0;
typedef struct { uint8_t d[2], min[2], high[4], codes[16]; } ck_block_q5_1;
typedef struct { uint8_t d[2]; int8_t codes[32]; } ck_block_q8_0;

typedef struct { uint8_t scales[16], codes[64], d[2], min[2]; } ck_block_q2_K;
typedef struct { uint8_t high[32], codes[64], scales[12], d[2]; } ck_block_q3_K;
typedef struct { uint8_t d[2], min[2], scales[12], codes[128]; } ck_block_q4_K;
typedef struct { uint8_t d[2], min[2], scales[12], high[32], codes[128]; } ck_block_q5_K;
typedef struct { uint8_t low[128], high[64]; int8_t scales[16]; uint8_t d[2]; } ck_block_q6_K;
typedef struct { uint8_t d[4]; int8_t codes[256]; uint8_t sums[32]; } ck_block_q8_K;

typedef struct { uint8_t d[2], codes[16]; } ck_block_iq4_nl;
typedef struct { uint8_t d[2], scales_high[2], scales_low[4], codes[128]; } ck_block_iq4_xs;
typedef struct { uint8_t exponent, codes[16]; } ck_block_mxfp4;

typedef struct { uint8_t codes[48], tail[4], d[2]; } ck_block_tq1_0;
typedef struct { uint8_t codes[64], d[2]; } ck_block_tq2_0;

_Static_assert(sizeof(ck_block_q4_0) == 18 && sizeof(ck_block_q4_1) == 20, "q4 blocks");
_Static_assert(sizeof(ck_block_q5_0) == 22 && sizeof(ck_block_q5_1) == 24, "q5 blocks");
_Static_assert(sizeof(ck_block_q8_0) == 34 && sizeof(ck_block_q8_K) == 292, "q8 blocks");
_Static_assert(sizeof(ck_block_q2_K) == 84 && sizeof(ck_block_q3_K) == 110, "2 and 3 bits");
_Static_assert(sizeof(ck_block_q4_K) == 144 && sizeof(ck_block_q5_K) == 176, "4 and 5 bits");
_Static_assert(sizeof(ck_block_q6_K) == 210 && sizeof(ck_block_iq4_xs) == 136, "6 bits, iq4_xs");
_Static_assert(sizeof(ck_block_iq4_nl) == 18 && sizeof(ck_block_mxfp4) == 17, "tables");
_Static_assert(sizeof(ck_block_tq1_0) == 54 && sizeof(ck_block_tq2_0) == 66, "ternary");

#endif
