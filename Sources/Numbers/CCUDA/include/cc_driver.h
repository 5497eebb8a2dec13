#pragma once

#include <stddef.h>
#include <stdint.h>

// The NVIDIA driver's interface, opened at run time: no header or library of CUDA is needed to
// build, and a machine without a GPU runs everything else. Names and numbers are the driver's own;
// CUresult, CUdevice and enumerations are `int`, CUdeviceptr is `uint64_t`, handles are `void *`.

/// Every function that we call: F(result, name, symbol, arguments). The symbol differs from the
/// name where the plain symbol is an older version of the function.
#define CC_DRIVER_FUNCTIONS(F)                                                                     \
    F(int, cuInit, cuInit, (unsigned flags))                                                       \
    F(int, cuDriverGetVersion, cuDriverGetVersion, (int *version))                                 \
    F(int, cuGetErrorName, cuGetErrorName, (int error, const char **name))                         \
    F(int, cuGetErrorString, cuGetErrorString, (int error, const char **text))                     \
    F(int, cuDeviceGetCount, cuDeviceGetCount, (int *count))                                       \
    F(int, cuDeviceGet, cuDeviceGet, (int *device, int ordinal))                                   \
    F(int, cuDeviceGetName, cuDeviceGetName, (char *name, int room, int device))                   \
    F(int, cuDeviceGetAttribute, cuDeviceGetAttribute, (int *value, int attribute, int device))    \
    F(int, cuDeviceTotalMem, cuDeviceTotalMem_v2, (size_t *bytes, int device))                     \
    F(int, cuDeviceGetUuid, cuDeviceGetUuid_v2, (void *sixteen_bytes, int device))                 \
    F(int, cuDevicePrimaryCtxRetain, cuDevicePrimaryCtxRetain, (void **context, int device))       \
    F(int, cuDevicePrimaryCtxRelease, cuDevicePrimaryCtxRelease_v2, (int device))                  \
    F(int, cuCtxSetCurrent, cuCtxSetCurrent, (void *context))                                      \
    F(int, cuCtxSynchronize, cuCtxSynchronize, (void))                                             \
    F(int, cuMemGetInfo, cuMemGetInfo_v2, (size_t *available, size_t *total))                      \
    F(int, cuMemAlloc, cuMemAlloc_v2, (uint64_t *address, size_t bytes))                           \
    F(int, cuMemFree, cuMemFree_v2, (uint64_t address))                                            \
    F(int, cuMemHostAlloc, cuMemHostAlloc, (void **pointer, size_t bytes, unsigned flags))         \
    F(int, cuMemFreeHost, cuMemFreeHost, (void *pointer))                                          \
    F(int, cuMemcpyHtoDAsync, cuMemcpyHtoDAsync_v2,                                                \
      (uint64_t to, const void *from, size_t bytes, void *stream))                                 \
    F(int, cuMemcpyDtoHAsync, cuMemcpyDtoHAsync_v2,                                                \
      (void *to, uint64_t from, size_t bytes, void *stream))                                       \
    F(int, cuMemcpyDtoDAsync, cuMemcpyDtoDAsync_v2,                                                \
      (uint64_t to, uint64_t from, size_t bytes, void *stream))                                    \
    F(int, cuMemsetD8Async, cuMemsetD8Async,                                                       \
      (uint64_t to, unsigned char value, size_t bytes, void *stream))                              \
    F(int, cuStreamCreate, cuStreamCreate, (void **stream, unsigned flags))                        \
    F(int, cuStreamDestroy, cuStreamDestroy_v2, (void *stream))                                    \
    F(int, cuStreamSynchronize, cuStreamSynchronize, (void *stream))                               \
    F(int, cuStreamWaitEvent, cuStreamWaitEvent, (void *stream, void *event, unsigned flags))      \
    F(int, cuStreamBeginCapture, cuStreamBeginCapture_v2, (void *stream, int mode))                \
    F(int, cuStreamEndCapture, cuStreamEndCapture, (void *stream, void **graph))                   \
    F(int, cuGraphInstantiateWithFlags, cuGraphInstantiateWithFlags,                               \
      (void **executable, void *graph, unsigned long long flags))                                  \
    F(int, cuGraphLaunch, cuGraphLaunch, (void *executable, void *stream))                         \
    F(int, cuGraphExecDestroy, cuGraphExecDestroy, (void *executable))                             \
    F(int, cuGraphDestroy, cuGraphDestroy, (void *graph))                                          \
    F(int, cuEventCreate, cuEventCreate, (void **event, unsigned flags))                           \
    F(int, cuEventDestroy, cuEventDestroy_v2, (void *event))                                       \
    F(int, cuEventRecord, cuEventRecord, (void *event, void *stream))                              \
    F(int, cuEventSynchronize, cuEventSynchronize, (void *event))                                  \
    F(int, cuEventQuery, cuEventQuery, (void *event))                                              \
    F(int, cuEventElapsedTime, cuEventElapsedTime, (float *milliseconds, void *start, void *end))  \
    F(int, cuModuleLoadDataEx, cuModuleLoadDataEx,                                                 \
      (void **module, const void *image, unsigned count, int *options, void **values))             \
    F(int, cuModuleUnload, cuModuleUnload, (void *module))                                         \
    F(int, cuModuleGetFunction, cuModuleGetFunction,                                               \
      (void **function, void *module, const char *name))                                           \
    F(int, cuFuncSetAttribute, cuFuncSetAttribute, (void *function, int attribute, int value))     \
    F(int, cuFuncGetAttribute, cuFuncGetAttribute, (int *value, int attribute, void *function))    \
    F(int, cuLaunchKernel, cuLaunchKernel,                                                         \
      (void *function, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x,        \
       unsigned block_y, unsigned block_z, unsigned shared_bytes, void *stream, void **arguments,  \
       void **extra))                                                                              \
    F(int, cuOccupancyMaxActiveBlocksPerMultiprocessor,                                            \
      cuOccupancyMaxActiveBlocksPerMultiprocessor,                                                 \
      (int *blocks, void *function, int threads, size_t shared_bytes))

#define CC_DRIVER_FIELD(result, name, symbol, arguments) result(*name) arguments;

/// The driver's functions, or an emulator's.
typedef struct cc_driver {
    CC_DRIVER_FUNCTIONS(CC_DRIVER_FIELD)
} cc_driver;

/// Opens the driver's library at `path` (a file name or a path) and fills `table`.
///
/// Returns 0, or -1 with the reason in `missing` (at most `room` bytes, always terminated): why the
/// library could not be opened, or which functions it lacks. An opened library is never closed.
int cc_driver_open(const char *path, cc_driver *table, char *missing, size_t room);

/// Results of the driver's functions (`CUresult`); any other number is an error too.
enum {
    CC_SUCCESS = 0,
    CC_ERROR_INVALID_VALUE = 1,
    CC_ERROR_OUT_OF_MEMORY = 2,
    CC_ERROR_NOT_INITIALIZED = 3,
    CC_ERROR_DEINITIALIZED = 4,
    CC_ERROR_STUB_LIBRARY = 34,
    CC_ERROR_DEVICE_UNAVAILABLE = 46,
    CC_ERROR_NO_DEVICE = 100,
    CC_ERROR_INVALID_DEVICE = 101,
    CC_ERROR_INVALID_IMAGE = 200,
    CC_ERROR_INVALID_CONTEXT = 201,
    CC_ERROR_NO_BINARY_FOR_GPU = 209,
    CC_ERROR_ECC_UNCORRECTABLE = 214,
    CC_ERROR_NVLINK_UNCORRECTABLE = 220,
    CC_ERROR_INVALID_HANDLE = 400,
    CC_ERROR_NOT_FOUND = 500,
    CC_ERROR_NOT_READY = 600,
    CC_ERROR_ILLEGAL_ADDRESS = 700,
    CC_ERROR_LAUNCH_OUT_OF_RESOURCES = 701,
    CC_ERROR_LAUNCH_TIMEOUT = 702,
    CC_ERROR_CONTEXT_IS_DESTROYED = 709,
    CC_ERROR_ASSERT = 710,
    CC_ERROR_HARDWARE_STACK_ERROR = 714,
    CC_ERROR_ILLEGAL_INSTRUCTION = 715,
    CC_ERROR_MISALIGNED_ADDRESS = 716,
    CC_ERROR_INVALID_ADDRESS_SPACE = 717,
    CC_ERROR_INVALID_PC = 718,
    CC_ERROR_LAUNCH_FAILED = 719,
    CC_ERROR_SYSTEM_NOT_READY = 802,
    CC_ERROR_SYSTEM_DRIVER_MISMATCH = 803,
    CC_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE = 804,
    CC_ERROR_UNKNOWN = 999,
};

/// Attributes of a device.
enum {
    CC_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK = 1,
    CC_DEVICE_ATTRIBUTE_MAX_GRID_DIM_X = 5,
    CC_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Y = 6,
    CC_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Z = 7,
    CC_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK = 8,
    CC_DEVICE_ATTRIBUTE_WARP_SIZE = 10,
    CC_DEVICE_ATTRIBUTE_CLOCK_RATE_KHZ = 13,
    CC_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT = 16,
    CC_DEVICE_ATTRIBUTE_INTEGRATED = 18,
    CC_DEVICE_ATTRIBUTE_COMPUTE_MODE = 20,
    CC_DEVICE_ATTRIBUTE_ECC_ENABLED = 32,
    CC_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE_KHZ = 36,
    CC_DEVICE_ATTRIBUTE_GLOBAL_MEMORY_BUS_WIDTH = 37,
    CC_DEVICE_ATTRIBUTE_L2_CACHE_SIZE = 38,
    CC_DEVICE_ATTRIBUTE_MAX_THREADS_PER_MULTIPROCESSOR = 39,
    CC_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR = 75,
    CC_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR = 76,
    CC_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_MULTIPROCESSOR = 81,
    CC_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN = 97,
};

/// Attributes of a kernel.
enum {
    CC_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK = 0,
    CC_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES = 1,
    CC_FUNC_ATTRIBUTE_CONST_SIZE_BYTES = 2,
    CC_FUNC_ATTRIBUTE_LOCAL_SIZE_BYTES = 3,
    CC_FUNC_ATTRIBUTE_NUM_REGS = 4,
    CC_FUNC_ATTRIBUTE_PTX_VERSION = 5,
    CC_FUNC_ATTRIBUTE_BINARY_VERSION = 6,
    CC_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES = 8,
    CC_FUNC_ATTRIBUTE_PREFERRED_SHARED_MEMORY_CARVEOUT = 9,
};

/// Options of streams, events, pinned memory, captures and modules.
enum {
    CC_STREAM_NON_BLOCKING = 1,
    CC_EVENT_DEFAULT = 0,
    CC_EVENT_BLOCKING_SYNC = 1,
    CC_EVENT_DISABLE_TIMING = 2,
    CC_MEMHOSTALLOC_PORTABLE = 1,
    CC_STREAM_CAPTURE_MODE_GLOBAL = 0,
    CC_STREAM_CAPTURE_MODE_THREAD_LOCAL = 1,
    CC_STREAM_CAPTURE_MODE_RELAXED = 2,
    CC_JIT_ERROR_LOG_BUFFER = 5,
    CC_JIT_ERROR_LOG_BUFFER_SIZE_BYTES = 6,
};
