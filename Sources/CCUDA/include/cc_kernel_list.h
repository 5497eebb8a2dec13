#pragma once

/// Every kernel: K(file, name), the name that `cuModuleGetFunction` takes. `kernels/all.cuh` has a
/// line for each file.
#define CC_KERNELS(K)                                                                              \
    K(add, add)
