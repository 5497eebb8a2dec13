// The driver's functions over fibers, by the names that they have in its table.
#pragma once

#include "CUDAEmulator.h"

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace cuda_emulator {

#define DECLARE(result, name, symbol, arguments) result name arguments;
CC_DRIVER_FUNCTIONS(DECLARE)
#undef DECLARE

/// Held by every function that touches the device: fibers' state is one for all callers.
extern std::recursive_mutex lock;
#define ALONE std::lock_guard guard(lock)

/// What was wrong with the last launch that failed.
extern std::string last_failure;

using Work = std::function<int()>;
using Graph = std::vector<Work>;

/// Work recorded instead of done, by every stream that has joined.
struct Stream {
    std::shared_ptr<Graph> capture;
};

Stream &stream_of(void *stream);

/// Does `work` now, or keeps it for the graph that the stream is recording.
int submit(void *stream, Work work);

static constexpr int error_capture_unsupported = 900, error_capture_invalidated = 901;

/// Bytes of dynamic shared memory of the least of the GPUs that the kernels are for, and of
/// Hopper's.
static constexpr int shared_at_first = 48 << 10, shared_at_most = 99 << 10,
                     shared_of_hopper = 227 << 10;

/// The second device has Hopper's instructions.
static constexpr int hopper = 1;
/// The device of the calling thread's context, or `any_device` while it has none.
int current_device();
static constexpr int any_device = -1;

} // namespace cuda_emulator
