#include "shared_memory.h"
#include "fiber.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace cuda_emulator {

// AddressSanitizer has red zones of its own, here and between `__shared__` variables.
#ifdef EMULATOR_UNDER_ASAN

static constexpr std::size_t guard = 0;
void poison_static_shared() {}

#else

static constexpr std::size_t guard = 256;
static constexpr unsigned char guard_byte = 0xA5;

// The linker's names for the two ends of the section in which `__shared__` puts its variables.
extern "C" __attribute__((weak)) unsigned char __start_emulated_shared[];
extern "C" __attribute__((weak)) unsigned char __stop_emulated_shared[];

void poison_static_shared() {
    if (!__start_emulated_shared) return;
    memset(__start_emulated_shared, 0xFF, __stop_emulated_shared - __start_emulated_shared);
}

#endif

DynamicShared::DynamicShared(std::size_t size) : size(size) {
    void *memory = nullptr;
    if (posix_memalign(&memory, 1024, std::max<std::size_t>(size + guard, 1)) != 0) abort();
    bytes = static_cast<unsigned char *>(memory);
}

DynamicShared::~DynamicShared() { free(bytes); }

void DynamicShared::poison() {
    memset(bytes, 0xFF, size);
#ifndef EMULATOR_UNDER_ASAN
    memset(bytes + size, guard_byte, guard);
#endif
}

bool DynamicShared::overrun() const {
#ifndef EMULATOR_UNDER_ASAN
    return std::any_of(bytes + size, bytes + size + guard, [](auto b) { return b != guard_byte; });
#else
    return false;
#endif
}

} // namespace cuda_emulator
