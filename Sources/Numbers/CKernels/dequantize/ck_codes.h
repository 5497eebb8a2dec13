/// Decoded quantised blocks: small integer codes and their scales.
#ifndef CK_CODES_H
#define CK_CODES_H

#include <stdint.h>

/// Thirty-two elements: w = d·(code - zero), or d·code + m if the encoding is affine.
typedef struct ck_codes {
    uint8_t codes[32];
    float d[2];  ///< Of each 16; only the first if 32 elements share it.
    float m[2];
} ck_codes;

/// Description of an encoding's blocks, and the function that decodes them.
typedef struct ck_code_format {
    int16_t elements;  ///< Of one stored block.
    int16_t bytes;     ///< Of one stored block.
    int8_t bits;       ///< That hold any code: 4 or 8.
    int8_t shared;     ///< Elements that share a scale: 16 or 32.
    int8_t affine;     ///< Whether there is an m.
    int8_t fp16;       ///< Whether d and m fit fp16.
    uint8_t zero;
    uint8_t most;      ///< The greatest code.
    /// Decodes the 32 elements of a block from element 32·`part` on.
    void (*read)(ck_codes *out, const void *block, int part);
} ck_code_format;

extern const ck_code_format ck_codes_q4_0, ck_codes_q4_1, ck_codes_q5_0, ck_codes_q5_1;
extern const ck_code_format ck_codes_q8_0, ck_codes_iq4_nl, ck_codes_mxfp4;
extern const ck_code_format ck_codes_q2_K, ck_codes_q3_K, ck_codes_q4_K, ck_codes_q5_K;
extern const ck_code_format ck_codes_q6_K, ck_codes_q8_K, ck_codes_iq4_xs;

#endif
