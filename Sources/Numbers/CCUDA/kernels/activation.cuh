// Activation functions, one formula for all kernels.
#pragma once

#include "dialect.cuh"

DEVICE float silu(float x) { return x / (1 + expf(-x)); }

/// GELU, by its tanh formula (Hendrycks & Gimpel 2016, arXiv:1606.08415).
DEVICE float gelu(float x) {
    return 0.5f * x * (1 + tanhf(0.7978845608028654f * fmaf(0.044715f * x * x, x, x)));
}
