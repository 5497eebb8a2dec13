// Modules, kernels and their launches.
#include "block.h"
#include "driver.h"
#include "memory.h"
#include "registry.h"

#include <algorithm>

namespace cuda_emulator {

int cuModuleLoadDataEx(void **module, const void *image, unsigned, int *, void **) {
    static char every;
    *module = &every;
    return image ? CC_SUCCESS : CC_ERROR_INVALID_IMAGE;
}

int cuModuleUnload(void *) { return CC_SUCCESS; }

int cuModuleGetFunction(void **function, void *, const char *name) {
    *function = find_kernel(name);
    return *function ? CC_SUCCESS : CC_ERROR_NOT_FOUND;
}

int cuFuncSetAttribute(void *function, int attribute, int value) {
    if (attribute != CC_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES) return CC_SUCCESS;
    auto &kernel = *static_cast<Kernel *>(function);
    const int most = kernel.is_for_hopper ? shared_of_hopper : shared_at_most;
    if (value < 0 || value > most) return CC_ERROR_INVALID_VALUE;
    kernel.dynamic_limit = std::max(value, shared_at_first);
    return CC_SUCCESS;
}

int cuFuncGetAttribute(int *value, int attribute, void *function) {
    const auto &kernel = *static_cast<Kernel *>(function);
    switch (attribute) {
    case CC_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK: *value = kernel.bound; break;
    case CC_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES: *value = kernel.dynamic_limit; break;
    case CC_FUNC_ATTRIBUTE_NUM_REGS: *value = 65536 / kernel.bound / 8 * 8; break;
    default: *value = 0;
    }
    return CC_SUCCESS;
}

/// Whether a GPU would begin such a launch; if not, says why.
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
    if (kernel.is_for_hopper && current_device() != hopper && current_device() != any_device)
        return refuse("instructions that this device has not");
    return true;
}

static int run_kernel(const char *name, const Figures &figures, const std::function<void()> &body) {
    const bool finished = run_grid(figures, body), kept = memory_was_kept();
    if (finished && kept) return CC_SUCCESS;
    last_failure = std::string(name) + ": " +
                   (finished ? "it wrote behind the end of an allocation" : failure);
    return finished ? CC_ERROR_ILLEGAL_ADDRESS : CC_ERROR_LAUNCH_FAILED;
}

int cuLaunchKernel(void *function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by,
                  unsigned bz, unsigned shared, void *stream, void **arguments, void **extra) {
    ALONE;
    if (!function || extra) return CC_ERROR_INVALID_HANDLE;
    const auto &kernel = *static_cast<Kernel *>(function);
    const Figures figures = {{gx, gy, gz}, {bx, by, bz}, shared};
    if (!is_launchable(kernel, figures)) return CC_ERROR_INVALID_VALUE;
    return submit(stream, [name = kernel.name, figures, body = kernel.bind(arguments)] {
        return run_kernel(name, figures, body);
    });
}

int cuOccupancyMaxActiveBlocksPerMultiprocessor(int *blocks, void *function, int threads, std::size_t shared) {
    const auto &kernel = *static_cast<Kernel *>(function);
    if (threads <= 0 || threads > kernel.bound) return CC_ERROR_INVALID_VALUE;
    *blocks = std::min<int>(1536 / threads, (100 << 10) / static_cast<int>(shared + 1024));
    return CC_SUCCESS;
}

} // namespace cuda_emulator
