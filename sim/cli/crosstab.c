#include "sim/cli/crosstab.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/data/decimal.h"

enum { MAX_CELLS = 20000000 };

/* ---- the file ---------------------------------------------------------------------------- */

static bool has_field(const struct strbuf *json, const char *name)
{
    struct strbuf pattern = {0};
    strbuf_addf(&pattern, "\"name\": \"%s\"", name);
    bool found = strstr(strbuf_text(json), strbuf_text(&pattern)) != NULL;

    strbuf_free(&pattern);
    return found;
}

enum need { OPTIONAL_CELLS, NEEDED_CELLS };

static int add_field(struct strbuf *json, const char *name, const char *type, enum need need, struct err *err)
{
    bool is_first = strchr(strbuf_text(json), '}') == NULL;

    if (name == NULL)
        return ERR_OK;
    if (strpbrk(name, "\"\\") != NULL)
        return err_set(err, ERR_USAGE, "'%s': a quote or a backslash in the name of a column", name);
    if (has_field(json, name))
        return err_set(err, ERR_USAGE, "the column '%s' is asked for twice, expected different ones", name);
    strbuf_addf(json, "%s{\"name\": \"%s\", \"type\": \"%s\"", is_first ? "" : ", ", name, type);
    if (need == NEEDED_CELLS)
        strbuf_addf(json, ", \"constraints\": {\"required\": true%s}}",
                    strcmp(type, "number") == 0 ? ", \"minimum\": 0" : "");
    else
        strbuf_add(json, ", \"x-column-required\": true}");
    return ERR_OK;
}

static int add_parents(struct strbuf *json, const struct side_source *side, struct err *err)
{
    int status = ERR_OK;

    for (size_t k = 0; k < side->num_parents && status == ERR_OK; k++)
        status = add_field(json, side->parents[k], "string", OPTIONAL_CELLS, err);
    return status;
}

/* The columns asked for are the schema; others are passed over. */
static int make_schema(struct crosstab *self, const struct crosstab_source *source, struct err *err)
{
    struct strbuf json = {0};
    int status;

    strbuf_add(&json, "{\"x-ignores-more\": true, \"fields\": [");
    status = add_field(&json, source->rows.column, "string", NEEDED_CELLS, err);
    if (status == ERR_OK)
        status = add_field(&json, source->columns.column, "string", NEEDED_CELLS, err);
    if (status == ERR_OK)
        status = add_field(&json, source->value, source->markers ? "string" : "number",
                           source->markers ? OPTIONAL_CELLS : NEEDED_CELLS, err);
    if (status == ERR_OK)
        status = add_field(&json, source->contributors, "number", NEEDED_CELLS, err);
    if (status == ERR_OK)
        status = add_field(&json, source->largest, "number", NEEDED_CELLS, err);
    if (status == ERR_OK)
        status = add_field(&json, source->second, "number", NEEDED_CELLS, err);
    if (status == ERR_OK)
        status = add_parents(&json, &source->rows, err);
    if (status == ERR_OK)
        status = add_parents(&json, &source->columns, err);
    strbuf_add(&json, "]}");
    if (status == ERR_OK)
        status = strbuf_status(&json, err);
    if (status == ERR_OK)
        status = schema_from_json(&self->schema, "table", strbuf_text(&json), err);
    strbuf_free(&json);
    return status;
}

static int read_input(struct crosstab *self, const struct crosstab_source *source, struct problems *problems,
                      struct err *err)
{
    struct source file;
    int status = make_schema(self, source, err);

    if (status == ERR_OK)
        status = source_read(&file, source->path, 0, err);
    if (status != ERR_OK)
        return status;
    status = table_read(&self->input, &file, &self->schema, NULL, problems, err);
    source_free(&file);
    return status == ERR_OK ? problems_status(problems, source->path, err) : status;
}

/* ---- cells ------------------------------------------------------------------------------- */

static double *optional(const char *column, size_t num, bool *failed, struct err *err)
{
    double *values = column ? mem_alloc(num, sizeof *values, err) : NULL;

    *failed |= column != NULL && values == NULL;
    return values;
}

static int alloc_cells(struct crosstab *self, const struct crosstab_source *source, struct err *err)
{
    size_t num = self->rows.hierarchy.num_nodes * self->columns.hierarchy.num_nodes;
    bool failed = false;

    if (num > MAX_CELLS)
        return err_set(err, ERR_LIMIT, "'%s': more than %d cells", source->path, MAX_CELLS);
    self->num_cells = num;
    self->values = optional(source->value, num, &failed, err);
    self->contributors = optional(source->contributors, num, &failed, err);
    self->largest = optional(source->largest, num, &failed, err);
    self->second = optional(source->second, num, &failed, err);
    self->is_given = mem_alloc(num, sizeof *self->is_given, err);
    self->is_marked = mem_alloc(num, sizeof *self->is_marked, err);
    return failed || !self->is_given || !self->is_marked ? ERR_LIMIT : ERR_OK;
}

/* What has been read of the file so far. */
struct filling {
    struct crosstab *table;
    const struct crosstab_source *source;
    struct problems *problems;
    struct decimal decimal;
    size_t row, column, value; /* columns of the input */
    double *said;              /* values of the totals as the file has them; NaN elsewhere */
};

static bool is_marker(const struct crosstab_source *source, const char *text)
{
    if (text[0] == '\0')
        return true;
    for (size_t k = 0; k < source->markers->num_items; k++)
        if (strcmp(text, source->markers->items[k]) == 0)
            return true;
    return false;
}

/* A figure, or NaN where it was left out. */
static double published_value(struct filling *self, size_t r, size_t cell)
{
    const struct table *input = &self->table->input;
    const char *text = table_text(input, r, self->value);
    struct place place = table_place(input, r, self->value);
    double value = NAN;

    if (is_marker(self->source, text)) {
        self->table->is_marked[cell] = true;
        return NAN;
    }
    enum number_status status = decimal_read(&self->decimal, text, strlen(text), place, &value);
    if (status != NUMBER_OK)
        problem_error(self->problems, place, "--markers lists the texts that stand for a figure left out",
                      "'%s' is '%s', expected %s or a marker", self->source->value, text,
                      number_status_text(status));
    else if (value < 0)
        problem_error(self->problems, place, NULL, "'%s' is %s, expected at least 0", self->source->value,
                      text);
    return value;
}

static void read_optional(double *values, const char *column, const struct table *input, size_t r,
                          size_t cell)
{
    if (values != NULL)
        values[cell] = table_number(input, r, table_find(input, column));
}

static void read_record(struct filling *self, size_t r)
{
    struct crosstab *t = self->table;
    const char *row_name = table_text(&t->input, r, self->row),
               *column_name = table_text(&t->input, r, self->column);
    size_t row = table_side_find(&t->rows, row_name), column = table_side_find(&t->columns, column_name);

    if (row == t->rows.hierarchy.num_nodes || column == t->columns.hierarchy.num_nodes) {
        bool is_row = row == t->rows.hierarchy.num_nodes;
        problem_error(self->problems, table_place(&t->input, r, is_row ? self->row : self->column),
                      "a total needs parts in the table", "'%s' is a total of nothing",
                      is_row ? row_name : column_name);
        return;
    }
    size_t cell = row * t->columns.hierarchy.num_nodes + column;
    if (t->is_given[cell])
        problem_error(self->problems, table_place(&t->input, r, self->row),
                      "sum the records first, or choose other columns", "a second record of '%s', '%s'",
                      row_name, column_name);
    t->is_given[cell] = true;
    double value =
        self->source->markers ? published_value(self, r, cell) : table_number(&t->input, r, self->value);
    t->values[cell] = value;
    self->said[cell] = value;
    read_optional(t->contributors, self->source->contributors, &t->input, r, cell);
    read_optional(t->largest, self->source->largest, &t->input, r, cell);
    read_optional(t->second, self->source->second, &t->input, r, cell);
}

/* A total of the file must be the sum of its parts. */
static void check_totals(struct filling *self)
{
    struct crosstab *t = self->table;

    for (size_t r = 0; r < t->input.num_rows; r++) {
        size_t row = table_side_find(&t->rows, table_text(&t->input, r, self->row));
        size_t column = table_side_find(&t->columns, table_text(&t->input, r, self->column));
        size_t cell = row * t->columns.hierarchy.num_nodes + column;
        if (!crosstab_is_inside(t, cell) &&
            fabs(self->said[cell] - t->values[cell]) > 1e-6 * (1 + t->values[cell]))
            problem_error(self->problems, table_place(&t->input, r, self->value),
                          "leave the totals out and they are computed",
                          "the total is %.10g, its parts sum to %.10g", self->said[cell], t->values[cell]);
    }
}

/* Totals that the file gives keep their own contributors: one may be in several cells. */
static void restore_given(double *values, const double *read, const struct crosstab *self)
{
    for (size_t i = 0; i < self->num_cells; i++)
        if (self->is_given[i])
            values[i] = read[i];
}

static int add_up(struct crosstab *self, double *values, double *second,
                  void (*fill)(double *, double *, const struct hierarchy *, const struct hierarchy *),
                  struct err *err)
{
    double *read = mem_alloc(2 * self->num_cells, sizeof *read, err);

    if (read == NULL)
        return ERR_LIMIT;
    memcpy(read, values, self->num_cells * sizeof *read);
    if (second != NULL)
        memcpy(read + self->num_cells, second, self->num_cells * sizeof *read);
    fill(values, second, &self->rows.hierarchy, &self->columns.hierarchy);
    restore_given(values, read, self);
    if (second != NULL)
        restore_given(second, read + self->num_cells, self);
    free(read);
    return ERR_OK;
}

static void fill_sums(double *values, double *unused, const struct hierarchy *rows,
                      const struct hierarchy *columns)
{
    (void)unused;
    crosstable_sum(values, rows, columns);
}

/* Every cell of a row has the largest figure of the row, every total of rows their sum. */
static void spread_over_rows(struct crosstab *self)
{
    size_t width = self->columns.hierarchy.num_nodes, leaves = self->columns.hierarchy.num_leaves;
    double *units = self->contributors;

    for (size_t r = 0; r < self->rows.hierarchy.num_leaves; r++) {
        double largest = 0;
        for (size_t c = 0; c < leaves; c++)
            largest = fmax(largest, units[r * width + c]);
        for (size_t c = 0; c < leaves; c++)
            units[r * width + c] = largest;
    }
    crosstable_sum(units, &self->rows.hierarchy, &self->columns.hierarchy);
    for (size_t i = 0; i < self->num_cells; i++)
        if (i % width >= leaves)
            units[i] = units[i / width * width];
}

static int compute_totals(struct filling *self, struct err *err)
{
    struct crosstab *t = self->table;
    int status = ERR_OK;

    crosstable_sum(t->values, &t->rows.hierarchy, &t->columns.hierarchy);
    check_totals(self);
    if (t->contributors != NULL && self->source->contributors_of_row)
        spread_over_rows(t);
    else if (t->contributors != NULL)
        status = add_up(t, t->contributors, NULL, fill_sums, err);
    if (status == ERR_OK && t->largest != NULL)
        status = add_up(t, t->largest, t->second, crosstable_largest, err);
    return status;
}

static void forget_absent_totals(struct crosstab *self)
{
    for (size_t i = 0; i < self->num_cells; i++)
        if (!crosstab_is_inside(self, i) && !self->is_given[i])
            self->values[i] = NAN;
}

static int fill_cells(struct crosstab *self, const struct crosstab_source *source, struct problems *problems,
                      struct err *err)
{
    struct filling filling = {.table = self,
                              .source = source,
                              .problems = problems,
                              .row = table_find(&self->input, source->rows.column),
                              .column = table_find(&self->input, source->columns.column),
                              .value = table_find(&self->input, source->value)};
    int status = alloc_cells(self, source, err);

    if (status == ERR_OK)
        filling.said = mem_alloc(self->num_cells, sizeof *filling.said, err);
    if (filling.said == NULL)
        return ERR_LIMIT;
    for (size_t r = 0; r < self->input.num_rows; r++)
        read_record(&filling, r);
    decimal_finish(&filling.decimal, problems);
    status = problems_status(problems, source->path, err);
    if (status == ERR_OK && source->markers != NULL)
        forget_absent_totals(self);
    else if (status == ERR_OK)
        status = compute_totals(&filling, err);
    free(filling.said);
    return status == ERR_OK ? problems_status(problems, source->path, err) : status;
}

int crosstab_read(struct crosstab *self, const struct crosstab_source *source, struct problems *problems,
                  struct err *err)
{
    int status = read_input(self, source, problems, err);

    if (status == ERR_OK)
        status = table_side_read(&self->rows, &source->rows, &self->input, problems, err);
    if (status == ERR_OK)
        status = table_side_read(&self->columns, &source->columns, &self->input, problems, err);
    if (status == ERR_OK)
        status = problems_status(problems, source->path, err);
    if (status == ERR_OK && (self->rows.hierarchy.num_leaves == 0 || self->columns.hierarchy.num_leaves == 0))
        status = err_set(err, ERR_DATA, "'%s': the table has no cell", source->path);
    return status == ERR_OK ? fill_cells(self, source, problems, err) : status;
}

void crosstab_free(struct crosstab *self)
{
    table_free(&self->input);
    schema_free(&self->schema);
    table_side_free(&self->rows);
    table_side_free(&self->columns);
    free(self->values);
    free(self->contributors);
    free(self->largest);
    free(self->second);
    free(self->is_given);
    free(self->is_marked);
    *self = (struct crosstab){0};
}

bool crosstab_is_inside(const struct crosstab *self, size_t cell)
{
    size_t width = self->columns.hierarchy.num_nodes;

    return cell / width < self->rows.hierarchy.num_leaves &&
           cell % width < self->columns.hierarchy.num_leaves;
}

const char *crosstab_row(const struct crosstab *self, size_t cell)
{
    return table_side_name(&self->rows, cell / self->columns.hierarchy.num_nodes);
}

const char *crosstab_column(const struct crosstab *self, size_t cell)
{
    return table_side_name(&self->columns, cell % self->columns.hierarchy.num_nodes);
}
