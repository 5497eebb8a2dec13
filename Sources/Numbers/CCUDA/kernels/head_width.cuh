// Distance between heads in queries, keys and values.
#pragma once
#include "dialect.cuh"

/// Numbers in a head of `dimension` with padding: 16-byte copies need a multiple of 8.
DEVICE int head_width(int dimension) { return (dimension + 7) / 8 * 8; }
