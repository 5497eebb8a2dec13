// The kernels themselves, compiled with the twin of their dialect.
#pragma STDC FP_CONTRACT OFF
#pragma clang diagnostic ignored "-Wpass-failed" // Loops unrolled for a GPU need not be here.

#include "registry.h"
#include "all.cuh"
#include "cc_kernel_list.h"

#include <string_view>
#include <tuple>

namespace cuda_emulator {

template <class... A, std::size_t... I>
static std::tuple<A...> copied(void **arguments, std::index_sequence<I...>) {
    return {*static_cast<A *>(arguments[I])...};
}

template <auto kernel, class... A>
static std::function<void()> bind(void **arguments, void (*)(A...)) {
    return [values = copied<A...>(arguments, std::index_sequence_for<A...>())] {
        std::apply(kernel, values);
    };
}

/// The only multiple of 32 with which the kernel's template may be filled.
template <class Probe> static constexpr int bound_of(Probe probe) {
    int found = 0;
    [&]<int... N>(std::integer_sequence<int, N...>) {
        ((probe.template operator()<32 * (N + 1)>() ? found = 32 * (N + 1) : 0), ...);
    }(std::make_integer_sequence<int, 32>());
    return found;
}

#define FITS(name) []<int N>() { return requires { static_cast<void>(&name<N>); }; }
#define ENTRY(file, name)                                                                          \
    {#name, bound_of(FITS(name)),                                                                  \
     [](void **arguments) { return bind<&name<>>(arguments, &name<>); }, 48 << 10,                 \
     std::string_view(#file) == "gemm_warpgroup"},

static Kernel kernels[] = {CC_KERNELS(ENTRY)};

Kernel *find_kernel(const char *name) {
    for (Kernel &kernel : kernels)
        if (strcmp(kernel.name, name) == 0) return &kernel;
    return nullptr;
}

} // namespace cuda_emulator
