#define _GNU_SOURCE
#include "cprocess.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/// Ends above the standard streams, so that dup2 never meets one of them.
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

/// In the child: only what is safe between fork and exec.
static void become(const char *path, char *const *arguments, char *const *environment,
                   const char *directory, const int streams[3], int report, pid_t parent) {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
    for (int signal_number = 1; signal_number < NSIG; signal_number++)
        if (signal_number != SIGKILL && signal_number != SIGSTOP) signal(signal_number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int stream = 0; stream < 3; stream++)
        if (dup2(streams[stream], stream) < 0) goto failed;
    // Kernels before 5.11 do not know this; the files that this package opens close by themselves.
    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    if (chdir(directory) < 0) goto failed;
    execve(path, arguments, environment);
failed:;
    int problem = errno;
    (void)!write(report, &problem, sizeof problem);
    _exit(127);
}

int cprocess_start(struct cprocess *process, const char *path, char *const *arguments,
                   char *const *environment, const char *directory) {
    int ends[4][2] = {{-1, -1}, {-1, -1}, {-1, -1}, {-1, -1}};
    int problem = 0;
    for (int i = 0; i < 4 && !problem; i++) problem = open_pipe(ends[i]);
    pid_t parent = getpid(), child = -1;
    if (!problem) {
        child = fork();
        if (child < 0) problem = errno;
    }
    if (child == 0) {
        int streams[3] = {ends[0][0], ends[1][1], ends[2][1]};
        become(path, arguments, environment, directory, streams, ends[3][1], parent);
    }
    close_open(&ends[0][0]);
    close_open(&ends[1][1]);
    close_open(&ends[2][1]);
    close_open(&ends[3][1]);
    if (!problem) {
        // The pipe for reports closes by itself when the program has begun.
        int reported;
        ssize_t count;
        do count = read(ends[3][0], &reported, sizeof reported);
        while (count < 0 && errno == EINTR);
        if (count == sizeof reported) {
            problem = reported;
            while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
        }
    }
    close_open(&ends[3][0]);
    if (problem) {
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 2; j++) close_open(&ends[i][j]);
        return problem;
    }
    // Both sides set the group: whoever comes first, it is there from now on.
    setpgid(child, child);
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
    // As long as its zombie is there, the group's number cannot be another's.
    kill(-process->id, SIGKILL);
    while (waitpid(process->id, &status, 0) < 0 && errno == EINTR) {}
    close_open(&process->input);
    close_open(&process->output);
    close_open(&process->error);
    return status;
}
