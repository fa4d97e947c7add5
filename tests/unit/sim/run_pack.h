/* Running a pack from a test. */
#ifndef TESTS_UNIT_SIM_RUN_PACK_H
#define TESTS_UNIT_SIM_RUN_PACK_H

#include "sim/run/engine.h"
#include "tests/unit/support.h"

/* Everything of one run; free with run_free. */
struct run {
    struct problems problems;
    struct pack pack;
    struct model model;
    struct engine_results results;
};

static inline struct engine_settings run_settings(uint64_t first_draw, uint64_t num_draws, int threads)
{
    struct engine_settings settings = {
        .first_draw = first_draw, .num_draws = num_draws, .seed = 1, .threads = threads};

    for (int k = 0; k < 5; k++)
        settings.choice.scopes[k] = true;
    for (int m = 0; m < NUM_METRICS; m++)
        settings.choice.metrics[m] = true;
    return settings;
}

/* Reads and builds a pack; fails the test on any problem. */
static inline void run_build(struct run *self, const char *folder)
{
    struct err err = {0};

    *self = (struct run){0};
    expect_ok(
        pack_read(&self->pack, folder, "datasets/scenarios/defaults/assumptions.csv", &self->problems, &err),
        &err);
    ck_assert_msg(self->problems.num_errors == 0, "%s", problems_text(&self->problems));
    expect_ok(model_build(&self->model, &self->pack, NULL, 0, &self->problems, &err), &err);
    ck_assert_msg(self->problems.num_errors == 0, "%s", problems_text(&self->problems));
}

static inline void run_engine(struct run *self, const struct engine_settings *settings)
{
    struct err err = {0};

    expect_ok(engine_run(&self->results, &self->model, settings, &self->problems, &err), &err);
}

static inline void run_free(struct run *self)
{
    engine_results_free(&self->results);
    model_free(&self->model);
    pack_free(&self->pack);
    problems_free(&self->problems);
}

/* Summary of a metric in the scope all; year counts from the first. */
static inline struct summary run_summary(const struct run *self, size_t scenario, enum metric metric,
                                         int year)
{
    const struct engine_results *r = &self->results;

    return accumulator_summary(&r->values[engine_index(r, scenario, 0, metric, year)],
                               accumulator_precision(metric_is_money(metric)));
}

#endif
