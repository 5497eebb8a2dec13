// The device, and what is always the same of it.
#include "driver.h"
#include "memory.h"

#include <cstdio>
#include <cstring>

namespace cuda_emulator {

static bool initialised = false;

int cuInit(unsigned) {
    initialised = true;
    return CC_SUCCESS;
}

int cuDriverGetVersion(int *version) {
    *version = 13000;
    return CC_SUCCESS;
}

int cuDeviceGetCount(int *count) {
    if (!initialised) return CC_ERROR_NOT_INITIALIZED;
    *count = 1;
    return CC_SUCCESS;
}

int cuDeviceGet(int *device, int ordinal) {
    if (!initialised) return CC_ERROR_NOT_INITIALIZED;
    *device = 0;
    return ordinal == 0 ? CC_SUCCESS : CC_ERROR_INVALID_DEVICE;
}

int cuDeviceGetName(char *name, int room, int) {
    snprintf(name, room, "Emulated device");
    return CC_SUCCESS;
}

int cuDeviceGetAttribute(int *value, int attribute, int device) {
    static const struct {
        int attribute, value;
    } attributes[] = {
        {CC_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK, 1024},
        {CC_DEVICE_ATTRIBUTE_MAX_GRID_DIM_X, 2147483647},
        {CC_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Y, 65535},
        {CC_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Z, 65535},
        {CC_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK, shared_at_first},
        {CC_DEVICE_ATTRIBUTE_WARP_SIZE, 32},
        {CC_DEVICE_ATTRIBUTE_CLOCK_RATE_KHZ, 1000000},
        {CC_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, 4},
        {CC_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE_KHZ, 1000000},
        {CC_DEVICE_ATTRIBUTE_GLOBAL_MEMORY_BUS_WIDTH, 256},
        {CC_DEVICE_ATTRIBUTE_L2_CACHE_SIZE, 4 << 20},
        {CC_DEVICE_ATTRIBUTE_MAX_THREADS_PER_MULTIPROCESSOR, 1536},
        {CC_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, 8},
        {CC_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, 9},
        {CC_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_MULTIPROCESSOR, 100 << 10},
        {CC_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN, shared_at_most},
    };
    if (device != 0) return CC_ERROR_INVALID_DEVICE;
    *value = 0;
    for (const auto &entry : attributes)
        if (entry.attribute == attribute) *value = entry.value;
    return CC_SUCCESS;
}

int cuDeviceTotalMem(std::size_t *bytes, int) {
    *bytes = memory_total;
    return CC_SUCCESS;
}

int cuDeviceGetUuid(void *bytes, int) {
    memcpy(bytes, "emulated device", 16);
    return CC_SUCCESS;
}

int cuDevicePrimaryCtxRetain(void **context, int device) {
    static char only;
    *context = &only;
    return device == 0 ? CC_SUCCESS : CC_ERROR_INVALID_DEVICE;
}

int cuDevicePrimaryCtxRelease(int) { return CC_SUCCESS; }
int cuCtxSetCurrent(void *) { return CC_SUCCESS; }

int cuCtxSynchronize() { return CC_SUCCESS; }

} // namespace cuda_emulator
