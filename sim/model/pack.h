/* Scenario packs: a folder of small CSV tables, read and checked as they stand;
 * scenario.h resolves inheritance and scopes. */
#ifndef SIM_MODEL_PACK_H
#define SIM_MODEL_PACK_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/model/dist.h"
#include "sim/model/param.h"
#include "sim/model/scope.h"
#include "sim/model/stock.h"
#include "stats/base/error.h"
#include "stats/base/problem.h"
#include "stats/data/table.h"

enum status_mark { STATUS_SOURCED, STATUS_DERIVED, STATUS_JUDGEMENT, STATUS_OBSERVED, STATUS_NEUTRAL };
const char *status_mark_name(enum status_mark mark);

/* Texts are borrowed from the tables of the pack. NaN = empty cell. */
struct pack_scenario {
    const char *name, *extends, *reference, *label_fr, *label_en;
    double first_year, last_year, steps_per_year;
    const char *additionality, *detail, *macro_mean, *payment_timing, *counts; /* "" if empty */
    struct place place;
};

struct pack_measure {
    const char *scenario, *name, *territory, *label_fr, *label_en, *source;
    enum audience audience;
    enum status_mark status;
    double level, opening, closing, places, sites, course_years;
    double grant_eur, public_share, grant_from, grant_to;
    struct place place;
};

struct pack_assumption {
    const char *scenario, *source;
    enum status_mark status;
    struct scope scope;
    enum param param;
    double from_year; /* -INFINITY if the row always holds */
    struct dist dist; /* in the unit of the parameter */
    bool is_default;  /* from the defaults shipped, not from the pack */
    struct place place;
};

struct pack_target {
    const char *scenario, *metric, *label_fr, *label_en, *source;
    struct scope scope;
    int year;
    bool at_least; /* >=, else <= */
    double value, probability;
    struct place place;
};

struct pack_correlation {
    struct scope scopes[2];
    enum param params[2];
    double spearman;
    struct place place;
};

struct pack_funding {
    const char *scenario, *measure, *funder, *label_fr, *label_en, *source;
    bool investment, operation; /* what is paid for */
    double share, cap_eur, from_year, to_year;
    enum status_mark status;
    struct place place;
};

struct pack {
    char *folder;
    char *name;              /* last part of the folder's path */
    struct table tables[10]; /* kept for the texts; see pack.c */
    bool has_table[10];
    struct pack_scenario *scenarios;
    size_t num_scenarios;
    struct pack_measure *measures;
    size_t num_measures;
    struct pack_assumption *assumptions; /* of the pack, then the defaults */
    size_t num_assumptions;
    struct pack_target *targets;
    size_t num_targets;
    struct pack_correlation *correlations;
    size_t num_correlations;
    struct pack_funding *fundings;
    size_t num_fundings;
    struct stock *stocks; /* people of territories (territory.csv) */
    size_t num_stocks;
    /* An error in scenarios, measures or assumptions: what it would lead to is not
     * worth reporting, and nothing is resolved. */
    bool is_unresolvable;
    unsigned intake_months[NUM_AUDIENCES]; /* bit m - 1 for month m; 0: every step */
};

/* Reads the tables of a folder; defaults_path is the table of defaults (NULL for
 * none). scenarios.csv, measures.csv and assumptions.csv must be there. All
 * problems of all tables are collected. */
int pack_read(struct pack *self, const char *folder, const char *defaults_path, struct problems *problems,
              struct err *err);
void pack_free(struct pack *self);

/* Index of a scenario, or num_scenarios. */
size_t pack_find_scenario(const struct pack *self, const char *name);

/* The people of a territory; NULL when the pack has none. */
const struct stock *pack_find_stock(const struct pack *self, const char *territory);

/* territory.csv as it was read (schema "territory"); NULL without one. Borrowed. */
const struct table *pack_facts(const struct pack *self);

/* Whether one row restates the other, whatever the scenarios. */
bool pack_same_target(const struct pack_target *a, const struct pack_target *b);
bool pack_same_funding(const struct pack_funding *a, const struct pack_funding *b);

/* The files that were read, in order; paths as given. */
size_t pack_num_files(const struct pack *self);
const char *pack_file(const struct pack *self, size_t index);

#endif
