#define _GNU_SOURCE
#include "orphans.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/// The programs that run; the array grows as needed.
static struct {
    pid_t *ids;
    size_t count;
    size_t capacity;
} running;

void cprocess_lock_register(void) {
    pthread_mutex_lock(&lock);
    static bool adopts;
    if (!adopts) prctl(PR_SET_CHILD_SUBREAPER, 1);
    adopts = true;
}

void cprocess_register(pid_t child) {
    if (child > 0) {
        if (running.count == running.capacity) {
            size_t capacity = running.capacity * 2 + 16;
            pid_t *ids = realloc(running.ids, capacity * sizeof *ids);
            if (!ids) abort();
            running.ids = ids;
            running.capacity = capacity;
        }
        running.ids[running.count++] = child;
    }
    pthread_mutex_unlock(&lock);
}

static bool is_running(pid_t id) {
    for (size_t i = 0; i < running.count; i++)
        if (running.ids[i] == id) return true;
    return false;
}

/// Ends a child of this process that a program has left. Returns whether it has ended; a child that
/// cannot end at once is left as it is.
static bool end(pid_t child) {
    const struct timespec pause = {.tv_nsec = 1000000};
    kill(child, SIGKILL);
    for (int attempt = 0; attempt < 200; attempt++) {
        if (waitpid(child, NULL, WNOHANG) != 0) return true;
        nanosleep(&pause, NULL);
    }
    return false;
}

/// Ends the orphans among the children in a file of /proc. Returns how many have ended.
static int end_listed(const char *path) {
    FILE *file = fopen(path, "re");
    if (!file) return 0;
    int ended = 0, child;
    while (fscanf(file, "%d", &child) == 1) {
        if (is_running(child)) continue;
        pid_t session = getsid(child);
        if (session < 0 || session == getsid(0)) continue;
        if (end(child)) ended++;
    }
    fclose(file);
    return ended;
}

void cprocess_end_orphans(pid_t program) {
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < running.count; i++)
        if (running.ids[i] == program) running.ids[i--] = running.ids[--running.count];
    // Whoever ends leaves its own children to this process, which the next round finds.
    for (int round = 0, ended = 1; ended > 0 && round < 100; round++) {
        ended = 0;
        DIR *threads = opendir("/proc/self/task");
        if (!threads) break;
        for (struct dirent *thread; (thread = readdir(threads));) {
            char path[300];
            if (thread->d_name[0] == '.') continue;
            snprintf(path, sizeof path, "/proc/self/task/%s/children", thread->d_name);
            ended += end_listed(path);
        }
        closedir(threads);
    }
    pthread_mutex_unlock(&lock);
}
