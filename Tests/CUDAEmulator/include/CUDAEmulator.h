// A CUDA device made of fibers: the kernels of CCUDA behind the driver's own table.
#pragma once

#include "cc_driver.h"
#include "cc_nccl.h"

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The order in which the threads of a block run between barriers and exchanges.
typedef enum cuda_emulator_schedule {
    /// All in turn, each to its next stop.
    CUDA_EMULATOR_LOCKSTEP,
    /// The same from the last thread and block to the first.
    CUDA_EMULATOR_REVERSED,
    /// Shuffled anew at every turn.
    CUDA_EMULATOR_RANDOM,
    /// One warp as far as it can go before the next.
    CUDA_EMULATOR_WARP_AHEAD,
} cuda_emulator_schedule;

/// The emulated device's driver: one device, whose kernels are those of `cc_kernel_list.h`.
///
/// Memory is the host's, filled with 0xFF when allocated; streams run at once; any image is a module
/// that holds every kernel. Launches may come from any thread and run one after another.
const cc_driver *cuda_emulator_driver(void);

/// NCCL for emulated devices: plain loops, which add in the order of the communicators.
///
/// A sum is made when its group ends, as on GPUs, and fails if the communicators' calls differ.
const cc_nccl *cuda_emulator_nccl(void);

/// Chooses the order for the launches to come from this system thread.
void cuda_emulator_set_schedule(cuda_emulator_schedule schedule, uint64_t seed);

/// What was wrong with the last launch that failed; valid until the next one does.
const char *cuda_emulator_failure(void);

#ifdef __cplusplus
}
#endif
