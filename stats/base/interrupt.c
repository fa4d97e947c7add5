#include "stats/base/interrupt.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

static volatile sig_atomic_t pending;
static struct timespec first_at;

/* What stops a program often signals it twice at once, the process and then its group
 * (timeout of coreutils does): only a second signal that somebody means, a second or
 * more after the first, ends the program before it has tidied up. */
static void note(int signal_number)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    if (!pending) {
        first_at = now;
        pending = signal_number;
    } else if ((double)(now.tv_sec - first_at.tv_sec) + (double)(now.tv_nsec - first_at.tv_nsec) / 1e9 >= 1) {
        signal(signal_number, SIG_DFL);
        raise(signal_number);
    }
}

void interrupt_install(void)
{
    struct sigaction action;

    memset(&action, 0, sizeof action);
    action.sa_handler = note;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
}

int interrupt_pending(void)
{
    return pending;
}

int interrupt_check(struct err *err)
{
    return pending ? err_set(err, ERR_LIMIT, "stopped by signal %d: nothing was written", (int)pending)
                   : ERR_OK;
}

void interrupt_raise(void)
{
    int signal_number = pending;

    if (signal_number == 0)
        return;
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}
