#ifndef CK_MATMUL_ROUNDED_H
#define CK_MATMUL_ROUNDED_H

#include <stdint.h>
#include "ck_isa.h"
#include "ck_rounded.h"

#pragma clang assume_nonnull begin

/// A weight matrix `[rows, columns]` of small integers: w = d·(q - zero), or d·q + m.
///
/// Groups of 16 rows (the last one padded with zeros), each [columns/32]:
/// { d[32/block][16]; m[32/block][16] if affine; codes }, d and m fp16 or float32. Codes are
/// 64-byte vectors [16 rows][4 columns]: eight of bytes, or four of nibbles, columns 4i low,
/// 16 + 4i high.
typedef struct ck_quantized {
    const void *_Nullable data;
    int64_t rows;
    int64_t columns;  ///< A multiple of 32.
    int8_t bits;      ///< 4 or 8
    int8_t block;     ///< Columns that share d and m: 16 or 32.
    int8_t affine;    ///< Whether there is an m.
    int8_t fp16;      ///< Whether d and m are fp16.
    uint8_t zero;     ///< 0 if affine
    uint8_t most;     ///< The greatest code that occurs: at most 128 if affine.
} ck_quantized;

/// Encodings of GGUF files that can be repacked.
typedef enum ck_encoding {
    CK_ENCODING_Q4_0, CK_ENCODING_Q4_1, CK_ENCODING_Q5_0, CK_ENCODING_Q5_1, CK_ENCODING_Q8_0,
    CK_ENCODING_Q2_K, CK_ENCODING_Q3_K, CK_ENCODING_Q4_K, CK_ENCODING_Q5_K, CK_ENCODING_Q6_K,
    CK_ENCODING_Q8_K, CK_ENCODING_IQ4_NL, CK_ENCODING_IQ4_XS, CK_ENCODING_MXFP4,
} ck_encoding;

/// Returns the form that a matrix of an encoding is repacked to, without data.
ck_quantized ck_quantized_shape(ck_encoding encoding, int64_t rows, int64_t columns);

/// Repacks stored rows into the form of `shape`; codes and scales stay exactly the same.
void ck_repack(void *out, const ck_quantized *shape, ck_encoding encoding, const void *stored);

/// Returns the bytes of a matrix's data.
int64_t ck_quantized_bytes(const ck_quantized *w);

/// Returns the bytes of scratch for one call of `ck_matmul_rounded` with `m` rows, to be 64-byte
/// aligned.
int64_t ck_matmul_rounded_scratch(int64_t m);

/// y[i, n] = (accumulate ? y[i, n] : 0) + (bias[n] + Σₖ x[i, k]·w[n, k]) for the 16-row groups
/// `begin..<end` of `w`.
///
/// The sum over each block of columns is exact in integers; blocks are added in order with fused
/// multiply-adds, starting at 0: the same bits for any m, any split of groups and any instruction
/// set. `x` are tiles of `ck_rounded`, `columns/32` for every 8 rows. `bias` may be null.
/// `next` is the group at which the caller's next call probably begins, or -1: its first columns
/// are prefetched.
void ck_matmul_rounded(float *y, int64_t y_stride, const ck_rounded *x, int64_t m,
                       const ck_quantized *w, const float *_Nullable bias, int accumulate,
                       int64_t begin, int64_t end, int64_t next, void *scratch, ck_isa isa);

#pragma clang assume_nonnull end

#endif
