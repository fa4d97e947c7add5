/* The engine: blocks of draws in parallel, summarised as they come. Results are
 * the same for any number of threads, and summaries of disjoint ranges of draws
 * merge exactly, so that a run can be spread over machines. */
#ifndef SIM_RUN_ENGINE_H
#define SIM_RUN_ENGINE_H

#include "sim/model/variables.h"
#include "sim/run/accumulator.h"
#include "sim/run/layout.h"
#include "stats/base/outfile.h"

struct engine_results;
struct block_result; /* worker.h */
struct saved_run;    /* savedrun.h */

struct engine_settings {
    uint64_t first_draw, num_draws; /* the range of draws; at most 2^32 - 1 of them */
    uint64_t seed;
    enum points points; /* of the parameters; people's luck is random with both */
    bool twin_means;    /* report the twin's means where they are exact */
    bool without_twin;  /* leave the twin out: no means but those of the draws */
    /* The stop rule, NULL for none: asked after num_draws draws, and after twice as
     * many as long as it says no, up to most_draws. */
    bool (*is_enough)(const struct engine_results *results, void *context);
    void *enough_context;
    uint64_t most_draws;
    const struct saved_run *start; /* draws that are done already, in the order of draws, as if at once */
    size_t num_starts;             /* 0 for none */
    int threads;
    struct layout_choice choice;
    struct outfile *draws; /* every draw as CSV, NULL for none */
    /* Told of every block that has been simulated, with the normal scores of its draws
     * [scores][LANES], by several threads at a time; NULL for none. */
    void (*watch)(const struct engine_results *results, const struct block_result *block,
                  const double *scores, void *context);
    void *watch_context;
};

/* Cost per unit of result, at the last year. */
enum unit_cost {
    COST_PER_ENROLLED,
    COST_PER_CERTIFIED,
    COST_PER_PLACED,
    COST_PER_INDUSTRY_JOB_YEAR,
    COST_PER_ADDITIONAL_JOB_YEAR,
    NUM_UNIT_COSTS
};

struct unit_cost_spec {
    const char *name;
    enum metric cost, result;
    const char *unit;
    const char *label_fr, *label_en;
};
extern const struct unit_cost_spec unit_cost_specs[NUM_UNIT_COSTS];

/* Draws that reach an objective. */
struct target_count {
    bool applies; /* to the scenario, within what is reported */
    uint64_t hits;
    uint64_t hits_of[SOBOL_REPLICATES]; /* by scrambling */
};

struct engine_results {
    const struct model *model;
    struct layout layout;
    struct engine_settings settings;
    uint64_t num_draws;
    uint64_t draws_of[SOBOL_REPLICATES]; /* by scrambling */
    /* [scenario][scope][series][year]; differences from the reference scenario,
     * empty where there is none */
    struct accumulator *values, *differences;
    struct accumulator *unit_costs; /* [scenario][scope][unit cost], cents */
    uint64_t *undefined;            /* the same: draws without any result to divide by */
    struct target_count *targets;   /* [scenario][target of the pack] */
};

/* Everything that engine_run would refuse, without a run: objectives and
 * correlations that name nothing or contradict each other, distributions beyond
 * reach. ERR_DATA when there are errors. */
int engine_check(const struct model *model, struct problems *problems, struct err *err);

/* Runs a model. The model must outlive the results. */
int engine_run(struct engine_results *self, const struct model *model, const struct engine_settings *settings,
               struct problems *problems, struct err *err);
void engine_results_free(struct engine_results *self);

/* Adds the results of another range of draws of the same model and settings. */
int engine_merge(struct engine_results *self, const struct engine_results *other, struct err *err);

static inline size_t engine_index(const struct engine_results *self, size_t scenario, size_t scope,
                                  size_t series, int year)
{
    return ((scenario * self->layout.num_scopes + scope) * layout_num_series(&self->layout) + series) *
               (size_t)self->layout.num_years +
           (size_t)year;
}

/* Bytes of all histograms, now and if their values spread growth times as far. */
size_t engine_histogram_bytes(const struct engine_results *self);
size_t engine_histogram_bytes_at(const struct engine_results *self, double growth);

/* Draws that a thread simulates at a time. */
uint64_t engine_portion(const struct engine_results *self);

/* The summary of an accumulator of the results, by the choice of means. */
struct summary engine_summary(const struct engine_results *self, const struct accumulator *accumulator,
                              double precision);

/* Whether a target of the pack concerns a scenario of the model, in a scope that
 * is reported and a year that is simulated. */
bool engine_has_target(const struct engine_results *self, size_t scenario, size_t target);

#endif
