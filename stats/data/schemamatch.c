#include "stats/data/schemamatch.h"

#include <string.h>

static bool is_among(const char *name, const char *const *columns, size_t num)
{
    for (size_t i = 0; i < num; i++)
        if (strcmp(columns[i], name) == 0)
            return true;
    return false;
}

/* How many columns the schema describes; 0 when it is not theirs. */
static size_t num_described(const struct schema *schema, const char *const *columns, size_t num)
{
    size_t described = 0;

    for (size_t i = 0; i < num; i++)
        described += schema_find(schema, columns[i]) < schema->num_fields;
    if (described < num && !schema->allows_more)
        return 0;
    for (size_t i = 0; i < schema->num_fields; i++) {
        const struct field *field = &schema->fields[i];
        if ((field->required || field->must_exist) && !is_among(field->name, columns, num))
            return 0;
    }
    return described;
}

bool schema_match(struct schema *self, const char *const *columns, size_t num_columns)
{
    const char *best = NULL;
    size_t most = 0;

    for (const struct builtin_schema *item = builtin_schemas; item->name != NULL; item++) {
        struct schema schema;
        if (schema_builtin(&schema, item->name, NULL) != ERR_OK)
            continue;
        size_t described = num_described(&schema, columns, num_columns);
        /* of two with the same columns, the one that has no others */
        if (described > most)
            best = item->name;
        most = described > most ? described : most;
        schema_free(&schema);
    }
    *self = (struct schema){0};
    return best != NULL && schema_builtin(self, best, NULL) == ERR_OK;
}
