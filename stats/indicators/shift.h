/* Shift-share of a territory: reads the jobs of its sectors and of a reference at two dates,
 * makes sure that they can be compared, and computes the components with their intervals.
 *
 * A sector without a figure is 0 where the others add up to the total; else it is unknown and
 * left out of both dates and places. When what is left out holds more than a twentieth of the
 * jobs, nothing is computed: the nomenclature has changed, or too much is secret. */
#ifndef STATS_INDICATORS_SHIFT_H
#define STATS_INDICATORS_SHIFT_H

#include "stats/base/strbuf.h"
#include "stats/indicators/request.h"
#include "stats/indicators/sectors.h"
#include "stats/numeric/shiftdraws.h"

/* Names of the components: those of the items of an indicator, and of the rows of tables. */
struct shift_name {
    const char *name, *label_fr, *label_en;
};
extern const struct shift_name shift_names[NUM_SHIFT_COMPONENTS];

/* The component of a name; NUM_SHIFT_COMPONENTS when there is none. */
enum shift_component shift_component_find(const char *name);

struct shift_query {
    struct dataset *dataset;
    const struct indicator_terms *terms; /* [num_terms]: the first with figures at both dates */
    size_t num_terms;
    enum level level, reference_level;
    const char *code, *reference_code;
    int from, to; /* 0: the first and the last year that fit */
    bool is_part; /* the territory lies in the reference */
};

/* Why there is nothing to compute. */
enum shift_problem {
    SHIFT_FINE,
    SHIFT_NO_DATA,
    SHIFT_OVERLAP,      /* census vintages less than five years apart share surveys */
    SHIFT_MIXED,        /* figures that must not be compared */
    SHIFT_NOMENCLATURE, /* sectors of the two dates are not the same */
    SHIFT_PERIMETERS,   /* territories as they were on two dates */
    SHIFT_INCONSISTENT  /* parts larger than their whole */
};

struct shift_data {
    struct sectors sectors;
    enum shift_problem problem;
    struct strbuf why; /* for people, when there is a problem */
    int from, to;
    size_t num; /* sectors that are known at both dates and places */
    struct shift_sector {
        const char *name;                      /* of its variable */
        const struct panel_variable *variable; /* of the last date, or of the reference */
        double missing;                        /* parts without figure in the reference, at most */
        bool is_renamed;                       /* its label differs between the dates */
        bool is_absent;                        /* from the territory at the first date */
    } items[MAX_SECTORS];
    const char *left_out[MAX_SECTORS]; /* sectors that are not */
    size_t num_left_out;
    size_t num_dates; /* every year from first to last when they are all there, else 2 */
    bool is_yearly;
    double *local, *country;       /* [num_dates * num] */
    double *local_se, *country_se; /* the same; NaN where unknown */
    double imputed;                /* part of a figure shared by population, the most of any */
    bool has_rule_errors;          /* some of these are of the rule for sampled counts, not published */
    const struct panel_variable *variable; /* behind the figures; NULL when there is a problem */
};

/* ERR_OK also when there is a problem: see self->problem. */
int shift_data_read(struct shift_data *self, const struct shift_query *query, struct err *err);
void shift_data_free(struct shift_data *self);

/* Jobs of all sectors at the first (0) or the last date (1), of the territory or its reference. */
double shift_data_sum(const struct shift_data *self, const double *table, int last);

/* Intervals as shift_draws_intervals gives them, NaN when no precision is known; *method says
 * how they are made (static text). */
int shift_data_intervals(const struct shift_data *self, const struct shift_query *query, int num_draws,
                         double confidence, bool only_total,
                         struct interval (*intervals)[NUM_SHIFT_COMPONENTS], const char **method,
                         struct err *err);

/* One component since the first year at hand, as a share of the jobs of that year: those of a
 * method add up to the growth of the territory. Registers have an interval with
 * --superpopulation only. */
int shift_evaluate(const struct request *r, struct estimate *e, struct err *err);

#endif
