/* Table schemas (Frictionless Table Schema, JSON): what the columns of a table
 * are called, hold and may contain. The files stand under datasets/schemas/ and
 * are compiled into the program, so that one file validates input and documents
 * output. */
#ifndef STATS_DATA_SCHEMA_H
#define STATS_DATA_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/base/error.h"

enum field_kind { FIELD_TEXT, FIELD_NUMBER, FIELD_INTEGER, FIELD_BOOLEAN };

struct field {
    char *name;
    char *description; /* "" if none */
    enum field_kind kind;
    bool required;           /* the column must be there and no cell may be empty */
    bool must_exist;         /* the column must be there, cells may be empty */
    double minimum, maximum; /* -INFINITY, INFINITY if none; numbers only */
    char **allowed;          /* the texts allowed, NULL if any */
    size_t num_allowed;
};

struct schema {
    char *name;
    char *title; /* what the table holds; "" if none */
    struct field *fields;
    size_t num_fields;
    bool allows_more;  /* other columns are kept as numbers (panels) */
    bool ignores_more; /* other columns are passed over (published files) */
};

/* The schema compiled into the program under name (its file name without
 * ".json"). ERR_INTERNAL if there is none, or if it is malformed. */
int schema_builtin(struct schema *self, const char *name, struct err *err);

int schema_from_json(struct schema *self, const char *name, const char *json, struct err *err);
void schema_free(struct schema *self);

/* Index of a field, or num_fields. */
size_t schema_find(const struct schema *self, const char *name);

/* The schemas compiled in; the array ends with a NULL name. */
struct builtin_schema {
    const char *name;
    const char *json;
};
extern const struct builtin_schema builtin_schemas[];

#endif
