#pragma once

#include <stddef.h>

/// Writes the path of the file that `function` was loaded from, at most `room` bytes, always
/// terminated; empty if that is not known.
void cc_library_path(const void *function, char *path, size_t room);
