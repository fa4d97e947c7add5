#include "stats/base/interrupt.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>

static volatile sig_atomic_t pending;

static void note(int signal_number)
{
    pending = signal_number;
}

void interrupt_install(void)
{
    struct sigaction action;

    memset(&action, 0, sizeof action);
    action.sa_handler = note;
    action.sa_flags = (int)SA_RESETHAND; /* the second signal is not caught */
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
