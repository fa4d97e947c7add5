#include "sim/cli/linkedtables.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/catalogue.h"
#include "stats/base/mem.h"

/* A cell of a table and what it is called whatever the table. */
struct named {
    struct strbuf name;
    size_t table, cell, order;
};

/* "epci=200065647" and "sector=BE", the total of all being nothing. */
static void add_part(struct strbuf *name, const char *column, const struct table_side *side, size_t node)
{
    if (node + 1 < side->hierarchy.num_nodes)
        strbuf_addf(name, "%s=%s\n", column, table_side_name(side, node));
}

static void name_cell(struct named *self, const struct linked_tables *all, size_t table, size_t cell)
{
    const struct crosstab *t = &all->tables[table];
    const char *row = all->sources[table].rows.column, *column = all->sources[table].columns.column;
    size_t width = t->columns.hierarchy.num_nodes;
    bool row_first = strcmp(row, column) <= 0;

    for (int k = 0; k < 2; k++)
        if ((k == 0) == row_first)
            add_part(&self->name, row, &t->rows, cell / width);
        else
            add_part(&self->name, column, &t->columns, cell % width);
    self->table = table;
    self->cell = cell;
}

static int compare_named(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int names = strcmp(strbuf_text(&x->name), strbuf_text(&y->name));

    return names != 0 ? names : (x->order > y->order) - (x->order < y->order);
}

static size_t count_cells(const struct linked_tables *self)
{
    size_t num = 0;

    for (size_t t = 0; t < self->num_tables; t++)
        num += self->tables[t].num_cells;
    return num;
}

/* The first of several cells of one name gives them its index: order[first of the cell]. */
static int number_cells(struct linked_tables *self, struct named *named, size_t num, struct err *err)
{
    size_t *same = mem_alloc(num, sizeof *same, err), *index = mem_alloc(num, sizeof *index, err), at = 0;

    for (size_t k = 0; same && index && k < num; k++) {
        bool is_same = k > 0 && strcmp(strbuf_text(&named[k].name), strbuf_text(&named[k - 1].name)) == 0;
        same[named[k].order] = is_same ? same[named[k - 1].order] : named[k].order;
    }
    for (size_t t = 0, order = 0; same && index && t < self->num_tables; t++)
        for (size_t i = 0; i < self->tables[t].num_cells; i++, order++) {
            index[order] = same[order] == order ? at++ : index[same[order]];
            self->cells_of[t][i] = index[order];
        }
    self->all.num_cells = at;
    bool has_both = same && index;
    free(same);
    free(index);
    return has_both ? ERR_OK : ERR_LIMIT;
}

static int find_shared(struct linked_tables *self, struct err *err)
{
    size_t num = count_cells(self), at = 0;
    struct named *named = mem_alloc(num, sizeof *named, err);
    int status = named ? ERR_OK : ERR_LIMIT;

    for (size_t t = 0; named && t < self->num_tables; t++)
        for (size_t i = 0; i < self->tables[t].num_cells; i++, at++) {
            name_cell(&named[at], self, t, i);
            named[at].order = at;
            if (status == ERR_OK)
                status = strbuf_status(&named[at].name, err);
        }
    if (status == ERR_OK) {
        qsort(named, num, sizeof *named, compare_named);
        status = number_cells(self, named, num, err);
    }
    for (size_t k = 0; named && k < num; k++)
        strbuf_free(&named[k].name);
    free(named);
    return status;
}

static int number(struct linked_tables *self, struct err *err)
{
    for (size_t t = 0; t < self->num_tables; t++) {
        self->cells_of[t] = mem_alloc(self->tables[t].num_cells, sizeof *self->cells_of[t], err);
        if (self->cells_of[t] == NULL)
            return ERR_LIMIT;
    }
    if (self->num_tables > 1)
        return find_shared(self, err);
    for (size_t i = 0; i < self->tables[0].num_cells; i++)
        self->cells_of[0][i] = i;
    self->all.num_cells = self->tables[0].num_cells;
    return ERR_OK;
}

static int alloc_lists(struct linked_tables *self, struct err *err)
{
    size_t num = self->all.num_cells;
    double **lists[] = {&self->values, &self->costs, &self->contributors, &self->largest, &self->second};
    bool wanted[] = {true, true, self->sources[0].contributors != NULL, self->sources[0].largest != NULL,
                     self->sources[0].second != NULL};

    for (size_t k = 0; k < sizeof lists / sizeof lists[0]; k++)
        if (wanted[k] && (*lists[k] = mem_alloc(num, sizeof **lists[k], err)) == NULL)
            return ERR_LIMIT;
    self->status = mem_alloc(num, sizeof *self->status, err);
    self->is_total = mem_alloc(num, sizeof *self->is_total, err);
    self->is_absent = mem_alloc(num, sizeof *self->is_absent, err);
    if (!self->status || !self->is_total || !self->is_absent)
        return ERR_LIMIT;
    for (size_t k = 0; k < sizeof lists / sizeof lists[0]; k++)
        for (size_t i = 0; i < num && wanted[k]; i++)
            (*lists[k])[i] = NAN;
    for (size_t i = 0; i < num; i++)
        self->is_absent[i] = true;
    return ERR_OK;
}

/* Where tables differ, by contributors in several cells, the stricter figure holds: the
 * fewest contributors, the largest contributions. Lists begin as NaN. */
static void copy(double *to, const double *from, size_t cell, size_t i, double (*stricter)(double, double))
{
    if (to != NULL && from != NULL)
        to[cell] = stricter(to[cell], from[i]);
}

static void check_agreement(const struct linked_tables *self, size_t table, size_t i,
                            struct problems *problems)
{
    const struct crosstab *t = &self->tables[table];
    double value = t->values[i], known = self->values[self->cells_of[table][i]];

    if (isnan(value) || isnan(known) || fabs(value - known) <= 1e-6 * (1 + known))
        return;
    problem_error(problems, (struct place){self->sources[table].path, 0, 0},
                  "tables that are protected together hold the same figures",
                  "'%s', '%s' is %.10g here and %.10g in a table before", crosstab_row(t, i),
                  crosstab_column(t, i), value, known);
}

static void take_table(struct linked_tables *self, size_t table, double *costs, struct problems *problems)
{
    struct crosstab *t = &self->tables[table];

    crosstable_costs(costs, t->values, &t->rows.hierarchy, &t->columns.hierarchy);
    for (size_t i = 0; i < t->num_cells; i++) {
        size_t cell = self->cells_of[table][i];
        check_agreement(self, table, i, problems);
        if (isnan(self->values[cell]))
            self->values[cell] = t->values[i];
        copy(self->contributors, t->contributors, cell, i, fmin);
        copy(self->largest, t->largest, cell, i, fmax);
        copy(self->second, t->second, cell, i, fmax);
        self->costs[cell] = fmax(self->costs[cell], costs[i]);
        self->is_total[cell] |= !crosstab_is_inside(t, i);
        self->is_absent[cell] &= !t->is_given[i] && !crosstab_is_inside(t, i);
    }
}

static int relate(struct linked_tables *self, struct err *err)
{
    int status = ERR_OK;

    for (size_t t = 0; t < self->num_tables && status == ERR_OK; t++)
        status = relations_add_table(&self->relations, &self->tables[t].rows.hierarchy,
                                     &self->tables[t].columns.hierarchy, self->cells_of[t], err);
    if (status == ERR_OK && self->sources[0].markers != NULL)
        status = relations_drop_absent(&self->relations, self->is_absent, self->all.num_cells, err);
    self->all.num_relations = self->relations.num;
    self->all.first = self->relations.first;
    self->all.members = self->relations.members;
    return status;
}

int linked_tables_join(struct linked_tables *self, struct problems *problems, struct err *err)
{
    int status = number(self, err);

    if (status == ERR_OK)
        status = alloc_lists(self, err);
    for (size_t t = 0; t < self->num_tables && status == ERR_OK; t++) {
        double *costs = mem_alloc(self->tables[t].num_cells, sizeof *costs, err);
        status = costs ? ERR_OK : ERR_LIMIT;
        if (costs != NULL)
            take_table(self, t, costs, problems);
        free(costs);
    }
    if (status == ERR_OK)
        status = problems_status(problems, _("the tables together"), err);
    self->all.values = self->values;
    self->all.costs = self->costs;
    self->all.contributors = self->contributors;
    self->all.largest = self->largest;
    self->all.second = self->second;
    return status == ERR_OK ? relate(self, err) : status;
}

void linked_tables_free(struct linked_tables *self)
{
    for (size_t t = 0; t < self->num_tables; t++) {
        crosstab_free(&self->tables[t]);
        free(self->cells_of[t]);
    }
    relations_free(&self->relations);
    free(self->status);
    free(self->values);
    free(self->contributors);
    free(self->largest);
    free(self->second);
    free(self->costs);
    free(self->is_total);
    free(self->is_absent);
}
