/* Assertions about results: read, looked up, judged with their Monte-Carlo error. */
#ifndef SIM_CLI_ASSERTION_H
#define SIM_CLI_ASSERTION_H

#include "sim/cli/resultset.h"
#include "stats/base/catalogue.h"
#include "stats/data/csvout.h"
#include "stats/numeric/montecarlo.h"

/* Texts are borrowed from the tables. */
struct assertion {
    const char *label, *scenario, *scope, *metric, *statistic, *operator, * unit;
    long line;
    int year;
    double value, tolerance;
    double observed, se;      /* se NaN: no error is known of it */
    struct interval interval; /* at the confidence asked for */
    double confidence, num_draws;
    enum montecarlo_verdict verdict;
};

struct assertions {
    struct table table;
    struct assertion *items; /* one a row of the table */
    size_t num_items;
    size_t num_of[3]; /* by verdict */
};

/* Reads the file and judges every row; what cannot be found in the results is a
 * problem, with its place. */
int assertions_judge(struct assertions *self, const char *path, const struct result_set *results,
                     double confidence, struct problems *problems, struct err *err);
void assertions_free(struct assertions *self);

/* "announced, all, 2030: mean of certified_total >= 300" */
void assertion_name(const struct assertion *self, struct strbuf *out);

/* "308.4, between 307.8 and 309.0 (99 %)", and how many draws would decide; in English unless it is
 * for people. */
void assertion_finding(const struct assertion *self, bool is_for_people, struct strbuf *out);

/* The table "checks". */
void assertions_write(const struct assertions *self, struct csvout *out);

/* The same as a JUnit report; strict: undecided counts as a failure. */
void assertions_write_junit(const struct assertions *self, bool strict, struct strbuf *out);

#endif
