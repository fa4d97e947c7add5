/* Diagnosis: indicators of territories beside those of their parents, with gaps,
 * as rows of the table "indicators"; and announced figures set against them. */
#ifndef STATS_INDICATORS_DIAGNOSIS_H
#define STATS_INDICATORS_DIAGNOSIS_H

#include "stats/data/csvout.h"
#include "stats/data/dataset.h"
#include "stats/indicators/memo.h"

enum { DIAGNOSIS_LAST_YEAR = 0, DIAGNOSIS_ALL_YEARS = -1 };

struct diagnosis {
    struct dataset *dataset;
    const struct geography *geography;
    struct estimate_options options;
    const char *language;     /* "fr" or "en": universe and label */
    int year;                 /* a year, DIAGNOSIS_LAST_YEAR or DIAGNOSIS_ALL_YEARS */
    bool parents[NUM_LEVELS]; /* levels to compare with */
    struct memo *memo;        /* estimates of parents; NULL to make them anew each time */
    bool only_available;      /* leave out what only the country has */
};

void diagnosis_header(struct csvout *out);

/* Rows of one indicator (or one item of it) for one territory and its parents.
 * *num_rows grows by the number of rows with a value. */
int diagnosis_write(const struct diagnosis *self, const struct indicator *indicator, const char *item,
                    enum level level, size_t zone, struct csvout *out, size_t *num_rows, struct err *err);

/* Reads announced figures (table "claims") and writes each beside the official
 * figures it may be, with a verdict. */
int diagnosis_check_claims(const struct diagnosis *self, const char *path, struct csvout *out,
                           struct problems *problems, struct err *err);

#endif
