#include "stats/numeric/crosstable.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "stats/base/mem.h"

/* ---- relations ------------------------------------------------------------------------- */

static int add_member(struct relations *self, size_t cell, struct err *err)
{
    size_t at = self->first[self->num + 1];
    int status = mem_grow(&self->members, &self->members_capacity, at + 1, sizeof *self->members, err);

    if (status == ERR_OK) {
        self->members[at] = cell;
        self->first[self->num + 1] = at + 1;
    }
    return status;
}

static int begin(struct relations *self, size_t total, struct err *err)
{
    int status = mem_grow(&self->first, &self->first_capacity, self->num + 2, sizeof *self->first, err);

    if (status != ERR_OK)
        return status;
    self->first[self->num + 1] = self->first[self->num];
    return add_member(self, total, err);
}

/* Cells of a line of the table: at[node * step] for each node of the side. */
static int add_line(struct relations *self, const struct hierarchy *side, const size_t *children,
                    const size_t *starts, const size_t *at, size_t step, struct err *err)
{
    int status = ERR_OK;

    for (size_t node = side->num_leaves; node < side->num_nodes && status == ERR_OK; node++) {
        status = begin(self, at[node * step], err);
        for (size_t k = starts[node]; k < starts[node + 1] && status == ERR_OK; k++)
            status = add_member(self, at[children[k] * step], err);
        self->num += status == ERR_OK;
    }
    return status;
}

/* Children of each node: children[starts[node]] to children[starts[node + 1] - 1]. */
struct family {
    size_t *children, *starts;
};

static int family_init(struct family *self, const struct hierarchy *side, struct err *err)
{
    size_t num = side->num_nodes;

    *self = (struct family){.children = mem_alloc(num, sizeof *self->children, err),
                            .starts = mem_alloc(num + 2, sizeof *self->starts, err)};
    if (self->children == NULL || self->starts == NULL)
        return ERR_LIMIT;
    for (size_t node = 0; node + 1 < num; node++)
        self->starts[side->parents[node] + 2]++;
    for (size_t node = 0; node <= num; node++)
        self->starts[node + 1] += self->starts[node];
    for (size_t node = 0; node + 1 < num; node++)
        self->children[self->starts[side->parents[node] + 1]++] = node;
    return ERR_OK;
}

static void family_free(struct family *self)
{
    free(self->children);
    free(self->starts);
}

int relations_add_table(struct relations *self, const struct hierarchy *rows, const struct hierarchy *columns,
                        const size_t *cells, struct err *err)
{
    struct family down = {0}, across = {0};
    int status = family_init(&down, rows, err);

    if (status == ERR_OK)
        status = family_init(&across, columns, err);
    for (size_t column = 0; column < columns->num_nodes && status == ERR_OK; column++)
        status = add_line(self, rows, down.children, down.starts, cells + column, columns->num_nodes, err);
    for (size_t row = 0; row < rows->num_leaves && status == ERR_OK; row++)
        status =
            add_line(self, columns, across.children, across.starts, cells + row * columns->num_nodes, 1, err);
    family_free(&down);
    family_free(&across);
    return status;
}

void relations_free(struct relations *self)
{
    free(self->first);
    free(self->members);
    *self = (struct relations){0};
}

int relations_drop_absent(struct relations *self, const bool *absent, size_t num_cells, struct err *err)
{
    size_t *uses = mem_alloc(num_cells, sizeof *uses, err), kept = 0, at = 0;
    bool *dropped = mem_alloc(self->num, sizeof *dropped, err), changed = uses && dropped;
    int status = changed ? ERR_OK : ERR_LIMIT;

    for (size_t k = 0; status == ERR_OK && self->num > 0 && k < self->first[self->num]; k++)
        uses[self->members[k]]++;
    while (changed) {
        changed = false;
        for (size_t r = 0; r < self->num; r++) {
            size_t total = self->members[self->first[r]];
            if (dropped[r] || !absent[total] || uses[total] > 1)
                continue;
            changed = dropped[r] = true;
            for (size_t k = self->first[r]; k < self->first[r + 1]; k++)
                uses[self->members[k]]--;
        }
    }
    for (size_t r = 0; r < self->num && status == ERR_OK; r++) {
        size_t begin_at = self->first[r], end = self->first[r + 1];
        if (dropped[r])
            continue;
        self->first[kept++] = at;
        for (size_t k = begin_at; k < end; k++)
            self->members[at++] = self->members[k];
    }
    if (status == ERR_OK && self->num > 0) {
        self->first[kept] = at;
        self->num = kept;
    }
    free(uses);
    free(dropped);
    return status;
}

/* ---- values ------------------------------------------------------------------------------ */

/* Each part meets its total, across and then down: children come before their parent. */
static void meet(const struct hierarchy *rows, const struct hierarchy *columns,
                 void (*join)(size_t total, size_t part, void *context), void *context)
{
    size_t width = columns->num_nodes;

    for (size_t r = 0; r < rows->num_leaves; r++)
        for (size_t c = 0; c + 1 < width; c++)
            join(r * width + columns->parents[c], r * width + c, context);
    for (size_t r = 0; r + 1 < rows->num_nodes; r++)
        for (size_t c = 0; c < width; c++)
            join(rows->parents[r] * width + c, r * width + c, context);
}

static void clear_totals(double *values, const struct hierarchy *rows, const struct hierarchy *columns)
{
    for (size_t r = 0; r < rows->num_nodes; r++)
        for (size_t c = 0; c < columns->num_nodes; c++)
            if (r >= rows->num_leaves || c >= columns->num_leaves)
                values[r * columns->num_nodes + c] = 0;
}

static void add(size_t total, size_t part, void *context)
{
    double *values = context;

    values[total] += values[part];
}

void crosstable_sum(double *values, const struct hierarchy *rows, const struct hierarchy *columns)
{
    clear_totals(values, rows, columns);
    meet(rows, columns, add, values);
}

struct two_largest {
    double *first, *second;
};

static void keep_largest(size_t total, size_t part, void *context)
{
    struct two_largest *two = context;
    double smaller = fmin(two->first[total], two->first[part]);

    two->first[total] = fmax(two->first[total], two->first[part]);
    if (two->second != NULL)
        two->second[total] = fmax(smaller, fmax(two->second[total], two->second[part]));
}

void crosstable_largest(double *largest, double *second, const struct hierarchy *rows,
                        const struct hierarchy *columns)
{
    struct two_largest two = {largest, second};

    clear_totals(largest, rows, columns);
    if (second != NULL)
        clear_totals(second, rows, columns);
    meet(rows, columns, keep_largest, &two);
}

void crosstable_costs(double *costs, const double *values, const struct hierarchy *rows,
                      const struct hierarchy *columns)
{
    size_t width = columns->num_nodes, num = rows->num_nodes * width;
    double largest = 0;

    for (size_t i = 0; i < num; i++)
        if (i / width < rows->num_leaves && i % width < columns->num_leaves)
            largest = fmax(largest, values[i]);
    for (size_t i = 0; i < num; i++) {
        bool is_inside = i / width < rows->num_leaves && i % width < columns->num_leaves;
        costs[i] =
            is_inside ? 1 + values[i] / (1 + largest) : 30 * (1 + 9 * values[i] / (1 + values[num - 1]));
    }
    costs[num - 1] = 10000;
}
