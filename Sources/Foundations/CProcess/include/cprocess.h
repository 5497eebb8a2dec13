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

/// A limit of a resource (`RLIMIT_CPU` …), as of setrlimit.
struct cprocess_limit {
    int resource;
    uint64_t soft;
    uint64_t hard;
};

/// How a program is started.
struct cprocess_start {
    const char *path;
    char *_Nullable const *_Nonnull arguments;
    char *_Nullable const *_Nonnull environment;
    const char *directory;
    /// Files that it gets beside its standard streams, under the numbers that they have here (3 and more).
    const int *_Nullable kept;
    int kept_count;
    int limit_count;
    const struct cprocess_limit *_Nullable limits;
    /// The user and the group that it becomes, with no other groups; 0 for those of this process.
    uid_t user;
};

/// Starts a program in a process group of its own, with default signals and no other open files. The pipes' ends
/// here do not block. It costs the same however much memory this process has.
///
/// The program is killed when the calling thread ends, be it by a `kill -9` of this process: the thread must
/// outlive it. Returns 0, or the error number of what failed.
int cprocess_start(struct cprocess *process, const struct cprocess_start *start);

/// Whether the process has ended. It stays a zombie until `cprocess_kill` takes its status.
bool cprocess_has_ended(pid_t id);

/// Kills the process and its group, closes the pipes that are open (not -1), and returns the status as of waitpid.
int cprocess_kill(struct cprocess *process);

/// A file that can be polled for the end of a process, or -1 if there is no such process.
int cprocess_watch(pid_t id);

/// Kills the process that `watch` stands for; if it has ended, nothing happens.
void cprocess_kill_watched(int watch);

#pragma clang assume_nonnull end

#endif
