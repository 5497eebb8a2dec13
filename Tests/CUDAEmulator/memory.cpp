#include "memory.h"
#include "fiber.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <map>

namespace cuda_emulator {

#ifdef EMULATOR_UNDER_ASAN
static constexpr std::size_t guard = 0;
#else
static constexpr std::size_t guard = 64;
#endif
static constexpr unsigned char guard_byte = 0xA5;

static std::map<uint64_t, std::size_t> allocations;
static std::size_t in_use = 0;

uint64_t memory_allocate(std::size_t bytes) {
    if (bytes > memory_total - in_use) return 0;
    void *memory = nullptr;
    if (posix_memalign(&memory, 256, bytes + guard) != 0) return 0;
    memset(memory, 0xFF, bytes);
    memset(static_cast<char *>(memory) + bytes, guard_byte, guard);
    const auto address = reinterpret_cast<uint64_t>(memory);
    allocations[address] = bytes;
    in_use += bytes;
    return address;
}

bool memory_release(uint64_t address) {
    const auto found = allocations.find(address);
    if (found == allocations.end()) return false;
    in_use -= found->second;
    allocations.erase(found);
    free(reinterpret_cast<void *>(address));
    return true;
}

bool memory_holds(uint64_t address, std::size_t bytes) {
    auto next = allocations.upper_bound(address);
    if (next == allocations.begin()) return false;
    const auto &[start, size] = *--next;
    return address - start <= size && bytes <= size - (address - start);
}

std::size_t memory_in_use() { return in_use; }

bool memory_was_kept() {
    bool kept = true;
    for (const auto &[address, bytes] : allocations) {
        const auto end = reinterpret_cast<unsigned char *>(address) + bytes;
        if (std::all_of(end, end + guard, [](auto byte) { return byte == guard_byte; })) continue;
        kept = false;
        memset(end, guard_byte, guard);
    }
    return kept;
}

} // namespace cuda_emulator
