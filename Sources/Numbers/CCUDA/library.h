#pragma once

#include <stddef.h>

/// A function to look up: its symbol, and where its address is written.
typedef struct cc_symbol {
    const char *name;
    void *address;
} cc_symbol;

/// Opens the library at `path` and finds `count` functions in it.
///
/// Returns 0, or -1 with the reason in `missing`; the library is then closed again.
int cc_library_open(
    const char *path, const cc_symbol *symbols, size_t count, char *missing, size_t room);
