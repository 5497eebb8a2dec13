#pragma once

#include <stddef.h>

/// A function to be found: the name to look up, and where its address goes.
typedef struct cc_symbol {
    const char *name;
    void *address;
} cc_symbol;

/// Opens the library at `path` and finds `count` functions in it.
///
/// Returns 0, or -1 with the reason in `missing`; then nothing was opened.
int cc_library_open(
    const char *path, const cc_symbol *symbols, size_t count, char *missing, size_t room);
