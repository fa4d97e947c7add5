/* Scenarios, resolved: inheritance and scopes applied, every parameter of every
 * cohort bound to a random variable. What the engine runs. */
#ifndef SIM_MODEL_SCENARIO_H
#define SIM_MODEL_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/model/counted.h"
#include "sim/model/pack.h"

static const size_t NO_VARIABLE = (size_t)-1;

/* Rows of funding.csv that one scenario may have. */
enum { MAX_FUNDINGS = 64 };

/* One random variable: a row of assumptions.csv (or of the defaults). Rows with
 * the same scope, parameter and first year are the same variable in all
 * scenarios: they share their luck even where their distributions differ. */
struct variable_spec {
    char *name; /* "scope parameter from_year": the stream that drives it; owned */
    struct dist dist;
    enum param param;
    const struct pack_assumption *row; /* NULL for a neutral value */
};

/* From a step on, a parameter is this variable. */
struct segment {
    int from_step;
    size_t variable; /* NO_VARIABLE: optional and absent */
};

struct binding_of_param {
    struct segment *segments; /* ascending; the first begins at step 0 */
    size_t num_segments, capacity;
};

/* Places that open together. */
struct site_group {
    const struct pack_measure *measure;
    int places, sites;
    double opening, closing; /* years since the first year; closing INFINITY if never */
};

/* People who are exchangeable: one measure and audience, or several measures
 * that share all their parameters (detail "total"). */
struct cohort {
    char *name;            /* "measure/audience"; the stream of its people; owned */
    const char *territory; /* "epci:200065647" */
    enum audience audience;
    const char *measure; /* NULL when several are merged */
    int level;           /* delivered, in the French framework */
    int course_steps;    /* at least 1 */
    struct site_group *sites;
    size_t num_sites, sites_capacity;
    struct binding_of_param params[NUM_PARAMS];
};

enum timing { TIMING_START, TIMING_MID, TIMING_END };

struct scenario {
    const struct pack_scenario *row;
    const char *label_fr, *label_en;
    int first_year, last_year, steps_per_year;
    int num_years, num_steps;
    bool is_causal, merges, keeps_mean; /* keeps_mean: the cycle keeps the mean of shares */
    bool has_guide;                     /* displacement, substitution and the like are given */
    bool has_pool, has_vacancies;       /* eligible people, industrial openings are given */
    enum timing timing;
    enum counted counted;
    size_t reference; /* index of a scenario, or NO_SCENARIO */
    struct cohort *cohorts;
    size_t num_cohorts, cohorts_capacity;
    struct binding_of_param run_params[NUM_PARAMS]; /* per_run parameters */
    const struct pack_measure **measures;           /* resolved, with audiences as separate items */
    size_t num_measures, measures_capacity;
    const struct pack_funding **fundings;
    size_t num_fundings, fundings_capacity;
};

static const size_t NO_SCENARIO = (size_t)-1;

struct model {
    const struct pack *pack; /* borrowed */
    bool is_complete;        /* built without an error: fit for a run */
    struct scenario *scenarios;
    size_t num_scenarios;
    struct variable_spec *variables;
    size_t num_variables, variables_capacity;
};

/* Resolves the scenarios named (all of the pack when num_names is 0), and the
 * reference scenarios that they need. Everything that is missing or contradictory
 * is a problem; an unresolvable pack gives a model without any. */
int model_build(struct model *self, const struct pack *pack, const char *const *names, size_t num_names,
                struct problems *problems, struct err *err);
void model_free(struct model *self);

/* The variable of a parameter at a step. */
static inline size_t param_variable(const struct binding_of_param *self, int step)
{
    size_t variable = NO_VARIABLE;

    for (size_t i = 0; i < self->num_segments && self->segments[i].from_step <= step; i++)
        variable = self->segments[i].variable;
    return variable;
}

/* Its values in a block, of those of variables_draw: [LANES]; NULL when it is optional and absent. */
static inline const double *param_values(const struct binding_of_param *self, int step, const double *values)
{
    size_t variable = param_variable(self, step);

    return variable == NO_VARIABLE ? NULL : values + variable * LANES;
}

/* Whether an audience takes people in during a step. */
bool has_intake(const struct pack *pack, enum audience audience, int steps_per_year, int step);

/* When a step takes people in, in years since the first year: its last month of intake, from
 * its first day to the first of the next; the beginning of the step where the audience has no
 * calendar or the step no intake (from = to). */
struct intake {
    double from, to;
};
struct intake intake_of(const struct pack *pack, enum audience audience, int steps_per_year, int step);

#endif
