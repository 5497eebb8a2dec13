#pragma once

#include <stddef.h>

/// A kernel file's text, which is part of the program.
typedef struct cc_kernel_source {
    /// The file's name, as other files include it.
    const char *name;
    /// The text, with a zero after it.
    const char *text;
    size_t length;
} cc_kernel_source;

/// A kernel and the file that it is in.
typedef struct cc_kernel {
    const char *file;
    const char *name;
} cc_kernel;

/// Every file, `.cu` and `.cuh`.
const cc_kernel_source *cc_kernel_sources(size_t *count);

/// Every kernel, as `cc_kernel_list.h` names them.
const cc_kernel *cc_kernels(size_t *count);
