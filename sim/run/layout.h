/* What a run reports: which scopes, metrics and funders, and where each stands in
 * the arrays of results. */
#ifndef SIM_RUN_LAYOUT_H
#define SIM_RUN_LAYOUT_H

#include <stdbool.h>

#include "sim/model/metric.h"
#include "sim/model/scenario.h"

struct result_scope {
    struct scope scope;
    char name[2 * SCOPE_TEXT_SIZE];
    bool has_people; /* a territory whose people the pack gives */
};

enum { FUNDER_NAME_SIZE = 72 };

struct layout {
    struct result_scope *scopes; /* all first, then measures, audiences, territories */
    size_t num_scopes, scopes_capacity;
    /* Funders come after the metrics, two series each: of the year and in all.
     * The last is "remainder", when there is any funder. */
    char (*funders)[FUNDER_NAME_SIZE];
    size_t num_funders, funders_capacity;
    bool selected[NUM_METRICS]; /* metrics to report */
    int num_years;              /* the most of any scenario */
    /* Rows of the results of a block: the metrics selected when layout_set_rows was
     * called, then the funders. */
    size_t row_of[NUM_METRICS], num_metric_rows;
};

enum { NUM_SCOPE_KINDS = SCOPE_MEASURE_AUDIENCE + 1 };
extern const char *const layout_scope_names[NUM_SCOPE_KINDS]; /* "all", "audience" ... */

/* Which kinds of scope to report. */
struct layout_choice {
    bool scopes[NUM_SCOPE_KINDS];
    bool metrics[NUM_METRICS];
};

int layout_init(struct layout *self, const struct model *model, const struct layout_choice *choice,
                struct err *err);
void layout_free(struct layout *self);

/* Series of one scope: the metrics, then the funders. */
size_t layout_num_series(const struct layout *self);

/* Gives the metrics that are selected now a row in the results of blocks. */
void layout_set_rows(struct layout *self);
size_t layout_num_rows(const struct layout *self);

/* The row of a series, which must have one. */
static inline size_t layout_row(const struct layout *self, size_t series)
{
    return series < NUM_METRICS ? self->row_of[series] : self->num_metric_rows + series - NUM_METRICS;
}
bool layout_is_funder(size_t series);
bool layout_is_reported(const struct layout *self, const struct scenario *scenario, size_t series);

/* Whether a metric means something in a scenario. */
bool layout_has_metric(const struct scenario *scenario, enum metric metric);

/* Whether a series has a value in a scope: funders pay measures, and openings are those of a
 * territory. */
bool layout_is_in_scope(const struct layout *self, size_t scope, size_t series);

/* Whether a series of a scenario may be compared with its reference: not where the reference has
 * people but not the mechanism, nor, for a level that is there without people, where it has none. */
bool layout_is_compared(const struct scenario *scenario, const struct scenario *reference, size_t series);

double layout_scale(size_t series, int steps_per_year);
double layout_precision(size_t series);
const char *layout_unit(size_t series);

/* "cost_total", or "paid_by_region", "paid_by_region_total". */
void layout_series_name(const struct layout *self, size_t series, char *out, size_t size);

/* Series of a funder: of the year, and (+ 1) in all. */
size_t layout_funder_series(size_t funder);

/* Whether a cohort counts in a scope. */
bool layout_holds(const struct result_scope *scope, const struct cohort *cohort);

/* Index of a scope equal to this one; num_scopes if none. */
size_t layout_find_scope(const struct layout *self, const struct scope *scope);

#endif
