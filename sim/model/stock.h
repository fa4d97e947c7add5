/* The people of a territory aged 15 and over, by age, diploma and activity, year by year: the
 * counterfactual that a programme is set against (docs: README, "The territory").
 *
 * Order within a year, on whole cells: people leave; die; people arrive; all grow older; a new
 * class turns 15; diplomas and activities change. A person keeps the activity of the year
 * before as often as the structure by age and diploma allows (maximal coupling of two years'
 * structures), and with the probability `mobility` takes one anew: in a world without trend
 * the structure by age and diploma stays exactly what it was. Trends move the structure: that
 * of industry by a random walk with drift, unemployment by the business cycle and a walk.
 *
 * All numbers are whole people. Every year the balance is checked: people of the year before -
 * left - dead + arrived + turned 15 = people now. */
#ifndef SIM_MODEL_STOCK_H
#define SIM_MODEL_STOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/model/block.h"
#include "stats/base/error.h"
#include "stats/base/problem.h"
#include "stats/data/table.h"

/* Years of age one by one to 29, then by five; the last class is open. */
enum { NUM_AGES = 26, SINGLE_AGES = 15, FIRST_AGE = 15, OPEN_AGE = 80 };

enum stock_level { STOCK_NONE, STOCK_CAP, STOCK_BAC, STOCK_HIGHER, NUM_STOCK_LEVELS };

enum stock_activity {
    ACTIVITY_INDUSTRY, /* employed in industry */
    ACTIVITY_OTHER,    /* employed elsewhere */
    ACTIVITY_UNEMPLOYED,
    ACTIVITY_STUDENT, /* in education and not active */
    ACTIVITY_INACTIVE,
    NUM_ACTIVITIES
};

enum { NUM_STOCK_CELLS = NUM_AGES * NUM_STOCK_LEVELS * NUM_ACTIVITIES };

static inline int stock_cell(int age, int level, int activity)
{
    return (age * NUM_STOCK_LEVELS + level) * NUM_ACTIVITIES + activity;
}

/* First year of age of a class; NUM_AGES gives the age after the last that is not open. */
int stock_age_from(int age_class);

/* What is known of the territory in a year; shares and rates between 0 and 1, rates a year. */
struct stock {
    char territory[64];             /* "epci:200065647" */
    int year;                       /* of the people */
    double people[NUM_STOCK_CELLS]; /* expected */
    double variance_factor;         /* variance of a count over the count: the census is a sample */
    double leave[NUM_AGES], leave_sd[NUM_AGES];
    double arrive[NUM_AGES], arrive_sd[NUM_AGES]; /* arrivals over residents */
    double death[NUM_AGES];
    double mobility[NUM_AGES];
    double activity_drift[NUM_AGES],
        activity_drift_sd;               /* of the logit of being active; sd of a common factor */
    double migration_sd;                 /* of the logarithm of future rates, once for all years */
    double entrants_growth, entrants_sd; /* of the people who turn 15: a year, and sd of a yearly walk */
    double industry_drift, industry_drift_sd, industry_sd; /* of the logarithm of the share of industry */
    double unemployment_sd, activity_sd;                   /* yearly walks on the logit scale */
    double cycle_loading;                                  /* of the odds of unemployment, on the cycle */
    double students_active; /* part of those in education who work: they count as employed */
};

/* Builds a stock from the rows of a table of schema "territory" that name the territory; a quantity
 * that a row leaves out is a problem, and so are rows that contradict each other. */
int stock_build(struct stock *self, const struct table *table, const char *territory,
                struct problems *problems, struct err *err);

/* Results at the end of a year (of the first year: the people given). [LANES] */
struct stock_year {
    int32_t residents[LANES];                                    /* aged 15 or more */
    int32_t working_age[LANES];                                  /* 15 to 64 */
    int32_t employed[LANES], industry[LANES], unemployed[LANES]; /* 15 to 64 */
    int32_t not_in_education[LANES], below_bac[LANES];           /* 15 or more */
    int32_t young[LANES], young_left[LANES]; /* aged 20 to 29 a year before, and of them, who left */
};

/* Indicators of the people, as the diagnosis has them. */
enum stock_indicator {
    STOCK_WORKING_AGE,       /* people of 15 to 64 */
    STOCK_EMPLOYED,          /* of them, employed */
    STOCK_ACTIVITY_RATE,     /* active over people, 15 to 64 */
    STOCK_UNEMPLOYMENT_RATE, /* unemployed over active, 15 to 64 */
    STOCK_INDUSTRY_SHARE,    /* of the employed, in industry */
    STOCK_BELOW_BAC_SHARE,   /* of those not in education aged 15 and over */
    STOCK_YOUTH_STAY_RATE,   /* of those of 20 to 29 a year before, still there; NaN in the first year */
    NUM_STOCK_INDICATORS
};

extern const struct stock_indicator_spec {
    const char *name, *unit, *label_fr, *label_en;
} stock_indicator_specs[NUM_STOCK_INDICATORS];

/* What the indicators are made of, in one draw: as struct stock_year, not always whole people. */
struct stock_counts {
    double working_age, employed, industry, unemployed;
    double not_in_education, below_bac, young, young_left;
};

struct stock_counts stock_counts_of(const struct stock_year *year, int lane);

/* NaN where nobody is to be counted. */
double stock_indicator(const struct stock_counts *counts, enum stock_indicator indicator);

/* Workspace and results of one territory over one block. */
struct stock_run {
    struct stock_year *years; /* [num_years] from stock.year on */
    int num_years;
    struct stock_work *work;
};

int stock_run_init(struct stock_run *self, int num_years, struct err *err);
void stock_run_free(struct stock_run *self);

/* Fills years. cycle: [num_years][LANES] level of the business cycle at the end of each year, NULL
 * without one. ERR_INTERNAL when the balance of a year does not hold. */
int stock_simulate(struct stock_run *self, const struct stock *stock, const struct block *block,
                   uint64_t seed, const double *cycle, struct err *err);

#endif
