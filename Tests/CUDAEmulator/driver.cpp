// The driver's functions over fibers. What a card does later, this device does at once.
#include "block.h"
#include "memory.h"
#include "registry.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>

namespace cuda_emulator {

using Work = std::function<int()>;
using Graph = std::vector<Work>;

/// Work recorded instead of done, by every stream that has joined.
struct Stream {
    std::shared_ptr<Graph> capture;
};

struct Event {
    std::chrono::steady_clock::time_point time;
    bool recorded = false;
    std::shared_ptr<Graph> capture;
};

// Everything below runs under this lock; fibers' state is one for all callers.
static std::recursive_mutex lock;
#define ALONE std::lock_guard guard(lock)

static Stream default_stream;
static std::string last_failure;
static bool initialised = false;

static Stream &stream_of(void *stream) {
    return stream ? *static_cast<Stream *>(stream) : default_stream;
}

/// Does `work` now, or keeps it for the graph that the stream is recording.
static int submit(void *stream, Work work) {
    ALONE;
    auto &capture = stream_of(stream).capture;
    if (!capture) return work();
    capture->push_back(std::move(work));
    return CC_SUCCESS;
}

static constexpr int error_capture_unsupported = 900, error_capture_invalidated = 901;

// Devices and contexts.

static int init(unsigned) {
    initialised = true;
    return CC_SUCCESS;
}

static int driver_version(int *version) {
    *version = 13000;
    return CC_SUCCESS;
}

struct ErrorText {
    int error;
    const char *name, *text;
};

static const ErrorText error_texts[] = {
    {CC_SUCCESS, "CUDA_SUCCESS", "no error"},
    {CC_ERROR_INVALID_VALUE, "CUDA_ERROR_INVALID_VALUE", "invalid argument"},
    {CC_ERROR_OUT_OF_MEMORY, "CUDA_ERROR_OUT_OF_MEMORY", "out of memory"},
    {CC_ERROR_NOT_INITIALIZED, "CUDA_ERROR_NOT_INITIALIZED", "initialization error"},
    {CC_ERROR_INVALID_DEVICE, "CUDA_ERROR_INVALID_DEVICE", "invalid device ordinal"},
    {CC_ERROR_INVALID_IMAGE, "CUDA_ERROR_INVALID_IMAGE", "device kernel image is invalid"},
    {CC_ERROR_INVALID_HANDLE, "CUDA_ERROR_INVALID_HANDLE", "invalid resource handle"},
    {CC_ERROR_NOT_FOUND, "CUDA_ERROR_NOT_FOUND", "named symbol not found"},
    {CC_ERROR_NOT_READY, "CUDA_ERROR_NOT_READY", "device not ready"},
    {CC_ERROR_ILLEGAL_ADDRESS, "CUDA_ERROR_ILLEGAL_ADDRESS",
     "an illegal memory access was encountered"},
    {CC_ERROR_LAUNCH_OUT_OF_RESOURCES, "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES",
     "too many resources requested for launch"},
    {CC_ERROR_LAUNCH_FAILED, "CUDA_ERROR_LAUNCH_FAILED", "unspecified launch failure"},
    {error_capture_unsupported, "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED",
     "operation not permitted when stream is capturing"},
    {error_capture_invalidated, "CUDA_ERROR_STREAM_CAPTURE_INVALIDATED",
     "operation failed due to a previous error during capture"},
};

static int error_field(int error, const char **text, const char *ErrorText::*field) {
    for (const ErrorText &entry : error_texts)
        if (entry.error == error) {
            *text = entry.*field;
            return CC_SUCCESS;
        }
    *text = nullptr;
    return CC_ERROR_INVALID_VALUE;
}

static int error_name(int error, const char **name) {
    return error_field(error, name, &ErrorText::name);
}

static int error_string(int error, const char **text) {
    return error_field(error, text, &ErrorText::text);
}

static int device_count(int *count) {
    if (!initialised) return CC_ERROR_NOT_INITIALIZED;
    *count = 1;
    return CC_SUCCESS;
}

static int device_get(int *device, int ordinal) {
    if (!initialised) return CC_ERROR_NOT_INITIALIZED;
    *device = 0;
    return ordinal == 0 ? CC_SUCCESS : CC_ERROR_INVALID_DEVICE;
}

static int device_name(char *name, int room, int) {
    snprintf(name, room, "Emulated device");
    return CC_SUCCESS;
}

// The least of the cards that the kernels are for: what fits here fits on every one of them.
static constexpr int shared_at_first = 48 << 10, shared_at_most = 99 << 10;

static int device_attribute(int *value, int attribute, int device) {
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
        {CC_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, 0},
        {CC_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_MULTIPROCESSOR, 100 << 10},
        {CC_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN, shared_at_most},
    };
    if (device != 0) return CC_ERROR_INVALID_DEVICE;
    *value = 0;
    for (const auto &entry : attributes)
        if (entry.attribute == attribute) *value = entry.value;
    return CC_SUCCESS;
}

static int device_memory(std::size_t *bytes, int) {
    *bytes = memory_total;
    return CC_SUCCESS;
}

static int device_uuid(void *bytes, int) {
    memcpy(bytes, "emulated device", 16);
    return CC_SUCCESS;
}

static int context_retain(void **context, int device) {
    static char only;
    *context = &only;
    return device == 0 ? CC_SUCCESS : CC_ERROR_INVALID_DEVICE;
}

static int context_release(int) { return CC_SUCCESS; }
static int context_set(void *) { return CC_SUCCESS; }

static int intact() {
    if (memory_is_intact()) return CC_SUCCESS;
    last_failure = "something was written behind the end of an allocation";
    return CC_ERROR_ILLEGAL_ADDRESS;
}

static int context_synchronize() {
    ALONE;
    return intact();
}

// Memory.

static int memory_info(std::size_t *available, std::size_t *total) {
    ALONE;
    *available = memory_total - memory_in_use();
    *total = memory_total;
    return CC_SUCCESS;
}

static int mem_alloc(uint64_t *address, std::size_t bytes) {
    ALONE;
    if (bytes == 0) return CC_ERROR_INVALID_VALUE;
    *address = memory_allocate(bytes);
    return *address ? CC_SUCCESS : CC_ERROR_OUT_OF_MEMORY;
}

static int mem_free(uint64_t address) {
    ALONE;
    if (address == 0) return CC_SUCCESS;
    if (!memory_holds(address, 0)) return CC_ERROR_INVALID_VALUE;
    if (memory_release(address)) return CC_SUCCESS;
    last_failure = "something was written behind the end of an allocation";
    return CC_ERROR_ILLEGAL_ADDRESS;
}

static int host_alloc(void **pointer, std::size_t bytes, unsigned) {
    if (bytes == 0) return CC_ERROR_INVALID_VALUE;
    if (posix_memalign(pointer, 4096, bytes) != 0) return CC_ERROR_OUT_OF_MEMORY;
    memset(*pointer, 0xFF, bytes);
    return CC_SUCCESS;
}

static int host_free(void *pointer) {
    free(pointer);
    return CC_SUCCESS;
}

static void *host(uint64_t address) { return reinterpret_cast<void *>(address); }

static int copy_in(uint64_t to, const void *from, std::size_t bytes, void *stream) {
    ALONE;
    if (!memory_holds(to, bytes)) return CC_ERROR_INVALID_VALUE;
    return submit(stream, [=] {
        memcpy(host(to), from, bytes);
        return CC_SUCCESS;
    });
}

static int copy_out(void *to, uint64_t from, std::size_t bytes, void *stream) {
    ALONE;
    if (!memory_holds(from, bytes)) return CC_ERROR_INVALID_VALUE;
    return submit(stream, [=] {
        memcpy(to, host(from), bytes);
        return CC_SUCCESS;
    });
}

static int copy_within(uint64_t to, uint64_t from, std::size_t bytes, void *stream) {
    ALONE;
    if (!memory_holds(from, bytes) || !memory_holds(to, bytes)) return CC_ERROR_INVALID_VALUE;
    return submit(stream, [=] {
        memmove(host(to), host(from), bytes);
        return CC_SUCCESS;
    });
}

static int set_bytes(uint64_t to, unsigned char value, std::size_t bytes, void *stream) {
    ALONE;
    if (!memory_holds(to, bytes)) return CC_ERROR_INVALID_VALUE;
    return submit(stream, [=] {
        memset(host(to), value, bytes);
        return CC_SUCCESS;
    });
}

// Streams, events and graphs.

static int stream_create(void **stream, unsigned) {
    *stream = new Stream;
    return CC_SUCCESS;
}

static int stream_destroy(void *stream) {
    delete static_cast<Stream *>(stream);
    return CC_SUCCESS;
}

static int stream_synchronize(void *stream) {
    ALONE;
    return stream_of(stream).capture ? error_capture_unsupported : intact();
}

static int stream_wait_event(void *stream, void *event, unsigned) {
    ALONE;
    const auto &capture = static_cast<Event *>(event)->capture;
    if (capture) stream_of(stream).capture = capture;
    return CC_SUCCESS;
}

static int begin_capture(void *stream, int) {
    ALONE;
    if (!stream || stream_of(stream).capture) return error_capture_unsupported;
    stream_of(stream).capture = std::make_shared<Graph>();
    return CC_SUCCESS;
}

static int end_capture(void *stream, void **graph) {
    ALONE;
    auto capture = std::move(stream_of(stream).capture);
    if (!capture) return error_capture_invalidated;
    *graph = new Graph(std::move(*capture));
    return CC_SUCCESS;
}

static int graph_instantiate(void **executable, void *graph, unsigned long long) {
    *executable = new Graph(*static_cast<Graph *>(graph));
    return CC_SUCCESS;
}

static int graph_launch(void *executable, void *stream) {
    return submit(stream, [executable] {
        for (const Work &work : *static_cast<Graph *>(executable))
            if (const int error = work()) return error;
        return static_cast<int>(CC_SUCCESS);
    });
}

static int graph_destroy(void *graph) {
    delete static_cast<Graph *>(graph);
    return CC_SUCCESS;
}

static int event_create(void **event, unsigned) {
    *event = new Event;
    return CC_SUCCESS;
}

static int event_destroy(void *event) {
    delete static_cast<Event *>(event);
    return CC_SUCCESS;
}

static int event_record(void *event, void *stream) {
    ALONE;
    auto &it = *static_cast<Event *>(event);
    it.time = std::chrono::steady_clock::now();
    it.recorded = true;
    it.capture = stream_of(stream).capture;
    return CC_SUCCESS;
}

static int event_done(void *) { return CC_SUCCESS; }

static int event_elapsed(float *milliseconds, void *start, void *end) {
    ALONE;
    const auto &from = *static_cast<Event *>(start), &to = *static_cast<Event *>(end);
    if (!from.recorded || !to.recorded) return CC_ERROR_INVALID_HANDLE;
    *milliseconds = std::chrono::duration<float, std::milli>(to.time - from.time).count();
    return CC_SUCCESS;
}

// Modules and launches.

static int module_load(void **module, const void *image, unsigned, int *, void **) {
    static char every;
    *module = &every;
    return image ? CC_SUCCESS : CC_ERROR_INVALID_IMAGE;
}

static int module_unload(void *) { return CC_SUCCESS; }

static int module_function(void **function, void *, const char *name) {
    *function = find_kernel(name);
    return *function ? CC_SUCCESS : CC_ERROR_NOT_FOUND;
}

static int function_set(void *function, int attribute, int value) {
    if (attribute != CC_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES) return CC_SUCCESS;
    if (value < 0 || value > shared_at_most) return CC_ERROR_INVALID_VALUE;
    static_cast<Kernel *>(function)->dynamic_limit = std::max(value, shared_at_first);
    return CC_SUCCESS;
}

static int function_get(int *value, int attribute, void *function) {
    const auto &kernel = *static_cast<Kernel *>(function);
    switch (attribute) {
    case CC_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK: *value = kernel.bound; break;
    case CC_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES: *value = kernel.dynamic_limit; break;
    case CC_FUNC_ATTRIBUTE_NUM_REGS: *value = 65536 / kernel.bound / 8 * 8; break;
    default: *value = 0;
    }
    return CC_SUCCESS;
}

/// Whether a card would begin such a launch; if not, says why.
static bool is_launchable(const Kernel &kernel, const Figures &figures) {
    const Dim g = figures.grid, b = figures.block;
    const auto refuse = [&](const char *why) {
        last_failure = std::string(kernel.name) + ": " + why;
        return false;
    };
    if (g.x == 0 || g.y == 0 || g.z == 0 || b.x == 0 || b.y == 0 || b.z == 0)
        return refuse("a grid or block of nothing");
    if (g.x > 2147483647u || g.y > 65535 || g.z > 65535)
        return refuse("a grid wider than 2147483647 x 65535 x 65535");
    if (b.x > 1024 || b.y > 1024 || b.z > 64 ||
        static_cast<int>(b.x * b.y * b.z) > kernel.bound)
        return refuse("more threads in a block than the kernel's bound");
    if (figures.dynamic_bytes > static_cast<unsigned>(kernel.dynamic_limit))
        return refuse("more dynamic shared memory than cuFuncSetAttribute allowed");
    return true;
}

static int launch(void *function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by,
                  unsigned bz, unsigned shared, void *stream, void **arguments, void **extra) {
    ALONE;
    if (!function || extra) return CC_ERROR_INVALID_HANDLE;
    const auto &kernel = *static_cast<Kernel *>(function);
    const Figures figures = {{gx, gy, gz}, {bx, by, bz}, shared};
    if (!is_launchable(kernel, figures)) return CC_ERROR_INVALID_VALUE;
    return submit(stream, [name = kernel.name, figures, body = kernel.bind(arguments)] {
        if (run_grid(figures, body)) return static_cast<int>(CC_SUCCESS);
        last_failure = std::string(name) + ": " + failure;
        return static_cast<int>(CC_ERROR_LAUNCH_FAILED);
    });
}

static int occupancy(int *blocks, void *function, int threads, std::size_t shared) {
    const auto &kernel = *static_cast<Kernel *>(function);
    if (threads <= 0 || threads > kernel.bound) return CC_ERROR_INVALID_VALUE;
    *blocks = std::min<int>(1536 / threads, (100 << 10) / static_cast<int>(shared + 1024));
    return CC_SUCCESS;
}

static const cc_driver driver = {
    .cuInit = init,
    .cuDriverGetVersion = driver_version,
    .cuGetErrorName = error_name,
    .cuGetErrorString = error_string,
    .cuDeviceGetCount = device_count,
    .cuDeviceGet = device_get,
    .cuDeviceGetName = device_name,
    .cuDeviceGetAttribute = device_attribute,
    .cuDeviceTotalMem = device_memory,
    .cuDeviceGetUuid = device_uuid,
    .cuDevicePrimaryCtxRetain = context_retain,
    .cuDevicePrimaryCtxRelease = context_release,
    .cuCtxSetCurrent = context_set,
    .cuCtxSynchronize = context_synchronize,
    .cuMemGetInfo = memory_info,
    .cuMemAlloc = mem_alloc,
    .cuMemFree = mem_free,
    .cuMemHostAlloc = host_alloc,
    .cuMemFreeHost = host_free,
    .cuMemcpyHtoDAsync = copy_in,
    .cuMemcpyDtoHAsync = copy_out,
    .cuMemcpyDtoDAsync = copy_within,
    .cuMemsetD8Async = set_bytes,
    .cuStreamCreate = stream_create,
    .cuStreamDestroy = stream_destroy,
    .cuStreamSynchronize = stream_synchronize,
    .cuStreamWaitEvent = stream_wait_event,
    .cuStreamBeginCapture = begin_capture,
    .cuStreamEndCapture = end_capture,
    .cuGraphInstantiateWithFlags = graph_instantiate,
    .cuGraphLaunch = graph_launch,
    .cuGraphExecDestroy = graph_destroy,
    .cuGraphDestroy = graph_destroy,
    .cuEventCreate = event_create,
    .cuEventDestroy = event_destroy,
    .cuEventRecord = event_record,
    .cuEventSynchronize = event_done,
    .cuEventQuery = event_done,
    .cuEventElapsedTime = event_elapsed,
    .cuModuleLoadDataEx = module_load,
    .cuModuleUnload = module_unload,
    .cuModuleGetFunction = module_function,
    .cuFuncSetAttribute = function_set,
    .cuFuncGetAttribute = function_get,
    .cuLaunchKernel = launch,
    .cuOccupancyMaxActiveBlocksPerMultiprocessor = occupancy,
};

} // namespace cuda_emulator

const cc_driver *cuda_emulator_driver(void) { return &cuda_emulator::driver; }

void cuda_emulator_set_schedule(cuda_emulator_schedule schedule, uint64_t seed) {
    cuda_emulator::set_schedule(schedule, seed);
}

const char *cuda_emulator_failure(void) { return cuda_emulator::last_failure.c_str(); }
