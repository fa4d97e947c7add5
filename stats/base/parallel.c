#include "stats/base/parallel.h"

#include <omp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "stats/base/interrupt.h"
#include "stats/base/progress.h"

int parallel_for(size_t num, int threads, parallel_fn function, void *context, struct err *err)
{
    _Atomic size_t lowest = SIZE_MAX;
    struct progress progress;
    struct err first = {0};

    if ((size_t)threads > num)
        threads = num > 0 ? (int)num : 1;
    progress_begin(&progress, "", num);
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads) if (threads > 1)
    for (size_t i = 0; i < num; i++) {
        struct err own = {0};
        if (i > atomic_load(&lowest))
            continue;
        if (interrupt_check(&own) == ERR_OK && function(i, omp_get_thread_num(), context, &own) == ERR_OK) {
            progress_add(&progress, 1);
            continue;
        }
#pragma omp critical(parallel_error)
        if (i < atomic_load(&lowest)) {
            atomic_store(&lowest, i);
            first = own;
        }
    }
    progress_end(&progress);
    if (atomic_load(&lowest) == SIZE_MAX)
        return ERR_OK;
    return err_set(err, first.code ? first.code : ERR_INTERNAL, "%s", first.message);
}

/* Threads that go through steps together. */
struct team {
    size_t num;
    parallel_fn function;
    parallel_between_fn between;
    void *context;
    int threads;
    _Atomic size_t next;  /* index of the step that nobody has taken yet */
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t stepped;
    int num_waiting;
    size_t step;
    bool is_over;
    size_t failed; /* lowest index of the step that failed; num if none did */
    struct err first;
};

static void run_tasks(struct team *self, int worker)
{
    for (size_t i = atomic_fetch_add(&self->next, 1); i < self->num; i = atomic_fetch_add(&self->next, 1)) {
        struct err own = {0};
        if (interrupt_check(&own) == ERR_OK && self->function(i, worker, self->context, &own) == ERR_OK)
            continue;
        pthread_mutex_lock(&self->lock);
        if (i < self->failed) {
            self->failed = i;
            self->first = own;
        }
        pthread_mutex_unlock(&self->lock);
    }
}

/* By the last thread that comes to the end of a step. */
static void end_step(struct team *self)
{
    bool again = false;

    if (self->failed == self->num && self->between(self->context, &again, &self->first) != ERR_OK)
        self->failed = 0;
    self->is_over = self->failed < self->num || !again;
    self->num_waiting = 0;
    self->step++;
    atomic_store(&self->next, 0);
    pthread_cond_broadcast(&self->stepped);
}

static void go_through_steps(struct team *self, int worker)
{
    bool is_over = false;

    while (!is_over) {
        run_tasks(self, worker);
        pthread_mutex_lock(&self->lock);
        size_t step = self->step;
        if (++self->num_waiting == self->threads)
            end_step(self);
        while (self->step == step)
            pthread_cond_wait(&self->stepped, &self->lock);
        is_over = self->is_over;
        pthread_mutex_unlock(&self->lock);
    }
}

int parallel_steps(size_t num, int threads, parallel_fn function, parallel_between_fn between, void *context,
                   struct err *err)
{
    struct team team = {.num = num,
                        .function = function,
                        .between = between,
                        .context = context,
                        .failed = num,
                        .lock = PTHREAD_MUTEX_INITIALIZER,
                        .stepped = PTHREAD_COND_INITIALIZER};

#pragma omp parallel num_threads(threads) if (threads > 1)
    {
#pragma omp single
        team.threads = omp_get_num_threads();
        go_through_steps(&team, omp_get_thread_num());
    }
    pthread_cond_destroy(&team.stepped);
    pthread_mutex_destroy(&team.lock);
    if (team.failed == num)
        return ERR_OK;
    return err_set(err, team.first.code ? team.first.code : ERR_INTERNAL, "%s", team.first.message);
}

int parallel_num_processors(void)
{
    int num = omp_get_num_procs();

    return num < 1 ? 1 : num > PARALLEL_MAX_THREADS ? PARALLEL_MAX_THREADS : num;
}
