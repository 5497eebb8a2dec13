#define _GNU_SOURCE
#include "cprocess.h"

#include "orphans.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/// Arguments and outcome of a start, in memory that child and parent share until execve.
struct birth {
    const struct cprocess_start *start;
    int streams[3];
    pid_t parent;
    /// Written by the child: errno of the step that failed, else 0.
    volatile int problem;
};

/// Opens a pipe with both ends above the standard streams, so that dup2 onto those never closes an
/// end. Returns 0 or an error number.
static int open_pipe(int ends[2]) {
    int low[2];
    if (pipe2(low, O_CLOEXEC) < 0) return errno;
    for (int i = 0; i < 2; i++) {
        ends[i] = fcntl(low[i], F_DUPFD_CLOEXEC, 3);
        close(low[i]);
    }
    return ends[0] < 0 || ends[1] < 0 ? EMFILE : 0;
}

static void close_open(int *end) {
    if (*end >= 0) close(*end);
    *end = -1;
}

/// Changes user and group by raw system calls, which affect the calling thread alone; the C
/// library's setuid would change all threads of the parent.
static int become_user(uid_t user) {
    if (user == 0) return 0;
    // The user comes last: without root's rights the groups cannot be changed.
    if (syscall(SYS_setgroups, 0, NULL) < 0) return -1;
    if (syscall(SYS_setresgid, user, user, user) < 0) return -1;
    return (int)syscall(SYS_setresuid, user, user, user);
}

/// Executes the program; returns only on failure, with errno set.
///
/// Retries ETXTBSY for half a second: a file that was just written stays busy for milliseconds
/// while another thread's child, before its own execve, still holds the writer's descriptor.
static void begin(const struct cprocess_start *start) {
    const struct timespec pause = {.tv_nsec = 5000000};
    for (int attempt = 0; attempt < 100; attempt++) {
        execve(start->path, start->arguments, start->environment);
        if (errno != ETXTBSY) return;
        nanosleep(&pause, NULL);
    }
    errno = ETXTBSY;
}

/// Runs in the child: only calls that are safe while it shares the parent's memory.
static int become(void *argument) {
    struct birth *birth = argument;
    const struct cprocess_start *start = birth->start;
    // A group of its own too.
    setsid();
    // Kept by execve: whatever the program starts stays below it until it ends.
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    for (int i = 0; i < start->limit_count; i++) {
        struct rlimit limit = {start->limits[i].soft, start->limits[i].hard};
        if (setrlimit(start->limits[i].resource, &limit) < 0) goto failed;
    }
    if (become_user(start->user) < 0) goto failed;
    // After the change of user, which clears the parent-death signal.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    // The parent may have died before prctl.
    if (getppid() != birth->parent) _exit(127);
    // Before signals are unblocked: no handler of the parent may run in its memory.
    for (int signal_number = 1; signal_number < NSIG; signal_number++)
        if (signal_number != SIGKILL && signal_number != SIGSTOP) signal(signal_number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int stream = 0; stream < 3; stream++)
        if (dup2(birth->streams[stream], stream) < 0) goto failed;
    // Fails on kernels before 5.11; this package opens its own files with O_CLOEXEC anyway.
    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    for (int i = 0; i < start->kept_count; i++)
        if (fcntl(start->kept[i], F_SETFD, 0) < 0) goto failed;
    if (chdir(start->directory) < 0) goto failed;
    begin(start);
failed:
    birth->problem = errno;
    _exit(127);
}

/// Clones a child that runs `become` in the parent's memory, on a stack of its own; returns once
/// the program has begun or failed to begin.
///
/// Signals are blocked meanwhile, so that no handler of the parent runs in the child.
static pid_t bear(struct birth *birth) {
    const size_t size = 64 << 10;
    char *stack = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (stack == MAP_FAILED) {
        birth->problem = errno;
        return -1;
    }
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    pid_t child = clone(become, stack + size, CLONE_VM | CLONE_VFORK | SIGCHLD, birth);
    if (child < 0) birth->problem = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    munmap(stack, size);
    return child;
}

int cprocess_start(struct cprocess *process, const struct cprocess_start *start) {
    int ends[3][2] = {{-1, -1}, {-1, -1}, {-1, -1}};
    struct birth birth = {.start = start, .parent = getpid()};
    for (int i = 0; i < 3 && !birth.problem; i++) birth.problem = open_pipe(ends[i]);
    pid_t child = -1;
    if (!birth.problem) {
        birth.streams[0] = ends[0][0];
        birth.streams[1] = ends[1][1];
        birth.streams[2] = ends[2][1];
        cprocess_lock_register();
        child = bear(&birth);
        cprocess_register(birth.problem ? -1 : child);
    }
    close_open(&ends[0][0]);
    close_open(&ends[1][1]);
    close_open(&ends[2][1]);
    if (birth.problem) {
        if (child > 0)
            while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
        close_open(&ends[0][1]);
        close_open(&ends[1][0]);
        close_open(&ends[2][0]);
        return birth.problem;
    }
    *process = (struct cprocess){child, ends[0][1], ends[1][0], ends[2][0]};
    fcntl(process->input, F_SETFL, O_NONBLOCK);
    fcntl(process->output, F_SETFL, O_NONBLOCK);
    fcntl(process->error, F_SETFL, O_NONBLOCK);
    return 0;
}

bool cprocess_has_ended(pid_t id) {
    siginfo_t facts = {0};
    return waitid(P_PID, (id_t)id, &facts, WEXITED | WNOHANG | WNOWAIT) == 0 && facts.si_pid == id;
}

int cprocess_kill(struct cprocess *process) {
    int status = 0;
    // Before waitpid: while the zombie exists, the group's id cannot be reused.
    kill(-process->id, SIGKILL);
    while (waitpid(process->id, &status, 0) < 0 && errno == EINTR) {}
    cprocess_end_orphans(process->id);
    close_open(&process->input);
    close_open(&process->output);
    close_open(&process->error);
    return status;
}

int cprocess_watch(pid_t id) { return (int)syscall(SYS_pidfd_open, id, 0); }

void cprocess_kill_watched(int watch) { syscall(SYS_pidfd_send_signal, watch, SIGKILL, NULL, 0); }
