// What the tensor cores multiply: a step of a product, for each form of numbers.
#pragma once
#include "dialect.cuh"

/// A lane's part of one step's `a` and of both steps' `b`, as registers.
///
/// Of b, two registers are a step's: those that load_matrices gives, in its order.
struct StepRegisters {
    unsigned a[4], b[2];
};

DEVICE StepRegisters step_registers(uint4 a, uint4 b, int step) {
    return {{a.x, a.y, a.z, a.w}, {step == 0 ? b.x : b.z, step == 0 ? b.y : b.w}};
}

/// bfloat16: a block is 32 columns.
struct BF16 {
    DEVICE_MEMBER static void step(float d[4], uint4 a, uint4 b, int step) {
        const StepRegisters registers = step_registers(a, b, step);
        mma_m16n8k16_bf16(d, registers.a, registers.b);
    }
};

/// 8-bit floats, E4M3: a block is 64 columns, whose pairs lie where one bfloat16 would.
struct FP8 {
    DEVICE_MEMBER static void step(float d[4], uint4 a, uint4 b, int step) {
        const StepRegisters registers = step_registers(a, b, step);
        mma_m16n8k32_e4m3(d, registers.a, registers.b);
    }
};
