// Shared memory: filled with 0xFF (NaN in every format of float) before each block.
#pragma once

#include <cstddef>

namespace cuda_emulator {

/// Fills every `__shared__` variable of every kernel.
void poison_static_shared();

/// A block's dynamic shared memory, with a guard behind it.
struct DynamicShared {
    explicit DynamicShared(std::size_t size);
    ~DynamicShared();
    DynamicShared(const DynamicShared &) = delete;
    DynamicShared &operator=(const DynamicShared &) = delete;

    void poison();
    bool overrun() const;

    unsigned char *bytes;
    std::size_t size;
};

} // namespace cuda_emulator
