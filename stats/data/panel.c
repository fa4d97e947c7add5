#include "stats/data/panel.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"

/* NAME.variables.csv for NAME.csv; allocated. */
static char *variables_path(const char *path, struct err *err)
{
    struct strbuf text = {0};
    size_t length = strlen(path);

    if (length > 4 && strcmp(path + length - 4, ".csv") == 0)
        length -= 4;
    strbuf_add_bytes(&text, path, length);
    strbuf_add(&text, ".variables.csv");
    if (strbuf_status(&text, err) != ERR_OK)
        strbuf_free(&text);
    return text.text;
}

static size_t companion(const struct panel *self, const char *name, const char *suffix)
{
    struct strbuf text = {0};
    size_t column;

    strbuf_addf(&text, "%s%s", name, suffix);
    column = table_find(&self->table, strbuf_text(&text));
    strbuf_free(&text);
    return column;
}

static void fill_variable(struct panel *self, struct panel_variable *v, size_t row)
{
    const struct table *t = &self->variables_table;

    v->name = table_text(t, row, table_find(t, "variable"));
    v->unit = table_text(t, row, table_find(t, "unit"));
    v->universe_fr = table_text(t, row, table_find(t, "universe_fr"));
    v->universe_en = table_text(t, row, table_find(t, "universe_en"));
    v->label_fr = table_text(t, row, table_find(t, "label_fr"));
    v->label_en = table_text(t, row, table_find(t, "label_en"));
    v->source = table_text(t, row, table_find(t, "source"));
    v->geography = table_text(t, row, table_find(t, "geography"));
    v->territories = table_text(t, row, table_find(t, "territories"));
    v->kind = variable_kind_find(table_text(t, row, table_find(t, "kind")));
    v->exploitation = exploitation_find(table_text(t, row, table_find(t, "exploitation")));
    v->is_partial = strcmp(table_text(t, row, table_find(t, "coverage")), "partial") == 0;
    v->aggregate = aggregate_find(table_text(t, row, table_find(t, "aggregate")));
    v->column = table_find(&self->table, v->name);
    v->se_column = companion(self, v->name, "__se");
    v->imputed_column = companion(self, v->name, "__imputed");
    v->missing_column = companion(self, v->name, "__missing");
    v->n_column = companion(self, v->name, "__n");
    v->sd_column = companion(self, v->name, "__sd");
}

static int fill_variables(struct panel *self, struct problems *problems, struct err *err)
{
    size_t num_rows = self->variables_table.num_rows;

    self->variables = mem_alloc(num_rows, sizeof *self->variables, err);
    if (self->variables == NULL)
        return ERR_LIMIT;
    for (size_t row = 0; row < num_rows; row++) {
        struct panel_variable *v = &self->variables[self->num_variables++];
        fill_variable(self, v, row);
        if (v->column == self->table.num_columns)
            problem_error(problems, table_place(&self->variables_table, row, 0), NULL,
                          "'%s' describes '%s', which is not a column of '%s'", self->variables_table.name,
                          v->name, self->table.name);
    }
    return ERR_OK;
}

static void check_columns(const struct panel *self, struct problems *problems)
{
    for (size_t c = self->year_column + 1; c < self->table.num_columns; c++) {
        const char *name = self->table.columns[c].name;
        if (strstr(name, "__") == NULL && panel_variable_find(self, name) == self->num_variables)
            problem_error(problems, ((struct place){self->table.name, 1, self->table.columns[c].position}),
                          "add a row to the .variables.csv file beside the panel",
                          "the variable '%s' is not described", name);
    }
}

static enum level row_level(const struct panel *self, size_t row)
{
    const char *text = table_text(&self->table, row, self->level_column);

    return level_find(text, strlen(text));
}

static int compare_key(const struct panel *self, size_t row, enum level level, const char *code, int year)
{
    enum level own = row_level(self, row);
    int order;

    if (own != level)
        return own < level ? -1 : 1;
    order = strcmp(table_text(&self->table, row, self->code_column), code);
    if (order != 0)
        return order;
    double own_year = table_number(&self->table, row, self->year_column);
    return (own_year > year) - (own_year < year);
}

static int by_key(const void *a, const void *b, void *context)
{
    const size_t *x = a, *y = b;
    const struct panel *self = context;

    return compare_key(self, *x, row_level(self, *y), table_text(&self->table, *y, self->code_column),
                       (int)table_number(&self->table, *y, self->year_column));
}

static int sort_rows(struct panel *self, struct problems *problems, struct err *err)
{
    size_t num_rows = self->table.num_rows;

    self->order = mem_alloc(num_rows, sizeof *self->order, err);
    if (self->order == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < num_rows; i++)
        self->order[i] = i;
    qsort_r(self->order, num_rows, sizeof *self->order, by_key, self);
    for (size_t i = 1; i < num_rows; i++)
        if (by_key(&self->order[i], &self->order[i - 1], self) == 0)
            problem_error(problems, table_place(&self->table, self->order[i], self->code_column), NULL,
                          "a second row for the same territory and year (the other is on line %ld)",
                          self->table.lines[self->order[i - 1]]);
    return ERR_OK;
}

int panel_read(struct panel *self, const char *path, struct problems *problems, struct err *err)
{
    char *beside = variables_path(path, err);
    size_t errors = problems->num_errors;
    int status = beside ? ERR_OK : ERR_LIMIT;

    *self = (struct panel){0};
    if (status == ERR_OK)
        status = table_read_file(&self->table, path, "panel", problems, err);
    if (status == ERR_OK)
        status = table_read_file(&self->variables_table, beside, "variables", problems, err);
    free(beside);
    if (status == ERR_OK && problems->num_errors == errors) {
        self->level_column = table_find(&self->table, "level");
        self->code_column = table_find(&self->table, "code");
        self->name_column = table_find(&self->table, "name");
        self->year_column = table_find(&self->table, "year");
        status = fill_variables(self, problems, err);
        check_columns(self, problems);
        if (status == ERR_OK)
            status = sort_rows(self, problems, err);
    }
    if (status != ERR_OK)
        panel_free(self);
    return status;
}

void panel_free(struct panel *self)
{
    table_free(&self->table);
    table_free(&self->variables_table);
    free(self->variables);
    free(self->order);
    *self = (struct panel){0};
}

size_t panel_find(const struct panel *self, enum level level, const char *code, int year)
{
    size_t low = 0, high = self->table.num_rows;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_key(self, self->order[middle], level, code, year);
        if (order == 0)
            return self->order[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return self->table.num_rows;
}

size_t panel_variable_find(const struct panel *self, const char *name)
{
    size_t v = 0;

    while (v < self->num_variables && strcmp(self->variables[v].name, name) != 0)
        v++;
    return v;
}

static double optional_number(const struct table *table, size_t row, size_t column, double missing)
{
    double value = column < table->num_columns ? table_number(table, row, column) : (double)NAN;

    return isnan(value) ? missing : value;
}

const char *panel_variable_perimeter(const struct panel_variable *variable, enum level level)
{
    if (level == LEVEL_COM)
        return variable->territories;
    if (level != LEVEL_EPCI && level != LEVEL_TI)
        return "";
    return variable->aggregate == AGGREGATE_NONE ? variable->geography : variable->territories;
}

bool perimeters_differ(const char *a, const char *b)
{
    return a[0] != '\0' && b[0] != '\0' && strcmp(a, b) != 0;
}

struct panel_figure panel_figure(const struct panel *self, size_t row, size_t variable)
{
    const struct panel_variable *v = &self->variables[variable];

    return (struct panel_figure){
        .value = table_number(&self->table, row, v->column),
        .se = optional_number(&self->table, row, v->se_column, NAN),
        .imputed = optional_number(&self->table, row, v->imputed_column, 0),
        .missing = optional_number(&self->table, row, v->missing_column, 0),
        .n = optional_number(&self->table, row, v->n_column, NAN),
        .sd = optional_number(&self->table, row, v->sd_column, NAN),
    };
}
