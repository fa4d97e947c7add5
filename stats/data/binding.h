/* Which columns of a file feed which variables: a dictionary family applied to
 * one header. */
#ifndef STATS_DATA_BINDING_H
#define STATS_DATA_BINDING_H

#include "stats/data/csvin.h"
#include "stats/data/dictionary.h"
#include "stats/data/grid.h"

/* COLUMN=TEXT in a record, or one of TEXT|TEXT. */
struct condition {
    size_t field;
    char text[128];
};

enum { MAX_CONDITIONS = 5 };

struct conditions {
    struct condition items[MAX_CONDITIONS];
    size_t num_items;
};

/* Of records with two communes: for which of them the figure counts. */
enum flow {
    FLOW_NONE,
    FLOW_BOTH,   /* both in the same territory */
    FLOW_CODE,   /* for that of the code, the partner is elsewhere */
    FLOW_PARTNER /* for that of the partner, the code is elsewhere */
};

/* A column with a name, which other columns are multiplied by or bounded by. */
struct named_binding {
    const struct dict_row *row;
    size_t field;
};

enum { MAX_NAMED = 8, MAX_TIMES = 3 };

/* One column that holds figures of one variable. */
struct value_binding {
    size_t field, variable;
    int year; /* 0: the year of the record */
    const struct dict_row *row;
    struct conditions conditions;
    enum flow flow;
    size_t times[MAX_TIMES]; /* of binding.named: the figure is multiplied by them */
    size_t num_times;
    bool is_times_only; /* the product alone, where the column has a figure */
    double most;        /* the figure before that may not exceed it; INFINITY if it may */
    size_t most_named;  /* of binding.named: nor that column; NO_FIELD if none */
};

/* A code that stands for another territory: F = FR of level fr. */
struct recode_binding {
    struct conditions conditions;
    enum level level;
    const char *code;
};

struct binding {
    const char *family;
    const struct dict_row *file; /* row with the role file, NULL if none */
    const struct dict_row *code;
    const struct dict_row *partner; /* row of the other commune of a record, NULL if none */
    size_t partner_field;
    size_t code_field, level_field, year_field; /* NO_FIELD when there is none */
    const char *year_pattern;
    int fixed_year; /* 0 if none */
    bool match_names;
    bool is_records;        /* weighted records: a territory has many */
    bool is_partial;        /* the file covers part of the territories by construction */
    size_t keys[MAX_NAMED]; /* fields that tell records of one territory apart */
    size_t num_keys;
    struct named_binding named[MAX_NAMED];
    size_t num_named;
    char geography[11];
    struct value_binding *values;
    size_t num_values, values_capacity;
    struct conditions *skips, *keeps;
    size_t num_skips, skips_capacity, num_keeps, keeps_capacity;
    struct recode_binding *recodes;
    size_t num_recodes, recodes_capacity;
};

static const size_t NO_FIELD = (size_t)-1;

/* The family whose columns a header shows best; NULL with a problem that lists
 * what was compared. imposed may be NULL. */
const char *binding_recognise(const struct dictionary *dictionary, const struct csv_row *header,
                              const char *imposed, const char *file, struct problems *problems);

/* Binds a family to a header; adds its variables to grid. vintage is the year of
 * figures whose year neither the file nor the dictionary tells, 0 if unknown. */
int binding_make(struct binding *self, const struct dictionary *dictionary, const char *family,
                 const struct csv_row *header, int vintage, struct grid *grid, const char *file,
                 struct problems *problems, struct err *err);
void binding_free(struct binding *self);

bool conditions_hold(const struct conditions *self, const struct csv_row *record);

#endif
