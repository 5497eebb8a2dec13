#ifndef CHASHING_H
#define CHASHING_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// Takes `blocks` blocks of 64 bytes into a SHA-256 state of eight words (FIPS 180-4, 6.2.2), with
/// the CPU's own instructions where it has them.
void ch_sha256(uint32_t *state, const uint8_t *bytes, size_t blocks);

/// The same in plain C: the reference.
void ch_sha256_plain(uint32_t *state, const uint8_t *bytes, size_t blocks);

#pragma clang assume_nonnull end

#endif
