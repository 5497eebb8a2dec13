// The kernels by name, launched with arguments as the driver takes them.
#pragma once

#include <functional>

namespace cuda_emulator {

struct Kernel {
    const char *name;
    /// The most threads of a block.
    int bound;
    /// What a thread does, with the arguments copied from where the pointers point.
    std::function<void()> (*bind)(void **arguments);
    /// Raised by `cuFuncSetAttribute`, in bytes.
    int dynamic_limit;
    /// Whether it has instructions of Hopper's alone.
    bool is_for_hopper;
};

/// Null if there is none of that name.
Kernel *find_kernel(const char *name);

} // namespace cuda_emulator
