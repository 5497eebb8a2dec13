// The device's memory: the host's, with known bounds and poison.
#pragma once

#include <cstddef>
#include <cstdint>

namespace cuda_emulator {

constexpr std::size_t memory_total = std::size_t(16) << 30;

/// 0 if there is not that much; filled with 0xFF.
uint64_t memory_allocate(std::size_t bytes);
/// False if nothing was allocated there.
bool memory_release(uint64_t address);
/// Whether all of a range is inside one allocation.
bool memory_holds(uint64_t address, std::size_t bytes);
std::size_t memory_in_use();
/// Whether nothing was written behind the end of an allocation since the last call.
bool memory_was_kept();

} // namespace cuda_emulator
