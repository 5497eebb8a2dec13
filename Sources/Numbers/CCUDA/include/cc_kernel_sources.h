#pragma once

#include <stddef.h>

/// A kernel file's text, embedded in the program.
typedef struct cc_kernel_source {
    /// The file's name, as other files include it.
    const char *name;
    /// The text, with a zero after it that `length` does not count.
    const char *text;
    size_t length;
} cc_kernel_source;

/// A kernel's name and its file.
typedef struct cc_kernel {
    const char *file;
    const char *name;
} cc_kernel;

/// Returns every file, `.cu` and `.cuh`, and their number in `count`.
const cc_kernel_source *cc_kernel_sources(size_t *count);

/// Returns every kernel of `cc_kernel_list.h`, and their number in `count`.
const cc_kernel *cc_kernels(size_t *count);
