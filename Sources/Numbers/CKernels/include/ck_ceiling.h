#ifndef CK_CEILING_H
#define CK_CEILING_H

#include <stdint.h>

#pragma clang assume_nonnull begin

/// Peak rates of the CPU: loops of a single operation, on one thread.
///
/// Each arithmetic loop runs `rounds` times over independent accumulators, with the widest
/// instruction that the CPU has for it, and returns the number of multiply-adds done; 0 if the
/// CPU has no such instruction.

/// Products of signed and unsigned bytes added to 32-bit integers (`vpdpbusd` or its like). On AVX2
/// the bytes are small enough that sums of pairs stay within 16 bits, the fastest case there.
int64_t ck_ceiling_int8_dot(int64_t rounds);

/// Products of bf16 pairs added to single precision (`vdpbf16ps`); 0 where there is none.
int64_t ck_ceiling_bf16_dot(int64_t rounds);

/// Fused multiply-adds in single precision.
int64_t ck_ceiling_f32_fma(int64_t rounds);

/// Reads `bytes`, a multiple of 512, from 64-byte aligned memory; returns the exclusive or of all
/// words.
uint64_t ck_ceiling_read(const void *memory, int64_t bytes);

#pragma clang assume_nonnull end

#endif
