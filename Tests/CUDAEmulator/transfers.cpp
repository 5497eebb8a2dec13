// Memory of the device and the host, and copies between them.
#include "driver.h"
#include "memory.h"

#include <cstdlib>
#include <cstring>

namespace cuda_emulator {

int cuMemGetInfo(std::size_t *available, std::size_t *total) {
    ALONE;
    *available = memory_total - memory_in_use();
    *total = memory_total;
    return CC_SUCCESS;
}

int cuMemAlloc(uint64_t *address, std::size_t bytes) {
    ALONE;
    if (bytes == 0) return CC_ERROR_INVALID_VALUE;
    *address = memory_allocate(bytes);
    return *address ? CC_SUCCESS : CC_ERROR_OUT_OF_MEMORY;
}

int cuMemFree(uint64_t address) {
    ALONE;
    if (address == 0) return CC_SUCCESS;
    return memory_release(address) ? CC_SUCCESS : CC_ERROR_INVALID_VALUE;
}

int cuMemHostAlloc(void **pointer, std::size_t bytes, unsigned) {
    if (bytes == 0) return CC_ERROR_INVALID_VALUE;
    if (posix_memalign(pointer, 4096, bytes) != 0) return CC_ERROR_OUT_OF_MEMORY;
    memset(*pointer, 0xFF, bytes);
    return CC_SUCCESS;
}

int cuMemFreeHost(void *pointer) {
    free(pointer);
    return CC_SUCCESS;
}

static void *host(uint64_t address) { return reinterpret_cast<void *>(address); }

int cuMemcpyHtoDAsync(uint64_t to, const void *from, std::size_t bytes, void *stream) {
    ALONE;
    if (!memory_holds(to, bytes)) return CC_ERROR_INVALID_VALUE;
    return submit(stream, [=] {
        memcpy(host(to), from, bytes);
        return CC_SUCCESS;
    });
}

int cuMemcpyDtoHAsync(void *to, uint64_t from, std::size_t bytes, void *stream) {
    ALONE;
    if (!memory_holds(from, bytes)) return CC_ERROR_INVALID_VALUE;
    return submit(stream, [=] {
        memcpy(to, host(from), bytes);
        return CC_SUCCESS;
    });
}

int cuMemcpyDtoDAsync(uint64_t to, uint64_t from, std::size_t bytes, void *stream) {
    ALONE;
    if (!memory_holds(from, bytes) || !memory_holds(to, bytes)) return CC_ERROR_INVALID_VALUE;
    return submit(stream, [=] {
        memmove(host(to), host(from), bytes);
        return CC_SUCCESS;
    });
}

int cuMemsetD8Async(uint64_t to, unsigned char value, std::size_t bytes, void *stream) {
    ALONE;
    if (!memory_holds(to, bytes)) return CC_ERROR_INVALID_VALUE;
    return submit(stream, [=] {
        memset(host(to), value, bytes);
        return CC_SUCCESS;
    });
}

} // namespace cuda_emulator
