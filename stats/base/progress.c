#include "stats/base/progress.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <time.h>

/* One piece is told at a time. */
static struct {
    progress_listener listener;
    double period;
    atomic_bool is_busy;
    const char *unit;
    _Atomic uint64_t done, total;
    double began;
    _Atomic double next; /* when to tell again */
    pthread_mutex_t lock;
} told = {.lock = PTHREAD_MUTEX_INITIALIZER};

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

void progress_listen(progress_listener listener, double period)
{
    told.listener = listener;
    told.period = period;
}

void progress_begin(struct progress *self, const char *unit, uint64_t total)
{
    self->is_told = told.listener != NULL && !atomic_exchange(&told.is_busy, true);
    if (!self->is_told)
        return;
    told.unit = unit;
    told.began = now();
    atomic_store(&told.done, 0);
    atomic_store(&told.total, total);
    atomic_store(&told.next, told.began + told.period);
}

static void tell(double time, bool is_over)
{
    struct progress_state state = {.unit = told.unit,
                                   .done = atomic_load(&told.done),
                                   .total = atomic_load(&told.total),
                                   .seconds = time - told.began,
                                   .is_over = is_over};

    told.listener(&state);
}

/* Whoever comes when it is time tells; the others go on with their work. */
static void tell_if_due(void)
{
    double time = now();

    if (time < atomic_load(&told.next) || pthread_mutex_trylock(&told.lock) != 0)
        return;
    if (time >= atomic_load(&told.next)) {
        atomic_store(&told.next, time + told.period);
        tell(time, false);
    }
    pthread_mutex_unlock(&told.lock);
}

void progress_add(const struct progress *self, uint64_t steps)
{
    if (!self->is_told)
        return;
    atomic_fetch_add(&told.done, steps);
    tell_if_due();
}

void progress_set(const struct progress *self, uint64_t done)
{
    if (!self->is_told)
        return;
    atomic_store(&told.done, done);
    tell_if_due();
}

void progress_expect(const struct progress *self, uint64_t total)
{
    if (self->is_told)
        atomic_store(&told.total, total);
}

void progress_end(struct progress *self)
{
    if (!self->is_told)
        return;
    tell(now(), true);
    self->is_told = false;
    atomic_store(&told.is_busy, false);
}
