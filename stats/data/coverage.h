/* Audit of an import: how the codes of a file met the territories of the table,
 * and what of the table the file does not cover. */
#ifndef STATS_DATA_COVERAGE_H
#define STATS_DATA_COVERAGE_H

#include "stats/base/outfile.h"
#include "stats/data/grid.h"
#include "stats/data/lineage.h"
#include "stats/data/vintage.h"

/* One line of the audit. Texts are borrowed from the grid and its geography. */
struct coverage_line {
    const char *file;
    const char *record; /* "vintage", "code", "territory" or "level" */
    enum level level;   /* NUM_LEVELS if none */
    char code[64];
    const char *name, *status;
    char date[24];
    struct strbuf territories; /* codes of the table, with their shares of a count that is shared */
    double population;         /* inhabitants of the territory or of the level; NaN if unknown */
    double covered;            /* share (0..1) of them in territories that have a row; NaN if unknown */
};

struct coverage {
    struct coverage_line *lines;
    size_t num_lines, capacity;
    size_t num_uncovered; /* territories without a row */
};

/* A code of the file that is not of the table, or is not one of it alone. parts may be NULL: none. */
int coverage_add_code(struct coverage *self, const struct geography *geography, const char *file,
                      const char *code, const char *status, const char *date,
                      const struct lineage_part *parts, size_t num_parts, struct err *err);

/* The date of the communes of a file. */
int coverage_add_vintage(struct coverage *self, const char *file, const struct vintage *vintage,
                         struct err *err);

/* After the import of a file and before the sums: territories of the levels that it gives without a row or
 * without any figure, and for each level what part of the population is in communes with one. Files
 * that cover part of the territories by construction have the levels only. */
int coverage_add_territories(struct coverage *self, const struct grid *grid, const char *file,
                             struct err *err);

/* Columns: file, record, level, code, name, status, date, territories, population, covered. */
int coverage_write(const struct coverage *self, struct outfile *file, struct err *err);
void coverage_free(struct coverage *self);

#endif
