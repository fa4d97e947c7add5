/* A dataset: a folder of panels with the geography and the sources that go with
 * them. Panels are read when a variable of theirs is first asked for. */
#ifndef STATS_DATA_DATASET_H
#define STATS_DATA_DATASET_H

#include "stats/base/error.h"
#include "stats/base/problem.h"
#include "stats/data/geography.h"
#include "stats/data/panel.h"

/* Years for which a variable has a figure, kept once they have been looked up. */
struct known_years {
    int *years; /* ascending, without repetition */
    size_t num;
    bool is_known;
};

/* A figure summed over all territories of a level, kept once it has been made. */
struct level_sum {
    enum level level;
    int year;
    double value; /* NaN: no territory has a figure */
};

/* A variable and the panel that holds it. */
struct dataset_variable {
    char *name;
    size_t panel;
    size_t within; /* its index in the panel; SIZE_MAX until the panel is read */
    struct known_years years[NUM_LEVELS];
    struct level_sum *sums;
    size_t num_sums, sums_capacity;
};

struct dataset {
    char **paths;         /* of the panels, sorted by name */
    struct panel *panels; /* read on demand */
    bool *is_read;
    size_t num_panels;
    struct dataset_variable *variables;
    size_t num_variables, variables_capacity;
    size_t *order;             /* [num_variables] by name, then by panel: for looking up */
    struct table sources;      /* schema "sources"; no rows when there is none */
    struct problems *problems; /* borrowed */
    const char *perimeter; /* date of the territories that figures are read for, borrowed; NULL if unknown */
};

/* Opens the panels of one or more folders (every NAME.csv with a
 * NAME.variables.csv beside it); sources_path may be NULL. A variable in two
 * panels is allowed when their years differ. */
int dataset_open(struct dataset *self, const char *const *folders, size_t num_folders,
                 const char *sources_path, struct problems *problems, struct err *err);
void dataset_free(struct dataset *self);

/* A figure of one variable with its panel; panel NULL when there is none. */
struct dataset_figure {
    struct panel_figure figure;
    const struct panel_variable *variable;
};

/* Looks a figure up. figure.value is NaN (and variable NULL) when no panel has
 * it. Fails only when a panel cannot be read. */
int dataset_find(struct dataset *self, const char *variable, enum level level, const char *code, int year,
                 struct dataset_figure *figure, struct err *err);

/* The years, ascending and without repetition, for which a variable has a figure
 * at a level for any territory; allocated into *years. */
int dataset_years(struct dataset *self, const char *variable, enum level level, int **years,
                  size_t *num_years, struct err *err);

/* The sum of a variable over all territories of a level that have a figure: where a source
 * has no row for France. NaN when there is none. */
int dataset_level_sum(struct dataset *self, const char *variable, enum level level, int year, double *sum,
                      struct err *err);

/* "Publisher, title" of a source id; the id itself when it is not listed. */
void dataset_source_text(const struct dataset *self, const char *id, struct strbuf *out);

#endif
