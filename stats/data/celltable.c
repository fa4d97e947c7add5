#include "stats/data/celltable.h"

#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/number.h"

static int add_cells(struct celltable *self, const struct csv_row *row, size_t *offsets, struct err *err)
{
    for (size_t i = 0; i < row->num_fields; i++) {
        offsets[i] = self->text.length;
        strbuf_add_bytes(&self->text, row->fields[i], row->lengths[i] + 1);
    }
    return strbuf_status(&self->text, err);
}

static int take_header(const struct csv_row *row, void *context, struct err *err)
{
    struct celltable *self = context;

    self->num_columns = row->num_fields;
    if (mem_grow(&self->header, &self->header_capacity, row->num_fields, sizeof *self->header, err) != ERR_OK)
        return ERR_LIMIT;
    return add_cells(self, row, self->header, err);
}

static int take_record(const struct csv_row *row, void *context, struct err *err)
{
    struct celltable *self = context;
    size_t used = self->num_rows * self->num_columns;

    if (mem_grow(&self->cells, &self->cells_capacity, used + self->num_columns, sizeof *self->cells, err) !=
            ERR_OK ||
        mem_grow(&self->lines, &self->lines_capacity, self->num_rows + 1, sizeof *self->lines, err) != ERR_OK)
        return ERR_LIMIT;
    self->lines[self->num_rows++] = row->line;
    return add_cells(self, row, &self->cells[used], err);
}

/* Numbers of a file for French spreadsheets as all others have them. */
static void use_decimal_points(struct celltable *self)
{
    for (size_t i = 0; i < self->num_rows * self->num_columns; i++) {
        char *cell = self->text.text + self->cells[i], *comma = strchr(cell, ',');
        double value;
        if (comma != NULL && number_parse(cell, strlen(cell), ',', &value) == NUMBER_OK)
            *comma = '.';
    }
}

int celltable_read(struct celltable *self, const char *path, struct problems *problems, struct err *err)
{
    struct csv_handler handler = {.header = take_header, .record = take_record, .context = self};
    struct csv_options options = {0};
    struct csv_dialect dialect = {0};
    struct source source = {0};
    int status = source_read(&source, path, 0, err);

    if (status == ERR_OK && (self->name = mem_copy_text(path, strlen(path), err)) == NULL)
        status = ERR_LIMIT;
    if (status == ERR_OK)
        status = csvin_read(&source, &options, &handler, &dialect, problems, err);
    if (status == ERR_OK && dialect.delimiter == ';')
        use_decimal_points(self);
    source_free(&source);
    return status;
}

void celltable_free(struct celltable *self)
{
    free(self->name);
    free(self->cells);
    free(self->header);
    free(self->lines);
    free(self->order);
    strbuf_free(&self->text);
    *self = (struct celltable){0};
}

const char *celltable_column(const struct celltable *self, size_t column)
{
    return self->text.text + self->header[column];
}

size_t celltable_find(const struct celltable *self, const char *column)
{
    size_t i = 0;

    while (i < self->num_columns && strcmp(celltable_column(self, i), column) != 0)
        i++;
    return i;
}

const char *celltable_cell(const struct celltable *self, size_t row, size_t column)
{
    return self->text.text + self->cells[row * self->num_columns + column];
}

int celltable_compare(const struct celltable *a, size_t row_a, const struct celltable *b, size_t row_b)
{
    int order = 0;

    for (size_t k = 0; k < a->num_keys && order == 0; k++)
        order = strcmp(celltable_cell(a, row_a, a->keys[k]), celltable_cell(b, row_b, b->keys[k]));
    return order;
}

/* Merge sort of rows, stable: first[0..num), with room for as many in work. */
static void sort_rows(const struct celltable *self, size_t *rows, size_t *work, size_t num)
{
    size_t half = num / 2, a = 0, b = half, n = 0;

    if (num < 2)
        return;
    sort_rows(self, rows, work, half);
    sort_rows(self, rows + half, work, num - half);
    while (a < half && b < num)
        work[n++] = celltable_compare(self, rows[a], self, rows[b]) <= 0 ? rows[a++] : rows[b++];
    while (a < half)
        work[n++] = rows[a++];
    memcpy(rows, work, n * sizeof *rows);
}

static void check_keys(const struct celltable *self, struct problems *problems)
{
    struct strbuf key = {0};

    for (size_t i = 1; i < self->num_rows; i++) {
        size_t row = self->order[i], before = self->order[i - 1];
        if (celltable_compare(self, before, self, row) != 0)
            continue;
        strbuf_clear(&key);
        celltable_add_key(self, row, &key);
        problem_error(problems, ((struct place){self->name, self->lines[row], 0}),
                      "--key COLUMNS names those that tell the rows apart",
                      "the same key as line %ld: %.200s", self->lines[before], strbuf_text(&key));
    }
    strbuf_free(&key);
}

int celltable_sort(struct celltable *self, const char *const *keys, struct problems *problems,
                   struct err *err)
{
    size_t *work;

    self->num_keys = 0;
    for (; *keys != NULL && self->num_keys < CELLTABLE_MAX_KEYS; keys++)
        self->keys[self->num_keys++] = celltable_find(self, *keys);
    self->order = mem_alloc(self->num_rows, sizeof *self->order, err);
    work = mem_alloc(self->num_rows, sizeof *work, err);
    if (self->order == NULL || work == NULL) {
        free(work);
        return ERR_LIMIT;
    }
    for (size_t i = 0; i < self->num_rows; i++)
        self->order[i] = i;
    sort_rows(self, self->order, work, self->num_rows);
    free(work);
    check_keys(self, problems);
    return ERR_OK;
}

void celltable_add_key(const struct celltable *self, size_t row, struct strbuf *out)
{
    for (size_t k = 0; k < self->num_keys; k++)
        strbuf_addf(out, "%s%s=%s", k ? " " : "", celltable_column(self, self->keys[k]),
                    celltable_cell(self, row, self->keys[k]));
}
