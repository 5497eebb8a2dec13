#ifndef CSANDBOX_H
#define CSANDBOX_H

#include <stddef.h>

#pragma clang assume_nonnull begin

/// Makes a file in memory that holds `count` bytes and is read from its start; returns its number (3 or more), or
/// -1. It closes by itself when another program begins.
int csandbox_memory_file(const void *_Nullable bytes, size_t count);

/// Makes a pipe whose ends (3 and more) close by themselves when another program begins; reading from the first does
/// not block. Returns 0, or -1.
int csandbox_pipe(int ends[_Nonnull 2]);

/// A file in memory with the filter of system calls (struct sock_filter) for programs that nobody trusts, in the form that
/// `bwrap --seccomp` reads.
///
/// It takes away what a test of a program has no use for and the limits do not reach: sockets, memory that belongs
/// to no process (memfd, System V), looking into other processes, namespaces and mounts, keys, BPF, io_uring. A
/// refused call is an error that the program sees (EPERM, or ENOSYS where the C library then takes another way).
int csandbox_filter(void);

#pragma clang assume_nonnull end

#endif
