#ifndef CHASHING_H
#define CHASHING_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// Updates a SHA-256 state of eight words with `blocks` blocks of 64 bytes (FIPS 180-4, 6.2.2),
/// using the CPU's SHA instructions if it has them.
void ch_sha256(uint32_t *state, const uint8_t *bytes, size_t blocks);

/// Does the same as `ch_sha256` in plain C; the reference implementation.
void ch_sha256_plain(uint32_t *state, const uint8_t *bytes, size_t blocks);

#pragma clang assume_nonnull end

#endif
