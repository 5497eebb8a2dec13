#ifndef CSANDBOX_H
#define CSANDBOX_H

#include <stddef.h>

#pragma clang assume_nonnull begin

/// Creates a memory file of `count` bytes, positioned at its start. Returns its descriptor (3 or
/// above, closed on exec), or -1.
int csandbox_memory_file(const void *_Nullable bytes, size_t count);

/// Creates a pipe whose descriptors are 3 or above and closed on exec; reading from the first does
/// not block. Returns 0, or -1.
int csandbox_pipe(int ends[_Nonnull 2]);

/// Returns a memory file with the seccomp filter for untrusted programs (struct sock_filter), in
/// the form that `bwrap --seccomp` reads; -1 on failure.
///
/// The filter refuses what a test does not need and the limits do not cover: sockets, memory that
/// belongs to no process (memfd, System V), access to other processes, namespaces and mounts, keys,
/// BPF, io_uring. A refused call fails with EPERM, or with ENOSYS where the C library has another
/// way.
int csandbox_filter(void);

#pragma clang assume_nonnull end

#endif
