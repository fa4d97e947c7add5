#include "stats/data/binding.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/base/number.h"
#include "stats/base/text.h"

static size_t find_field(const struct csv_row *header, const char *name)
{
    for (size_t f = 0; f < header->num_fields; f++)
        if (strcmp(header->fields[f], name) == 0)
            return f;
    return NO_FIELD;
}

static bool is_role(const struct dict_row *row, const char *role)
{
    return strcmp(row->role, role) == 0;
}

/* How many columns of the header a family uses; 0 when one that it needs is
 * not there. */
static size_t count_matches(const struct dictionary *dictionary, const char *family,
                            const struct csv_row *header)
{
    size_t matches = 0, values = 0;

    for (size_t r = 0; r < dictionary->num_rows; r++) {
        const struct dict_row *row = &dictionary->rows[r];
        if (strcmp(row->family, family) != 0)
            continue;
        bool needed = is_role(row, "code") || is_role(row, "partner") || is_role(row, "year") ||
                      is_role(row, "present") || is_role(row, "named");
        bool found = false;
        for (size_t f = 0; f < header->num_fields && (needed || is_role(row, "value")); f++) {
            int year, quarter;
            if (!pattern_match(row->column, header->fields[f], &year, &quarter) ||
                (year != 0 && !vintage_in(row->vintages, year)))
                continue;
            found = true;
            matches++;
            values += is_role(row, "value");
        }
        if (needed && !found)
            return 0;
    }
    return values > 0 ? matches : 0;
}

static void report_unrecognised(const struct dictionary *dictionary, const char *file,
                                const struct csv_row *header, struct problems *problems)
{
    struct strbuf hint = {0};
    const char *last = "";

    strbuf_add(&hint, _("give --family to choose one, or add a dictionary; known families:"));
    for (size_t r = 0; r < dictionary->num_rows; r++) {
        if (strcmp(dictionary->rows[r].family, last) == 0)
            continue;
        last = dictionary->rows[r].family;
        strbuf_addf(&hint, " %s", last);
    }
    problem_error(problems, ((struct place){file, header->line, 0}), strbuf_text(&hint),
                  "the columns are those of no known file family (first column '%.40s', %zu in all)",
                  header->fields[0], header->num_fields);
    strbuf_free(&hint);
}

const char *binding_recognise(const struct dictionary *dictionary, const struct csv_row *header,
                              const char *imposed, const char *file, struct problems *problems)
{
    const char *best = NULL, *rival = NULL, *last = "";
    size_t best_matches = 0;

    for (size_t r = 0; r < dictionary->num_rows; r++) {
        const char *family = dictionary->rows[r].family;
        if (strcmp(family, last) == 0 || (imposed != NULL && strcmp(family, imposed) != 0))
            continue;
        last = family;
        if (best != NULL && strcmp(best, family) == 0)
            continue; /* rows of one family that do not follow each other */
        size_t matches = count_matches(dictionary, family, header);
        if (matches > best_matches) {
            best = family;
            best_matches = matches;
            rival = NULL;
        } else if (matches > 0 && matches == best_matches) {
            rival = family;
        }
    }
    if (best == NULL)
        report_unrecognised(dictionary, file, header, problems);
    else if (rival != NULL)
        problem_error(problems, ((struct place){file, header->line, 0}), "give --family to choose",
                      "the columns fit the families '%s' and '%s' equally well", best, rival);
    return rival == NULL ? best : NULL;
}

/* "COLUMN=TEXT & COLUMN=TEXT" against a header. */
static void parse_conditions(struct conditions *self, const struct dict_row *row,
                             const struct csv_row *header, struct problems *problems)
{
    const char *text = row->when;

    self->num_items = 0;
    while (*text != '\0') {
        const char *stop = strstr(text, " & ");
        size_t length = stop ? (size_t)(stop - text) : strlen(text);
        const char *equals = memchr(text, '=', length);
        char name[128] = "";
        struct condition *item = &self->items[self->num_items];
        if (equals != NULL)
            snprintf(name, sizeof name, "%.*s", (int)(equals - text), text);
        size_t value_length = equals ? length - (size_t)(equals + 1 - text) : 0;
        if (equals == NULL || self->num_items == MAX_CONDITIONS || value_length >= sizeof item->text) {
            problem_error(problems, row->place, "write COLUMN=TEXT & COLUMN=TEXT, at most 5",
                          "the condition '%s' cannot be read", row->when);
            return;
        }
        item->field = find_field(header, name);
        snprintf(item->text, sizeof item->text, "%.*s", (int)value_length, equals + 1);
        if (item->field == NO_FIELD) {
            problem_error(problems, row->place, NULL, "the condition names a column '%s' that the file lacks",
                          name);
            return;
        }
        self->num_items++;
        text += length + (stop ? 3 : 0);
    }
}

/* Whether text is one of "A|B|C". */
static bool is_listed(const char *list, const char *text)
{
    size_t length = strlen(text);

    for (;;) {
        size_t word = strcspn(list, "|");
        if (word == length && strncmp(list, text, word) == 0)
            return true;
        if (list[word] == '\0')
            return false;
        list += word + 1;
    }
}

bool conditions_hold(const struct conditions *self, const struct csv_row *record)
{
    for (size_t i = 0; i < self->num_items; i++)
        if (!is_listed(self->items[i].text, record->fields[self->items[i].field]))
            return false;
    return true;
}

static enum flow flow_of(const struct dict_row *row, struct problems *problems)
{
    static const char *const names[] = {
        [FLOW_NONE] = "", [FLOW_BOTH] = "both", [FLOW_CODE] = "code", [FLOW_PARTNER] = "partner"};
    char text[16];

    option_value(row->options, "flow", text, sizeof text);
    for (int flow = FLOW_NONE; flow <= FLOW_PARTNER; flow++)
        if (strcmp(text, names[flow]) == 0)
            return (enum flow)flow;
    problem_error(problems, row->place, NULL, "flow=%s is not one of both, code, partner", text);
    return FLOW_NONE;
}

static int add_value(struct binding *self, const struct dict_row *row, const struct csv_row *header,
                     struct grid *grid, struct problems *problems, struct err *err)
{
    for (size_t f = 0; f < header->num_fields; f++) {
        int year, quarter;
        if (!pattern_match(row->column, header->fields[f], &year, &quarter) ||
            (year != 0 && !vintage_in(row->vintages, year)))
            continue;
        if (mem_grow(&self->values, &self->values_capacity, self->num_values + 1, sizeof *self->values,
                     err) != ERR_OK)
            return ERR_LIMIT;
        struct value_binding *value = &self->values[self->num_values];
        *value = (struct value_binding){
            .field = f, .year = year, .row = row, .most = INFINITY, .most_named = NO_FIELD};
        value->variable = grid_variable(grid, row, self->geography, err);
        if (value->variable == (size_t)-1)
            return ERR_DATA;
        grid->variables[value->variable].is_partial = self->is_partial;
        parse_conditions(&value->conditions, row, header, problems);
        value->flow = flow_of(row, problems);
        self->num_values++;
    }
    return ERR_OK;
}

static int add_conditions(struct conditions **items, size_t *num, size_t *capacity,
                          const struct dict_row *row, const struct csv_row *header, struct problems *problems,
                          struct err *err)
{
    if (mem_grow(items, capacity, *num + 1, sizeof **items, err) != ERR_OK)
        return ERR_LIMIT;
    parse_conditions(&(*items)[(*num)++], row, header, problems);
    return ERR_OK;
}

static int add_recode(struct binding *self, const struct dict_row *row, const struct csv_row *header,
                      struct problems *problems, struct err *err)
{
    struct recode_binding *item;

    if (mem_grow(&self->recodes, &self->recodes_capacity, self->num_recodes + 1, sizeof *self->recodes,
                 err) != ERR_OK)
        return ERR_LIMIT;
    item = &self->recodes[self->num_recodes++];
    *item =
        (struct recode_binding){.level = level_find(row->level, strlen(row->level)), .code = row->variable};
    parse_conditions(&item->conditions, row, header, problems);
    if (item->level == NUM_LEVELS || row->variable[0] == '\0')
        problem_error(problems, row->place, NULL, "a recode row needs a level and a code in 'variable'");
    return ERR_OK;
}

/* A column that tells records of one territory apart; a file may do without. */
static void add_key(struct binding *self, const struct dict_row *row, const struct csv_row *header,
                    struct problems *problems)
{
    for (size_t f = 0; f < header->num_fields; f++) {
        int year, quarter;
        if (!pattern_match(row->column, header->fields[f], &year, &quarter))
            continue;
        if (self->num_keys < MAX_NAMED)
            self->keys[self->num_keys++] = f;
        else
            problem_error(problems, row->place, NULL, "more than %d key columns", MAX_NAMED);
    }
}

static void add_named(struct binding *self, const struct dict_row *row, const struct csv_row *header,
                      struct problems *problems)
{
    if (self->num_named < MAX_NAMED)
        self->named[self->num_named++] =
            (struct named_binding){.row = row, .field = find_field(header, row->column)};
    else
        problem_error(problems, row->place, NULL, "more than %d named columns", MAX_NAMED);
}

/* The column of a name, NO_FIELD with a problem when there is none. */
static size_t find_named(const struct binding *self, const struct dict_row *row, const char *name,
                         size_t length, struct problems *problems)
{
    for (size_t i = 0; i < self->num_named; i++)
        if (strlen(self->named[i].row->variable) == length &&
            strncmp(self->named[i].row->variable, name, length) == 0)
            return i;
    problem_error(problems, row->place, "add a row with the role named, its name in 'variable'",
                  "no column of the family is named '%.*s'", (int)length, name);
    return NO_FIELD;
}

/* times=answers,employed most=1 (or most=pupils); times-only=answers */
static void bind_options(const struct binding *self, struct value_binding *value, struct problems *problems)
{
    const struct dict_row *row = value->row;
    char text[96], most[64];

    option_value(row->options, "times-only", text, sizeof text);
    value->is_times_only = text[0] != '\0';
    if (!value->is_times_only)
        option_value(row->options, "times", text, sizeof text);
    for (const char *name = text; *name != '\0';) {
        size_t length = strcspn(name, ",");
        if (value->num_times == MAX_TIMES)
            problem_error(problems, row->place, NULL, "a figure is multiplied by %d columns at most",
                          MAX_TIMES);
        else
            value->times[value->num_times++] = find_named(self, row, name, length, problems);
        name += length + (name[length] == ',');
    }
    option_value(row->options, "most", most, sizeof most);
    if (most[0] != '\0' && number_parse(most, strlen(most), '.', &value->most) != NUMBER_OK) {
        value->most = INFINITY;
        value->most_named = find_named(self, row, most, strlen(most), problems);
    }
}

/* "@NIV_TERR EPCI=epci DEP=dep" names the column that tells the level. */
static void bind_level_column(struct binding *self, const struct csv_row *header, struct problems *problems)
{
    char name[128];
    const char *text = self->code->level;

    if (text[0] != '@')
        return;
    snprintf(name, sizeof name, "%.*s", (int)strcspn(text + 1, " "), text + 1);
    self->level_field = find_field(header, name);
    if (self->level_field == NO_FIELD)
        problem_error(problems, self->code->place, NULL, "the file has no column '%s' to tell the level",
                      name);
}

static void bind_file_row(struct binding *self, const struct dict_row *row)
{
    char text[32];
    int quarter;

    self->file = row;
    if (row->year[0] != '\0')
        pattern_match("{yyyy}", row->year, &self->fixed_year, &quarter);
    option_value(row->options, "match", text, sizeof text);
    self->match_names = strcmp(text, "name") == 0;
    option_value(row->options, "records", text, sizeof text);
    self->is_records = strcmp(text, "weighted") == 0;
    option_value(row->options, "coverage", text, sizeof text);
    self->is_partial = strcmp(text, "partial") == 0;
    option_value(row->options, "geography", self->geography, sizeof self->geography);
}

static int bind_row(struct binding *self, const struct dict_row *row, const struct csv_row *header,
                    struct grid *grid, struct problems *problems, struct err *err)
{
    if (is_role(row, "code")) {
        self->code = row;
        self->code_field = find_field(header, row->column);
        bind_level_column(self, header, problems);
    } else if (is_role(row, "partner")) {
        self->partner = row;
        self->partner_field = find_field(header, row->column);
    } else if (is_role(row, "year")) {
        self->year_field = find_field(header, row->column);
        self->year_pattern = row->year[0] ? row->year : "{yyyy}";
    } else if (is_role(row, "skip")) {
        return add_conditions(&self->skips, &self->num_skips, &self->skips_capacity, row, header, problems,
                              err);
    } else if (is_role(row, "keep")) {
        return add_conditions(&self->keeps, &self->num_keeps, &self->keeps_capacity, row, header, problems,
                              err);
    } else if (is_role(row, "key")) {
        add_key(self, row, header, problems);
    } else if (is_role(row, "named")) {
        add_named(self, row, header, problems);
    } else if (is_role(row, "recode")) {
        return add_recode(self, row, header, problems, err);
    } else if (is_role(row, "value")) {
        return add_value(self, row, header, grid, problems, err);
    }
    return ERR_OK;
}

/* What only weighted records have, and what they need. */
static void check_records(const struct binding *self, struct problems *problems)
{
    for (size_t i = 0; i < self->num_values; i++) {
        const struct value_binding *value = &self->values[i];
        bool is_records = value->row->exploitation == EXPLOITATION_RECORDS;
        if (is_records != self->is_records)
            problem_error(
                problems, value->row->place, "the two go together: figures made of weighted records",
                self->is_records
                    ? N_("exploitation '%s' in a family with records=weighted in the options of its file row")
                    : N_("exploitation '%s' in a family without records=weighted in the options of its file "
                         "row"),
                exploitation_name(value->row->exploitation));
        if (value->flow != FLOW_NONE && self->partner == NULL)
            problem_error(problems, value->row->place, "name the column of the other commune in such a row",
                          "flow= in a family without a row with the role partner");
        if (value->flow != FLOW_NONE && value->row->aggregate != AGGREGATE_NONE)
            problem_error(problems, value->row->place, "moves are counted at each level on its own",
                          "flow= with the aggregate '%s', expected none",
                          aggregate_name(value->row->aggregate));
    }
    if (self->partner != NULL && strcmp(self->code->level, "com") != 0)
        problem_error(problems, self->partner->place, NULL, "a partner needs a code of level com");
}

/* Every figure needs a year: from its column's name, a column, or the family. */
static void check_years(const struct binding *self, const char *file, struct problems *problems)
{
    for (size_t i = 0; i < self->num_values; i++)
        if (self->values[i].year == 0 && self->year_field == NO_FIELD && self->fixed_year == 0) {
            problem_error(problems, ((struct place){file, 1, (long)self->values[i].field + 1}),
                          "give --vintage YEAR (or, in the dictionary, a 'file' row with the year)",
                          "the family '%s' does not tell the year of this column", self->family);
            return;
        }
}

/* Figures whose year the user gives, none of which the family has for that year. */
static void check_vintage(const struct binding *self, const char *file, struct problems *problems)
{
    const char *vintages = NULL;

    if (self->year_field != NO_FIELD || self->fixed_year == 0)
        return;
    for (size_t i = 0; i < self->num_values; i++) {
        if (self->values[i].year != 0 || vintage_in(self->values[i].row->vintages, self->fixed_year))
            return;
        vintages = self->values[i].row->vintages;
    }
    if (vintages != NULL)
        problem_error(problems, ((struct place){file, 1, 0}), "questions and codes differ between vintages",
                      "the family '%s' reads the vintages %s, and the file is of %d", self->family, vintages,
                      self->fixed_year);
}

int binding_make(struct binding *self, const struct dictionary *dictionary, const char *family,
                 const struct csv_row *header, int vintage, struct grid *grid, const char *file,
                 struct problems *problems, struct err *err)
{
    size_t file_row = dictionary_find(dictionary, family, "file", 0);
    int status = ERR_OK;

    *self = (struct binding){.family = family,
                             .code_field = NO_FIELD,
                             .partner_field = NO_FIELD,
                             .level_field = NO_FIELD,
                             .year_field = NO_FIELD};
    if (file_row < dictionary->num_rows)
        bind_file_row(self, &dictionary->rows[file_row]);
    for (size_t r = 0; r < dictionary->num_rows && status == ERR_OK; r++)
        if (strcmp(dictionary->rows[r].family, family) == 0)
            status = bind_row(self, &dictionary->rows[r], header, grid, problems, err);
    for (size_t i = 0; i < self->num_values && status == ERR_OK; i++)
        bind_options(self, &self->values[i], problems);
    if (self->fixed_year == 0)
        self->fixed_year = vintage;
    check_years(self, file, problems);
    check_vintage(self, file, problems);
    check_records(self, problems);
    return status;
}

void binding_free(struct binding *self)
{
    free(self->values);
    free(self->skips);
    free(self->keeps);
    free(self->recodes);
    *self = (struct binding){0};
}
