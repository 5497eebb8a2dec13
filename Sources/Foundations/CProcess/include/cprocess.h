#ifndef CPROCESS_H
#define CPROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#pragma clang assume_nonnull begin

/// A process and this side's ends of the pipes to its standard input, output and error.
struct cprocess {
    pid_t id;
    int input;
    int output;
    int error;
};

/// A limit of a resource (`RLIMIT_CPU` …), as in setrlimit.
struct cprocess_limit {
    int resource;
    uint64_t soft;
    uint64_t hard;
};

/// A program to start, and its surroundings.
struct cprocess_start {
    const char *path;
    char *_Nullable const *_Nonnull arguments;
    char *_Nullable const *_Nonnull environment;
    const char *directory;
    /// Descriptors that the program inherits besides its standard streams, with the same numbers
    /// (3 and above).
    const int *_Nullable kept;
    int kept_count;
    int limit_count;
    const struct cprocess_limit *_Nullable limits;
    /// User and group id to run as, without supplementary groups; 0 keeps those of this process.
    uid_t user;
};

/// Starts a program in a session and process group of its own, with default signals and no other open files.
///
/// The pipe ends of this side do not block. The cost does not depend on this process's memory.
/// The program is killed when the calling thread ends, even by a `kill -9` of this process, so the
/// thread must outlive it. Returns 0, or the error number of the step that failed.
int cprocess_start(struct cprocess *process, const struct cprocess_start *start);

/// Returns whether the process has ended. It stays a zombie until `cprocess_kill` takes its status.
bool cprocess_has_ended(pid_t id);

/// Kills the process and all its descendants, closes the pipes that are open (not -1), and returns the
/// status as waitpid gives it.
int cprocess_kill(struct cprocess *process);

/// Returns a pidfd, which polls as readable once the process has ended; -1 if there is no such
/// process.
int cprocess_watch(pid_t id);

/// Kills the process of the pidfd `watch`; does nothing if it has ended.
void cprocess_kill_watched(int watch);

#pragma clang assume_nonnull end

#endif
