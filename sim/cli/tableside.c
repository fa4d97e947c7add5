#include "sim/cli/tableside.h"

#include <stdlib.h>
#include <string.h>

#include "sim/cli/language.h"
#include "stats/base/mem.h"
#include "stats/base/strbuf.h"

enum { MAX_NAMES = 40000 };
static const size_t NO_PLACE = (size_t)-1;

/* ---- names ----------------------------------------------------------------------------- */

/* Records come in runs of the same name or in the same order again and again. */
static size_t find_name(struct name_list *self, const char *name)
{
    for (size_t k = 0; k < self->num; k++) {
        size_t at = (self->last + k) % self->num;
        if (strcmp(self->items[at], name) == 0)
            return self->last = at;
    }
    return NO_PLACE;
}

static int add_name(struct name_list *self, const char *name, size_t *place, struct err *err)
{
    int status =
        self->num < MAX_NAMES ? ERR_OK : err_set(err, ERR_LIMIT, "more than %d rows or columns", MAX_NAMES);

    if (status == ERR_OK)
        status = mem_grow(&self->items, &self->items_capacity, self->num + 1, sizeof *self->items, err);
    if (status == ERR_OK)
        status = mem_grow(&self->up, &self->up_capacity, self->num + 1, sizeof *self->up, err);
    if (status != ERR_OK)
        return status;
    self->items[self->num] = mem_copy_text(name, strlen(name), err);
    if (self->items[self->num] == NULL)
        return ERR_LIMIT;
    self->up[self->num] = NO_PLACE;
    *place = self->num++;
    return ERR_OK;
}

/* ---- the parents of a record --------------------------------------------------------------- */

struct reader {
    struct table_side *side;
    const struct side_source *source;
    const struct table *table;
    struct problems *problems;
    size_t column, parents[SIDE_MAX_LEVELS];
};

static size_t num_levels(const struct side_source *source)
{
    return source->num_levels > 0 ? source->num_levels - 1 : source->num_parents;
}

static const char *prefix_of(const struct side_source *source, size_t level)
{
    return source->num_levels > 0 ? level_name(source->levels[level + 1]) : source->parents[level];
}

/* "dep:44" of a record is a subtotal of the table itself. */
static bool is_subtotal(const struct side_source *source, const char *name)
{
    for (size_t k = 0; k < num_levels(source); k++) {
        size_t length = strlen(prefix_of(source, k));
        if (strncmp(name, prefix_of(source, k), length) == 0 && name[length] == ':')
            return true;
    }
    return strcmp(name, source->total) == 0;
}

/* Codes of the parents of a leaf in the geography. */
static bool codes_of_zone(struct reader *self, const char *name, size_t row, const char **codes)
{
    const struct side_source *s = self->source;
    size_t index = geography_find(s->geography, s->levels[0], name);

    if (index == NO_ZONE) {
        problem_error(self->problems, table_place(self->table, row, self->column),
                      "codes are text: leading zeros count; the geography can be chosen with --geography",
                      "'%s' is no %s of the geography (%s)", name, level_label(s->levels[0], language_code()),
                      level_code_form(s->levels[0]));
        return false;
    }
    const struct zone *zone = &s->geography->levels[s->levels[0]].items[index];
    bool straddles = false;
    for (size_t k = 1; k < s->num_levels; k++) {
        size_t parent = zone->parents[s->levels[k]];
        codes[k - 1] = parent == NO_ZONE ? "none" : s->geography->levels[s->levels[k]].items[parent].code;
        straddles |= parent != NO_ZONE && zone->shares[s->levels[k]] < 1 - 1e-9;
    }
    self->side->num_straddling += straddles;
    return true;
}

static bool codes_of_record(struct reader *self, size_t row, const char **codes)
{
    bool has_all = true;

    for (size_t k = 0; k < self->source->num_parents; k++) {
        codes[k] = table_text(self->table, row, self->parents[k]);
        if (codes[k][0] == '\0') {
            problem_error(self->problems, table_place(self->table, row, self->parents[k]),
                          "every record inside the table names what it adds up to", "'%s' is empty",
                          self->source->parents[k]);
            has_all = false;
        }
    }
    return has_all;
}

/* ---- reading --------------------------------------------------------------------------------- */

/* Puts a parent above a node, or checks that it is the one known. */
static int put_above(struct reader *self, size_t row, size_t level, size_t place, const char *code,
                     size_t *above, struct err *err)
{
    struct name_list *below = &self->side->lists[level], *list = &self->side->lists[level + 1];
    struct strbuf label = {0};
    int status = ERR_OK;

    strbuf_addf(&label, "%s:%s", prefix_of(self->source, level), code);
    *above = find_name(list, strbuf_text(&label));
    if (*above == NO_PLACE)
        status = add_name(list, strbuf_text(&label), above, err);
    if (status == ERR_OK && below->up[place] == NO_PLACE)
        below->up[place] = *above;
    if (status == ERR_OK && below->up[place] != *above)
        problem_error(self->problems, table_place(self->table, row, self->column),
                      "each lies in one only: choose parents that nest",
                      "'%s' is in '%s' here and in '%s' before", below->items[place], strbuf_text(&label),
                      list->items[below->up[place]]);
    strbuf_free(&label);
    return status;
}

static int read_leaf(struct reader *self, size_t row, const char *name, struct err *err)
{
    const char *codes[SIDE_MAX_LEVELS] = {NULL};
    size_t place = find_name(&self->side->lists[0], name);
    bool is_new = place == NO_PLACE;
    int status = is_new ? add_name(&self->side->lists[0], name, &place, err) : ERR_OK;

    if (status != ERR_OK || (!is_new && self->source->num_levels > 0))
        return status;
    if (!(self->source->num_levels > 0 ? codes_of_zone(self, name, row, codes)
                                       : codes_of_record(self, row, codes)))
        return ERR_OK;
    for (size_t k = 0; k < num_levels(self->source) && status == ERR_OK; k++)
        status = put_above(self, row, k, place, codes[k], &place, err);
    return status;
}

/* Lists one after the other, then the total. */
static int join_lists(struct table_side *self, struct err *err)
{
    size_t num = 1, begin = 0;

    for (size_t k = 0; k < self->num_lists; k++)
        num += self->lists[k].num;
    self->parents = mem_alloc(num, sizeof *self->parents, err);
    if (self->parents == NULL)
        return ERR_LIMIT;
    for (size_t k = 0; k < self->num_lists; k++) {
        size_t end = begin + self->lists[k].num;
        for (size_t i = 0; i < self->lists[k].num; i++)
            self->parents[begin + i] = k + 1 == self->num_lists || self->lists[k].up[i] == NO_PLACE
                                           ? num - 1
                                           : end + self->lists[k].up[i];
        begin = end;
    }
    self->hierarchy = (struct hierarchy){num, self->lists[0].num, self->parents};
    return ERR_OK;
}

int table_side_read(struct table_side *self, const struct side_source *source, const struct table *table,
                    struct problems *problems, struct err *err)
{
    struct reader reader = {.side = self,
                            .source = source,
                            .table = table,
                            .problems = problems,
                            .column = table_find(table, source->column)};
    int status = ERR_OK;

    self->num_lists = num_levels(source) + 1;
    self->total = mem_copy_text(source->total, strlen(source->total), err);
    if (self->total == NULL)
        return ERR_LIMIT;
    for (size_t k = 0; k < source->num_parents; k++)
        reader.parents[k] = table_find(table, source->parents[k]);
    for (size_t r = 0; r < table->num_rows && status == ERR_OK; r++) {
        const char *name = table_text(table, r, reader.column);
        if (!is_subtotal(source, name))
            status = read_leaf(&reader, r, name, err);
    }
    return status == ERR_OK ? join_lists(self, err) : status;
}

void table_side_free(struct table_side *self)
{
    for (size_t k = 0; k < self->num_lists; k++) {
        for (size_t i = 0; i < self->lists[k].num; i++)
            free(self->lists[k].items[i]);
        free(self->lists[k].items);
        free(self->lists[k].up);
    }
    free(self->total);
    free(self->parents);
    *self = (struct table_side){0};
}

size_t table_side_find(struct table_side *self, const char *name)
{
    size_t begin = 0;

    if (strcmp(name, self->total) == 0)
        return self->hierarchy.num_nodes - 1;
    for (size_t k = 0; k < self->num_lists; k++) {
        size_t place = find_name(&self->lists[k], name);
        if (place != NO_PLACE)
            return begin + place;
        begin += self->lists[k].num;
    }
    return self->hierarchy.num_nodes;
}

const char *table_side_name(const struct table_side *self, size_t node)
{
    for (size_t k = 0; k < self->num_lists; k++) {
        if (node < self->lists[k].num)
            return self->lists[k].items[node];
        node -= self->lists[k].num;
    }
    return self->total;
}
