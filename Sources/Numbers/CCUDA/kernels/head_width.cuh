// How far apart heads lie among queries, keys and values.
#pragma once
#include "dialect.cuh"

/// Numbers of a head of `dimension` with its padding: 16-byte copies need a multiple of 8.
DEVICE int head_width(int dimension) { return (dimension + 7) / 8 * 8; }
