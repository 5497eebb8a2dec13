// The device, and what is always the same of it.
#include "driver.h"
#include "memory.h"

#include <cstdio>
#include <cstring>

namespace cuda_emulator {

static bool initialised = false;

static bool is_device(int device) { return device == 0 || device == hopper; }

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
    *count = 2;
    return CC_SUCCESS;
}

int cuDeviceGet(int *device, int ordinal) {
    if (!initialised) return CC_ERROR_NOT_INITIALIZED;
    *device = ordinal;
    return is_device(ordinal) ? CC_SUCCESS : CC_ERROR_INVALID_DEVICE;
}

int cuDeviceGetName(char *name, int room, int device) {
    snprintf(name, room, device == hopper ? "Emulated Hopper" : "Emulated device");
    return CC_SUCCESS;
}

int cuDeviceGetAttribute(int *value, int attribute, int device) {
    const bool is_hopper = device == hopper;
    const struct {
        int attribute, value;
    } attributes[] = {
        {CC_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK, 1024},
        {CC_DEVICE_ATTRIBUTE_MAX_GRID_DIM_X, 2147483647},
        {CC_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Y, 65535},
        {CC_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Z, 65535},
        {CC_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK, shared_at_first},
        {CC_DEVICE_ATTRIBUTE_WARP_SIZE, 32},
        {CC_DEVICE_ATTRIBUTE_CLOCK_RATE_KHZ, 1000000},
        {CC_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, is_hopper ? 1 : 4},
        {CC_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE_KHZ, 1000000},
        {CC_DEVICE_ATTRIBUTE_GLOBAL_MEMORY_BUS_WIDTH, 256},
        {CC_DEVICE_ATTRIBUTE_L2_CACHE_SIZE, 4 << 20},
        {CC_DEVICE_ATTRIBUTE_MAX_THREADS_PER_MULTIPROCESSOR, 1536},
        {CC_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, is_hopper ? 9 : 8},
        {CC_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, is_hopper ? 0 : 9},
        {CC_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_MULTIPROCESSOR,
         (is_hopper ? 228 : 100) << 10},
        {CC_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN,
         is_hopper ? shared_of_hopper : shared_at_most},
    };
    if (!is_device(device)) return CC_ERROR_INVALID_DEVICE;
    *value = 0;
    for (const auto &entry : attributes)
        if (entry.attribute == attribute) *value = entry.value;
    return CC_SUCCESS;
}

int cuDeviceTotalMem(std::size_t *bytes, int) {
    *bytes = memory_total;
    return CC_SUCCESS;
}

int cuDeviceGetUuid(void *bytes, int device) {
    memcpy(bytes, device == hopper ? "emulated hopper" : "emulated device", 16);
    return CC_SUCCESS;
}

/// A context is the address of its device's byte.
static char contexts[2];
static thread_local const void *current_context = nullptr;

int cuDevicePrimaryCtxRetain(void **context, int device) {
    if (!is_device(device)) return CC_ERROR_INVALID_DEVICE;
    *context = &contexts[device];
    return CC_SUCCESS;
}

int cuDevicePrimaryCtxRelease(int) { return CC_SUCCESS; }
int cuCtxSetCurrent(void *context) {
    current_context = context;
    return CC_SUCCESS;
}

int current_device() {
    return current_context ? static_cast<const char *>(current_context) - contexts : any_device;
}

int cuCtxSynchronize() { return CC_SUCCESS; }

} // namespace cuda_emulator
