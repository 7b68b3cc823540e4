// SPDX-License-Identifier: EUPL-1.2
// Test probe: kills a program on entry to one of its system calls, or lets that call fail, counted over
// all its threads.
//
// kill_at CALL K COMMAND [WORD…]: SIGKILL on entry to the K-th CALL; exit code 99 when that came to
// pass, otherwise the command's own (128 + number when a signal ended it).
// kill_at count FILE COMMAND [WORD…]: kills nobody; FILE gets a line "CALL NUMBER" for each call.
// kill_at fail FAULT CALL K COMMAND [WORD…]: the K-th CALL is not made and returns FAULT (EIO, ENOSPC),
// or writes half (SHORT); "kill_at: fault placed" on standard error tells when. On x86-64 only.
//
// strace counts the calls of each thread apart, so some of the calls of a program with several
// threads could not be named to it. SIGTERM is passed on; a killed probe takes its program along.
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#define KILLED 99
#define SYSCALL_STOP (SIGTRAP | 0x80)

// What changes a file or tells somebody something.
static struct call {
    const char *name;
    uint64_t number;
    long seen;
} calls[] = {
    {"fdatasync", SYS_fdatasync, 0}, {"fsync", SYS_fsync, 0},         {"pwrite64", SYS_pwrite64, 0},
    {"pwritev", SYS_pwritev, 0},     {"write", SYS_write, 0},         {"writev", SYS_writev, 0},
    {"ftruncate", SYS_ftruncate, 0}, {"fallocate", SYS_fallocate, 0}, {"sendto", SYS_sendto, 0},
    {"sendmsg", SYS_sendmsg, 0},     {"sendmmsg", SYS_sendmmsg, 0},   {"unlinkat", SYS_unlinkat, 0},
    {"renameat2", SYS_renameat2, 0},
#ifdef SYS_rename // the older forms, where a machine still has them
    {"unlink", SYS_unlink, 0},       {"rename", SYS_rename, 0},       {"renameat", SYS_renameat, 0},
#endif
};

#define CALLS (sizeof calls / sizeof calls[0])

// What is done at the call that is waited for.
enum deed {
    DEED_KILL = 0,
    DEED_FAIL,
    DEED_SHORT,
};

struct order {
    const struct call *call; // NULL: count only
    long when;
    enum deed deed;
    int error; // of DEED_FAIL
    bool done;
    pid_t failing; // thread whose call is to return the error
};

static volatile pid_t child;

static void pass_on(int number) {
    if (child > 0)
        (void)kill(child, number); // gone already: nothing to end
}

static struct call *call_named(const char *name) {
    for (size_t i = 0; i < CALLS; i++)
        if (strcmp(calls[i].name, name) == 0)
            return &calls[i];
    return NULL;
}

// The call that a stopped thread is about to make, if it is one of ours.
static struct call *call_entered(pid_t thread) {
    struct __ptrace_syscall_info info;
    if (ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof info, &info) <= 0 ||
        info.op != PTRACE_SYSCALL_INFO_ENTRY)
        return NULL;
    for (size_t i = 0; i < CALLS; i++)
        if (calls[i].number == info.entry.nr)
            return &calls[i];
    return NULL;
}

static void start(char **command) {
    // Inherited over exec: whoever started us must not find the program alive when we are gone.
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0 && raise(SIGSTOP) == 0)
        (void)execvp(command[0], command); // comes back only when it failed
    _exit(127);
}

#ifdef __x86_64__
// Halves what a write is to write, or makes the call none at all.
static void spoil(pid_t thread, struct order *order) {
    struct user_regs_struct registers;
    if (ptrace(PTRACE_GETREGS, thread, NULL, &registers) != 0)
        return;
    if (order->deed == DEED_SHORT) {
        registers.rdx = registers.rdx > 1 ? registers.rdx / 2 : registers.rdx;
    } else {
        registers.orig_rax = (unsigned long long)-1;
        order->failing = thread;
    }
    if (ptrace(PTRACE_SETREGS, thread, NULL, &registers) == 0)
        fputs("kill_at: fault placed\n", stderr);
}

static void return_error(struct order *order) {
    struct user_regs_struct registers;
    if (ptrace(PTRACE_GETREGS, order->failing, NULL, &registers) == 0) {
        registers.rax = (unsigned long long)-order->error;
        (void)ptrace(PTRACE_SETREGS, order->failing, NULL, &registers); // seen by the test if not
    }
    order->failing = 0;
}
#else
static void spoil(pid_t thread, struct order *order) {
    (void)thread;
    (void)order;
}

static void return_error(struct order *order) {
    order->failing = 0;
}
#endif

// On entry to the call that the order is about.
static void carry_out(pid_t thread, struct order *order) {
    order->done = true;
    if (order->deed == DEED_KILL)
        (void)kill(child, SIGKILL); // it is stopped, so it cannot have gone
    else
        spoil(thread, order);
}

// Lets the program run until it ends; its wait status.
static int follow(struct order *order) {
    static bool known[1 << 22]; // by thread: the first stop of a new one is not a signal to pass on
    int status = 0;
    if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status) ||
        ptrace(PTRACE_SETOPTIONS, child, NULL,
               PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK |
                   PTRACE_O_TRACEVFORK | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL) != 0)
        return -1;
    known[child] = true;
    (void)ptrace(PTRACE_SYSCALL, child, NULL, NULL); // a program that is gone is met by waitpid
    for (;;) {
        pid_t thread = waitpid(-1, &status, __WALL);
        if (thread < 0 && errno == EINTR)
            continue;
        if (thread < 0)
            return -1;
        if (!WIFSTOPPED(status)) {
            if (thread == child)
                return status;
            continue;
        }
        int deliver = 0;
        if (WSTOPSIG(status) == SYSCALL_STOP) {
            struct call *entered = order->done ? NULL : call_entered(thread);
            if (thread == order->failing)
                return_error(order);
            else if (entered != NULL && ++entered->seen == order->when && entered == order->call)
                carry_out(thread, order);
        } else if (status >> 16 == 0 && (known[thread] || WSTOPSIG(status) != SIGSTOP)) {
            deliver = WSTOPSIG(status);
        }
        known[thread] = true;
        (void)ptrace(PTRACE_SYSCALL, thread, NULL, (long)deliver);
    }
}

static int write_counts(const char *path) {
    FILE *out = fopen(path, "we");
    if (out == NULL)
        return 1;
    for (size_t i = 0; i < CALLS; i++)
        if (calls[i].seen > 0)
            fprintf(out, "%s %ld\n", calls[i].name, calls[i].seen);
    return fclose(out) == 0 ? 0 : 1;
}

static bool read_fault(const char *name, struct order *order) {
    order->deed = strcmp(name, "SHORT") == 0 ? DEED_SHORT : DEED_FAIL;
    order->error = strcmp(name, "EIO") == 0 ? EIO : strcmp(name, "ENOSPC") == 0 ? ENOSPC : 0;
    return order->deed == DEED_SHORT || order->error != 0;
}

int main(int argc, char **argv) {
    struct order order = {.deed = DEED_KILL};
    bool counting = argc > 3 && strcmp(argv[1], "count") == 0;
    bool failing = argc > 5 && strcmp(argv[1], "fail") == 0;
    char **words = argv + (failing ? 3 : 1); // CALL K COMMAND…
    if (argc > 3 && !counting) {
        order.call = call_named(words[0]);
        order.when = strtol(words[1], NULL, 10);
    }
    if ((!counting && order.call == NULL) || (failing && !read_fault(argv[2], &order))) {
        fputs("usage: kill_at CALL K COMMAND… | kill_at count FILE COMMAND… |"
              " kill_at fail EIO|ENOSPC|SHORT CALL K COMMAND…\n",
              stderr);
        return 2;
    }
    struct sigaction action = {.sa_handler = pass_on};
    if (sigaction(SIGTERM, &action, NULL) != 0 || sigaction(SIGINT, &action, NULL) != 0)
        return 2;
    child = fork();
    if (child < 0)
        return 2;
    if (child == 0)
        start(words + 2);
    int status = follow(&order);
    if (counting && write_counts(argv[2]) != 0)
        return 2;
    if (order.done && order.deed == DEED_KILL)
        return KILLED;
    if (status < 0)
        return 2;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
