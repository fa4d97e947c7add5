#include "stats/data/tableorder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"

static int compare_numbers(double a, double b)
{
    if (isnan(a) || isnan(b))
        return isnan(b) - isnan(a);
    return (a > b) - (a < b);
}

static int compare_cells(const struct table *t, size_t column, size_t a, size_t b)
{
    if (t->columns[column].kind == FIELD_TEXT)
        return strcmp(table_text(t, a, column), table_text(t, b, column));
    return compare_numbers(table_number(t, a, column), table_number(t, b, column));
}

static int compare_rows(const struct table_order *self, size_t a, size_t b)
{
    int result = 0;

    for (int i = 0; i < self->num_columns && result == 0; i++)
        result = compare_cells(self->table, self->columns[i], a, b);
    return result;
}

static int by_values(const void *a, const void *b, void *order)
{
    const size_t *x = a, *y = b;
    int result = compare_rows(order, *x, *y);

    return result != 0 ? result : *x < *y ? -1 : 1;
}

int table_order_init(struct table_order *self, const struct table *table, const char *const *names,
                     struct err *err)
{
    *self = (struct table_order){.table = table};
    for (; *names != NULL; names++)
        self->columns[self->num_columns++] = table_find(table, *names);
    self->rows = mem_alloc(table->num_rows, sizeof *self->rows, err);
    if (self->rows == NULL)
        return ERR_LIMIT;
    for (size_t row = 0; row < table->num_rows; row++)
        self->rows[row] = row;
    qsort_r(self->rows, table->num_rows, sizeof *self->rows, by_values, self);
    return ERR_OK;
}

void table_order_free(struct table_order *self)
{
    free(self->rows);
    *self = (struct table_order){0};
}

/* The row against the texts of the first columns. */
static int compare_with(const struct table_order *self, size_t row, const char *const *texts, int num)
{
    int result = 0;

    for (int i = 0; i < num && result == 0; i++)
        result = strcmp(table_text(self->table, row, self->columns[i]), texts[i]);
    return result;
}

/* The first place from which on rows are at least (after: beyond) the texts. */
static size_t bound(const struct table_order *self, const char *const *texts, int num, bool after)
{
    size_t low = 0, high = self->rows ? self->table->num_rows : 0;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_with(self, self->rows[middle], texts, num) < (after ? 1 : 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t table_order_find(const struct table_order *self, const char *const *texts, int num, size_t *first)
{
    *first = bound(self, texts, num, false);
    return bound(self, texts, num, true) - *first;
}

void table_order_firsts(const struct table_order *self, size_t *firsts)
{
    size_t first = 0;

    for (size_t i = 0; i < self->table->num_rows; i++) {
        if (i > 0 && compare_rows(self, self->rows[i], self->rows[i - 1]) != 0)
            first = i;
        firsts[self->rows[i]] = self->rows[first];
    }
}
