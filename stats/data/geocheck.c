#include "stats/data/geocheck.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"

/* A code with the kind of zone it belongs to, and where it stands. */
struct key {
    const char *kind, *code;
    size_t row;
};

static int by_code(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    int order = strcmp(x->kind, y->kind);

    return order ? order : strcmp(x->code, y->code);
}

static int by_code_then_row(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    int order = by_code(a, b);

    return order ? order : (x->row > y->row) - (x->row < y->row);
}

/* The codes of a table, sorted; kind is the column of the kind, NULL for none. */
static struct key *sorted_keys(const struct table *table, const char *kind, struct err *err)
{
    struct key *keys = mem_alloc(table->num_rows, sizeof *keys, err);

    for (size_t row = 0; row < table->num_rows && keys != NULL; row++)
        keys[row] = (struct key){.kind = kind ? table_text(table, row, table_find(table, kind)) : "",
                                 .code = table_text(table, row, table_find(table, "CODGEO")),
                                 .row = row};
    if (keys != NULL)
        qsort(keys, table->num_rows, sizeof *keys, by_code_then_row);
    return keys;
}

static void check_twice(const struct table *communes, const struct key *keys, struct problems *problems)
{
    for (size_t i = 1; i < communes->num_rows; i++)
        if (by_code(&keys[i - 1], &keys[i]) == 0)
            problem_error(problems, table_place(communes, keys[i].row, table_find(communes, "CODGEO")),
                          "keep one of the two lines",
                          "a second line of commune %s: the first is on line %ld", keys[i].code,
                          table_place(communes, keys[i - 1].row, 0).line);
}

static void check_zone(const struct table *communes, size_t row, const char *kind, const struct table *zones,
                       const struct key *keys, struct problems *problems)
{
    size_t column = table_find(communes, kind);
    struct key key = {.kind = kind, .code = table_text(communes, row, column)};

    if (bsearch(&key, keys, zones->num_rows, sizeof *keys, by_code) == NULL)
        problem_error(problems, table_place(communes, row, column),
                      "take both tables from one vintage of the same publication",
                      "the table of zones has no %s '%.20s'", kind, key.code);
}

int geocheck_communes(const struct table *communes, const struct table *zones, struct problems *problems,
                      struct err *err)
{
    static const char *const kinds[] = {"EPCI", "ZE2020", "DEP", "REG"};
    struct key *commune_keys = sorted_keys(communes, NULL, err);
    struct key *zone_keys = sorted_keys(zones, "NIVGEO", err);
    bool has_keys = commune_keys != NULL && zone_keys != NULL;

    if (has_keys) {
        check_twice(communes, commune_keys, problems);
        for (size_t row = 0; row < communes->num_rows; row++)
            for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++)
                check_zone(communes, row, kinds[k], zones, zone_keys, problems);
    }
    free(commune_keys);
    free(zone_keys);
    return has_keys ? ERR_OK : ERR_LIMIT;
}
