#ifndef CPROCESS_H
#define CPROCESS_H

#include <stdbool.h>
#include <sys/types.h>

#pragma clang assume_nonnull begin

/// A process and this side's ends of the pipes to its standard input, output and error.
struct cprocess {
    pid_t id;
    int input;
    int output;
    int error;
};

/// Starts the program at `path` in a process group of its own, in `directory`, with default signals and
/// no other open files. The pipes' ends here do not block.
///
/// The program is killed when the calling thread ends, be it by a `kill -9` of this process: the thread must
/// outlive it. Returns 0, or the error number of what failed.
int cprocess_start(struct cprocess *process, const char *path, char *_Nullable const *_Nonnull arguments,
                   char *_Nullable const *_Nonnull environment, const char *directory);

/// Whether the process has ended. It stays a zombie until `cprocess_kill` takes its status.
bool cprocess_has_ended(pid_t id);

/// Kills the process and its group, closes the pipes that are open (not -1), and returns the status as of waitpid.
int cprocess_kill(struct cprocess *process);

#pragma clang assume_nonnull end

#endif
