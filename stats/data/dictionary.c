#include "stats/data/dictionary.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/text.h"

static const char *const aggregate_names[] = {"sum", "mean", "quarters", "none"};
static const char *const kind_names[] = {"count", "share", "rate"};

const char *aggregate_name(enum aggregate value)
{
    return aggregate_names[value];
}

const char *variable_kind_name(enum variable_kind value)
{
    return kind_names[value];
}

static int find_name(const char *const *names, int num, const char *name, int fallback)
{
    for (int i = 0; i < num; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return fallback;
}

enum aggregate aggregate_find(const char *name)
{
    return (enum aggregate)find_name(aggregate_names, 4, name, AGGREGATE_SUM);
}

enum variable_kind variable_kind_find(const char *name)
{
    return (enum variable_kind)find_name(kind_names, 3, name, VARIABLE_COUNT);
}

/* A number of exactly num digits at *text; moves past it. */
static bool take_number(const char **text, int num, int *value)
{
    *value = 0;
    for (int i = 0; i < num; i++) {
        if ((*text)[i] < '0' || (*text)[i] > '9')
            return false;
        *value = *value * 10 + ((*text)[i] - '0');
    }
    *text += num;
    return true;
}

static bool take_year(const char **text, int digits, int *year)
{
    int value;

    if (!take_number(text, digits, &value))
        return false;
    if (digits == 2)
        value += value <= 60 ? 2000 : 1900;
    if (*year != 0 && *year != value)
        return false;
    *year = value;
    return true;
}

static bool match_from(const char *pattern, const char *text, int *year, int *quarter);

/* {skip}: any text, the shortest that lets the rest match. */
static bool match_skip(const char *pattern, const char *text, int *year, int *quarter)
{
    for (;; text++) {
        int y = *year, q = *quarter;
        if (match_from(pattern, text, &y, &q)) {
            *year = y;
            *quarter = q;
            return true;
        }
        if (*text == '\0')
            return false;
    }
}

static bool match_from(const char *pattern, const char *text, int *year, int *quarter)
{
    while (*pattern != '\0') {
        if (text_starts_with(pattern, "{yyyy}")) {
            if (!take_year(&text, 4, year))
                return false;
            pattern += 6;
        } else if (text_starts_with(pattern, "{yy}")) {
            if (!take_year(&text, 2, year))
                return false;
            pattern += 4;
        } else if (text_starts_with(pattern, "{q}")) {
            if (!take_number(&text, 1, quarter) || *quarter < 1 || *quarter > 4)
                return false;
            pattern += 3;
        } else if (text_starts_with(pattern, "{skip}")) {
            return match_skip(pattern + 6, text, year, quarter);
        } else if (*pattern++ != *text++) {
            return false;
        }
    }
    return *text == '\0';
}

bool pattern_match(const char *pattern, const char *text, int *year, int *quarter)
{
    *year = 0;
    *quarter = 0;
    return match_from(pattern, text, year, quarter);
}

bool vintage_in(const char *vintages, int year)
{
    int first = 0, last = 9999;
    const char *text = vintages;

    if (*text == '\0')
        return true;
    if (*text != '-') {
        if (!take_number(&text, 4, &first))
            return false;
        last = *text == '-' ? last : first;
    }
    if (*text == '-' && text[1] != '\0') {
        text++;
        if (!take_number(&text, 4, &last))
            return false;
    }
    return year >= first && year <= last;
}

static bool is_vintage_range(const char *text)
{
    int year;

    if (*text != '\0' && *text != '-' && !take_number(&text, 4, &year))
        return false;
    if (*text == '-' && *++text != '\0' && !take_number(&text, 4, &year))
        return false;
    return *text == '\0';
}

bool option_value(const char *options, const char *key, char *out, size_t size)
{
    size_t key_length = strlen(key);

    out[0] = '\0';
    while (*options != '\0') {
        size_t length = strcspn(options, " ");
        if (length > key_length && options[key_length] == '=' && strncmp(options, key, key_length) == 0)
            return snprintf(out, size, "%.*s", (int)(length - key_length - 1), options + key_length + 1) <
                   (int)size;
        options += length + strspn(options + length, " ");
    }
    return true;
}

static void fill_row(struct dict_row *row, const struct table *t, size_t r)
{
    const char **texts[] = {&row->family,   &row->role,     &row->column,      &row->variable,
                            &row->when,     &row->vintages, &row->level,       &row->year,
                            &row->unit,     &row->missing,  &row->universe_fr, &row->universe_en,
                            &row->label_fr, &row->label_en, &row->source,      &row->options};
    static const char *const names[] = {
        "family", "role",    "column",      "variable",    "when",     "vintages", "level",  "year",
        "unit",   "missing", "universe_fr", "universe_en", "label_fr", "label_en", "source", "options"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        *texts[i] = table_text(t, r, table_find(t, names[i]));
    row->kind = variable_kind_find(table_text(t, r, table_find(t, "kind")));
    row->exploitation = exploitation_find(table_text(t, r, table_find(t, "exploitation")));
    row->aggregate = aggregate_find(table_text(t, r, table_find(t, "aggregate")));
    row->scale = table_number(t, r, table_find(t, "scale"));
    if (isnan(row->scale))
        row->scale = 1;
    row->place = table_place(t, r, table_find(t, "column"));
}

static void check_value_row(const struct dict_row *row, struct problems *problems)
{
    if (row->variable[0] == '\0')
        problem_error(problems, row->place, NULL, "a value row needs a variable");
    if (row->exploitation == NUM_EXPLOITATIONS)
        problem_error(problems, row->place, "P, C, register, survey, model or published",
                      "the variable '%s' does not say where its figures come from", row->variable);
    if (row->unit[0] == '\0' || row->source[0] == '\0')
        problem_error(problems, row->place, NULL, "the variable '%s' needs a unit and a source",
                      row->variable);
    if (row->kind != VARIABLE_COUNT && row->aggregate == AGGREGATE_SUM)
        problem_error(problems, row->place, "set aggregate to none, mean or quarters",
                      "'%s' is a %s: it cannot be summed over territories", row->variable,
                      variable_kind_name(row->kind));
}

static void check_row(const struct dict_row *row, struct problems *problems)
{
    bool needs_column =
        strcmp(row->role, "file") != 0 && strcmp(row->role, "keep") != 0 && strcmp(row->role, "skip") != 0;

    if (needs_column && row->column[0] == '\0')
        problem_error(problems, row->place, NULL, "a row with the role %s needs a column", row->role);
    if (strcmp(row->role, "named") == 0 && row->variable[0] == '\0')
        problem_error(problems, row->place, NULL, "a row with the role named needs its name in 'variable'");
    if (!is_vintage_range(row->vintages))
        problem_error(problems, row->place, "write 2017-, 2013-2016, -2012 or 2018",
                      "'%s' is not a range of years", row->vintages);
    if (row->level[0] != '\0' && row->level[0] != '@' &&
        level_find(row->level, strlen(row->level)) == NUM_LEVELS)
        problem_error(problems, row->place, "com, epci, ze, ti, dep, rze, reg or fr", "'%s' is not a level",
                      row->level);
    if (strcmp(row->role, "value") == 0)
        check_value_row(row, problems);
}

static int add_rows(struct dictionary *self, const struct table *table, struct problems *problems,
                    struct err *err)
{
    for (size_t r = 0; r < table->num_rows; r++) {
        if (mem_grow(&self->rows, &self->rows_capacity, self->num_rows + 1, sizeof *self->rows, err) !=
            ERR_OK)
            return ERR_LIMIT;
        fill_row(&self->rows[self->num_rows], table, r);
        check_row(&self->rows[self->num_rows], problems);
        self->num_rows++;
    }
    return ERR_OK;
}

static void check_families(const struct dictionary *self, size_t first, struct problems *problems)
{
    for (size_t r = first; r < self->num_rows; r++) {
        const struct dict_row *row = &self->rows[r];
        if (dictionary_find(self, row->family, "code", 0) == self->num_rows)
            problem_error(problems, row->place, "add a row with the role code",
                          "the family '%s' does not say which column holds the territory", row->family);
        else if (strcmp(row->role, "code") == 0 && row->level[0] == '\0')
            problem_error(problems, row->place, NULL, "the code of family '%s' needs a level", row->family);
    }
}

int dictionary_add(struct dictionary *self, const char *path, struct problems *problems, struct err *err)
{
    size_t first = self->num_rows, errors = problems->num_errors;
    struct table *table;
    int status =
        mem_grow(&self->tables, &self->tables_capacity, self->num_tables + 1, sizeof *self->tables, err);

    if (status != ERR_OK)
        return status;
    table = &self->tables[self->num_tables];
    status = table_read_file(table, path, "dictionary", problems, err);
    if (status != ERR_OK)
        return status;
    self->num_tables++;
    if (problems->num_errors > errors)
        return ERR_OK;
    status = add_rows(self, table, problems, err);
    if (status == ERR_OK)
        check_families(self, first, problems);
    return status;
}

void dictionary_free(struct dictionary *self)
{
    for (size_t i = 0; i < self->num_tables; i++)
        table_free(&self->tables[i]);
    free(self->tables);
    free(self->rows);
    *self = (struct dictionary){0};
}

size_t dictionary_find(const struct dictionary *self, const char *family, const char *role, size_t start)
{
    while (start < self->num_rows &&
           (strcmp(self->rows[start].family, family) != 0 || strcmp(self->rows[start].role, role) != 0))
        start++;
    return start;
}
