// Memory layout of a weight matrix [outputs, inputs]: the fragments of the tensor cores.
//
// Outputs are padded to a multiple of 16 and inputs to one of 32, with zeros. A tile is 16 outputs
// by 32 inputs, two fragments `a` of mma_m16n8k16_bf16 one after the other, each 32 lanes of 8
// numbers: a lane reads 16 bytes. Hopper's warpgroup product takes the same fragments.
//
// E4M3 has the same layout, with two inputs in place of one bf16.
#pragma once
#include "dialect.cuh"

/// Index of an element; `inputs` is the padded number of inputs.
DEVICE long long fragment_index(int output, int input, int inputs) {
    const int lane = output % 8 * 4 + input % 8 / 2;
    const int slot = input % 2 + 2 * (output % 16 / 8) + 4 * (input % 16 / 8);
    const long long tile = (long long)(output / 16) * (inputs / 32) + input / 32;
    return (tile * 2 + input % 32 / 16) * 256 + lane * 8 + slot;
}
