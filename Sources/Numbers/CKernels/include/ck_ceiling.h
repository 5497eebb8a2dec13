#ifndef CK_CEILING_H
#define CK_CEILING_H

#include <stdint.h>

#pragma clang assume_nonnull begin

/// What the CPU can do at most: loops of nothing but one operation, on one thread.
///
/// Each arithmetic loop runs `rounds` times over independent accumulators, with the widest
/// instruction that the CPU has for it, and gives the number of multiply-adds done; 0 if the
/// CPU has no such instruction.

/// Products of signed and unsigned bytes added to 32-bit integers (`vpdpbusd` or its like); on AVX2
/// of codes small enough that sums of pairs stay within 16 bits, which is its fastest.
int64_t ck_ceiling_int8_dot(int64_t rounds);

/// Products of bfloat16 pairs added to single precision (`vdpbf16ps`); 0 where there is none.
int64_t ck_ceiling_bf16_dot(int64_t rounds);

/// Fused multiply-adds in single precision.
int64_t ck_ceiling_f32_fma(int64_t rounds);

/// Reads `bytes`, a multiple of 512, from 64-byte aligned memory; gives the exclusive or of all
/// words.
uint64_t ck_ceiling_read(const void *memory, int64_t bytes);

#pragma clang assume_nonnull end

#endif
