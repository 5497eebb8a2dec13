// One tensor-core step of a product, for each number format.
#pragma once
#include "dialect.cuh"

/// A lane's registers of `a` and `b` for one step.
///
/// load_matrices gives b for both steps of a block: x and y for the first, z and w for the second.
struct StepRegisters {
    unsigned a[4], b[2];
};

DEVICE StepRegisters step_registers(uint4 a, uint4 b, int step) {
    return {{a.x, a.y, a.z, a.w}, {step == 0 ? b.x : b.z, step == 0 ? b.y : b.w}};
}

/// bf16: a block is 32 columns.
struct BF16 {
    DEVICE_MEMBER static void step(float d[4], uint4 a, uint4 b, int step) {
        const StepRegisters registers = step_registers(a, b, step);
        mma_m16n8k16_bf16(d, registers.a, registers.b);
    }
};

/// fp8 (E4M3): a block is 64 columns; a pair of columns takes the space of one bf16.
struct FP8 {
    DEVICE_MEMBER static void step(float d[4], uint4 a, uint4 b, int step) {
        const StepRegisters registers = step_registers(a, b, step);
        mma_m16n8k32_e4m3(d, registers.a, registers.b);
    }
};
