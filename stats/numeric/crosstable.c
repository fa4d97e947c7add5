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
    int status =
        mem_grow(&self->first, &self->first_capacity, self->num + 2, sizeof *self->first, err);

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
        status = add_line(self, columns, across.children, across.starts, cells + row * columns->num_nodes, 1,
                          err);
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

/* ---- values ------------------------------------------------------------------------------ */

static double add(double total, double part)
{
    return total + part;
}

/* Totals across, then down: children come before their parent. */
static void fill(double *values, const struct hierarchy *rows, const struct hierarchy *columns,
                 double (*join)(double, double))
{
    size_t width = columns->num_nodes;

    for (size_t r = 0; r < rows->num_nodes; r++)
        for (size_t c = 0; c < width; c++)
            if (r >= rows->num_leaves || c >= columns->num_leaves)
                values[r * width + c] = 0;
    for (size_t r = 0; r < rows->num_leaves; r++)
        for (size_t c = 0; c + 1 < width; c++) {
            double *total = &values[r * width + columns->parents[c]];
            *total = join(*total, values[r * width + c]);
        }
    for (size_t r = 0; r + 1 < rows->num_nodes; r++)
        for (size_t c = 0; c < width; c++) {
            double *total = &values[rows->parents[r] * width + c];
            *total = join(*total, values[r * width + c]);
        }
}

void crosstable_sum(double *values, const struct hierarchy *rows, const struct hierarchy *columns)
{
    fill(values, rows, columns, add);
}

void crosstable_largest(double *values, const struct hierarchy *rows, const struct hierarchy *columns)
{
    fill(values, rows, columns, fmax);
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
        costs[i] = is_inside ? 1 + values[i] / (1 + largest) : 30 * (1 + 9 * values[i] / (1 + values[num - 1]));
    }
    costs[num - 1] = 10000;
}
