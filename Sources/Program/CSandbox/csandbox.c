#define _GNU_SOURCE
#include "csandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "name this CPU's AUDIT_ARCH"
#endif

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define ANSWER(action) BPF_STMT(BPF_RET | BPF_K, action)
#define REFUSE(call, problem)                                                                                         \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 1), ANSWER(SECCOMP_RET_ERRNO | (problem))

/// Flags of clone that create namespaces: time, mount, cgroup, uts, ipc, user, pid, net.
static const uint32_t namespaces = 0x00000080 | 0x00020000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 |
                                   0x20000000 | 0x40000000;

static const struct sock_filter filter[] = {
    // First of all: the numbers of system calls differ between architectures.
    LOAD(arch),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
    ANSWER(SECCOMP_RET_KILL_PROCESS),
    LOAD(nr),
#if defined(__x86_64__)
    // x32 numbers are other names of the same calls, which the comparisons below would miss.
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
    ANSWER(SECCOMP_RET_ERRNO | ENOSYS),
#endif
    // The network and local services; socketpair stays allowed, as its ends reach only each other.
    REFUSE(socket, EPERM),
    // Memory that counts against no process's limits.
    REFUSE(memfd_create, EPERM),
    REFUSE(shmget, EPERM),
    REFUSE(shmat, EPERM),
    REFUSE(msgget, EPERM),
    REFUSE(semget, EPERM),
    REFUSE(mq_open, EPERM),
    REFUSE(userfaultfd, EPERM),
    // Access to other processes.
    REFUSE(ptrace, EPERM),
    REFUSE(process_vm_readv, EPERM),
    REFUSE(process_vm_writev, EPERM),
    REFUSE(pidfd_getfd, EPERM),
    REFUSE(kcmp, EPERM),
    // Namespaces, mounts and root folders.
    REFUSE(unshare, EPERM),
    REFUSE(setns, EPERM),
    REFUSE(mount, EPERM),
    REFUSE(umount2, EPERM),
    REFUSE(pivot_root, EPERM),
    REFUSE(chroot, EPERM),
    REFUSE(open_tree, ENOSYS),
    REFUSE(move_mount, ENOSYS),
    REFUSE(fsopen, ENOSYS),
    REFUSE(fsmount, ENOSYS),
    REFUSE(open_by_handle_at, EPERM),
    REFUSE(name_to_handle_at, EPERM),
    // clone3's flags are in memory, which a filter cannot read; the C library falls back to clone.
    REFUSE(clone3, ENOSYS),
    // Interfaces through which the kernel has been attacked more than once.
    REFUSE(bpf, EPERM),
    REFUSE(perf_event_open, EPERM),
    REFUSE(io_uring_setup, ENOSYS),
    REFUSE(io_uring_enter, ENOSYS),
    REFUSE(io_uring_register, ENOSYS),
    REFUSE(keyctl, EPERM),
    REFUSE(add_key, EPERM),
    REFUSE(request_key, EPERM),
    REFUSE(personality, EPERM),
    REFUSE(vmsplice, EPERM),
    // clone is refused only with a namespace flag. Jumps count the instructions that they skip.
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 3),
    LOAD(args[0]),
    BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, namespaces, 0, 1),
    ANSWER(SECCOMP_RET_ERRNO | EPERM),
    ANSWER(SECCOMP_RET_ALLOW),
};

int csandbox_memory_file(const void *bytes, size_t count) {
    int low = memfd_create("synthgen-sandbox", MFD_CLOEXEC);
    if (low < 0) return -1;
    // Above the standard streams, onto which a child's dup2 would close it.
    int file = fcntl(low, F_DUPFD_CLOEXEC, 3);
    close(low);
    size_t written = 0;
    while (file >= 0 && written < count) {
        ssize_t more = write(file, (const char *)bytes + written, count - written);
        if (more < 0 && errno == EINTR) continue;
        if (more <= 0) {
            close(file);
            return -1;
        }
        written += (size_t)more;
    }
    if (file >= 0) lseek(file, 0, SEEK_SET);
    return file;
}

int csandbox_pipe(int ends[2]) {
    int low[2];
    if (pipe2(low, O_CLOEXEC) < 0) return -1;
    for (int i = 0; i < 2; i++) {
        ends[i] = fcntl(low[i], F_DUPFD_CLOEXEC, 3);
        close(low[i]);
    }
    if (ends[0] >= 0 && ends[1] >= 0) return fcntl(ends[0], F_SETFL, O_NONBLOCK);
    for (int i = 0; i < 2; i++)
        if (ends[i] >= 0) close(ends[i]);
    return -1;
}

int csandbox_filter(void) { return csandbox_memory_file(filter, sizeof filter); }
