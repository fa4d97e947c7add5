/* What a projection counts, year by year. All values are integers (people, cents,
 * steps of presence), so that sums and histograms do not depend on any order. */
#ifndef SIM_MODEL_METRIC_H
#define SIM_MODEL_METRIC_H

#include <stdbool.h>
#include <stddef.h>

enum metric {
    /* flows of the year, people */
    METRIC_ENROLLED,
    METRIC_UNFILLED,           /* places */
    METRIC_WITHOUT_APPLICANTS, /* places */
    METRIC_DROPOUTS,
    METRIC_COMPLETED,
    METRIC_CERTIFIED,
    METRIC_RAISED,
    METRIC_OUT_OF_BELOW_BAC,
    METRIC_FURTHER_STUDY,
    METRIC_PLACED,
    METRIC_PLACED_INDUSTRY,
    METRIC_PLACED_INDUSTRY_LOCAL,
    METRIC_REFUSED,
    METRIC_DISPLACED,
    METRIC_INDUSTRY_HIRES_NET,
    /* at the end of the year, people (seats: places) */
    METRIC_SEATS,
    METRIC_TRAINEES,
    METRIC_INDUSTRY_STOCK,
    METRIC_EMPLOYED_STOCK,
    METRIC_TERRITORY_STOCK,
    METRIC_ELSEWHERE_STOCK,
    METRIC_INDUSTRY_WITHOUT,
    METRIC_EMPLOYED_WITHOUT,
    METRIC_TERRITORY_WITHOUT,
    METRIC_INDUSTRY_ALWAYS,
    METRIC_INDUSTRY_ADDITIONAL,
    METRIC_EMPLOYED_ADDITIONAL,
    METRIC_TERRITORY_ADDITIONAL,
    METRIC_INDUSTRY_NET, /* thousandths */
    /* all people of a territory with the programme (people.h), in the order of stock_indicator */
    METRIC_PEOPLE_1564,
    METRIC_PEOPLE_EMPLOYED,
    METRIC_PEOPLE_ACTIVITY_RATE,
    METRIC_PEOPLE_UNEMPLOYMENT_RATE,
    METRIC_PEOPLE_INDUSTRY_SHARE,
    METRIC_PEOPLE_BELOW_BAC_SHARE,
    METRIC_PEOPLE_YOUTH_STAY_RATE,
    METRIC_OPENINGS_UNFILLED, /* jobs */
    /* presence over the year, in steps */
    METRIC_TRAINEE_YEARS,
    METRIC_INDUSTRY_JOB_YEARS,
    METRIC_ADDITIONAL_JOB_YEARS,
    /* since the beginning */
    METRIC_ENROLLED_TOTAL,
    METRIC_COMPLETED_TOTAL,
    METRIC_CERTIFIED_TOTAL,
    METRIC_RAISED_TOTAL,
    METRIC_OUT_OF_BELOW_BAC_TOTAL,
    METRIC_PLACED_TOTAL,
    METRIC_PLACED_INDUSTRY_TOTAL,
    METRIC_PLACED_INDUSTRY_LOCAL_TOTAL,
    METRIC_REFUSED_TOTAL,
    METRIC_DISPLACED_TOTAL,
    METRIC_INDUSTRY_HIRES_NET_TOTAL,
    METRIC_INDUSTRY_JOB_YEARS_TOTAL,
    METRIC_ADDITIONAL_JOB_YEARS_TOTAL,
    /* money, cents */
    METRIC_INVESTMENT,
    METRIC_OPERATION,
    METRIC_ALLOWANCES,
    METRIC_COST,
    METRIC_COST_TOTAL,
    METRIC_PRESENT_COST,
    METRIC_PRESENT_COST_TOTAL,
    METRIC_INCOME,
    METRIC_OPERATING_BALANCE, /* income - operation */
    METRIC_FISCAL_RETURN,
    METRIC_NET_COST, /* cost - income - fiscal return */
    METRIC_NET_COST_TOTAL,
    METRIC_PRESENT_NET_COST,
    METRIC_PRESENT_NET_COST_TOTAL,
    NUM_METRICS
};

enum metric_kind { METRIC_FLOW, METRIC_STOCK, METRIC_TOTAL };
enum metric_unit {
    METRIC_PEOPLE,
    METRIC_PLACES,
    METRIC_STEPS,
    METRIC_CENTS,
    METRIC_MILLI,
    METRIC_JOBS,
    METRIC_SHARE
};

struct metric_spec {
    const char *name;
    enum metric_kind kind;
    enum metric_unit unit;
    enum metric of;                   /* for METRIC_TOTAL: the flow that it adds up */
    bool needs_causal;                /* means something only against the counterfactual */
    bool needs_guide;                 /* only where displacement, substitution or the like are given */
    bool needs_pool, needs_vacancies; /* only where eligible people, industrial jobs are given */
    bool needs_people;                /* only for territories whose people are given (territory.csv) */
    bool of_territory; /* of all people of a territory: no value for a measure or an audience */
    const char *label_fr, *label_en;
};

extern const struct metric_spec metric_specs[NUM_METRICS];

/* NUM_METRICS when there is none of that name. */
enum metric metric_find(const char *name);
const char *metric_nearest(const char *name);

/* "persons", "places", "jobs", "person-years", "EUR", "share". */
const char *metric_unit_text(enum metric metric);

/* What one unit of the integer is worth in that text: 1, 1 / steps per year, 0.01,
 * 0.001 or, of a share, 1e-7. */
double metric_scale(enum metric metric, int steps_per_year);

bool metric_is_money(enum metric metric);

#endif
