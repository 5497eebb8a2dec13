// A block of threads: fibers that stop at barriers and exchanges, run in the order of a schedule.
#pragma once

#include "CUDAEmulator.h"
#include "fiber.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cuda_emulator {

struct Dim {
    unsigned x, y, z;
};

/// Where a kernel is launched and how much dynamic shared memory a block of it gets.
struct Figures {
    Dim grid, block;
    unsigned dynamic_bytes;
};

/// What one lane brings to an exchange of its warp.
struct Lane {
    void *result;
    const void *first;
    const void *second;
};

enum class Exchange {
    sync, shuffle, mma, mma_e4m3, matrices, wgmma, wgmma_commit, wgmma_wait
};

/// Carries out an exchange once every lane has come; null lanes' places are never read.
using Completion = void (*)(const Lane lanes[32]);

/// A copy under way: what a thread will find in shared memory after its wait.
struct AsyncCopy {
    void *to;
    const void *from;
    unsigned bytes;
    bool valid;
    unsigned group;
};

struct Thread {
    enum class State { runnable, at_barrier, at_exchange, left };

    Fiber fiber;
    Dim index;
    unsigned number;
    State state;
    std::vector<AsyncCopy> copies;
    unsigned open_group;
    /// What has landed since the thread's last fence for the tensor cores' own reads.
    std::vector<const void *> landed;
};

struct WarpgroupProduct;

struct Warp {
    unsigned size, arrived;
    bool broken;
    Exchange exchange;
    Lane lanes[32];
    std::vector<std::shared_ptr<WarpgroupProduct>> products;
    unsigned open_products;
};

/// The running thread and its block, as the dialect sees them.
extern Thread *current_thread;
extern Dim current_block;
extern Figures current_figures;
extern unsigned char *current_dynamic;

/// Runs `body` in every thread of every block; false, with ``failure``, if a block cannot finish.
bool run_grid(const Figures &figures, const std::function<void()> &body);

/// What went wrong in the last launch that failed.
extern std::string failure;

/// The order in which fibers run from now on.
void set_schedule(cuda_emulator_schedule schedule, uint64_t seed);

/// The running thread's warp.
Warp &current_warp();
/// Whether a thread copied what lies so many bytes into dynamic shared memory, and made no fence
/// since.
bool is_landed_unfenced(unsigned offset);

/// Begins a block's copies anew.
void forget_copies();

void barrier();
void exchange(Exchange kind, const Lane &lane, Completion complete);
[[noreturn]] void fail(const char *reason);

} // namespace cuda_emulator
