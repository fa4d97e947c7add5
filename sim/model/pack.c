#include "sim/model/pack.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sim/model/pack_check.h"
#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/base/number.h"
#include "stats/base/outfile.h"
#include "stats/base/text.h"

enum table_id {
    TABLE_SCENARIOS,
    TABLE_MEASURES,
    TABLE_ASSUMPTIONS,
    TABLE_DEFAULTS,
    TABLE_TARGETS,
    TABLE_CORRELATIONS,
    TABLE_CALENDAR,
    TABLE_FUNDING,
    TABLE_TERRITORY,
    NUM_TABLES
};

static const struct {
    const char *file, *schema;
    bool needed;
} table_files[NUM_TABLES] = {
    [TABLE_SCENARIOS] = {"scenarios.csv", "scenarios", true},
    [TABLE_MEASURES] = {"measures.csv", "measures", true},
    [TABLE_ASSUMPTIONS] = {"assumptions.csv", "assumptions", true},
    [TABLE_DEFAULTS] = {NULL, "assumptions", false},
    [TABLE_TARGETS] = {"targets.csv", "targets", false},
    [TABLE_CORRELATIONS] = {"correlations.csv", "correlations", false},
    [TABLE_CALENDAR] = {"calendar.csv", "calendar", false},
    [TABLE_FUNDING] = {"funding.csv", "funding", false},
    [TABLE_TERRITORY] = {"territory.csv", "territory", false},
};

const char *status_mark_name(enum status_mark mark)
{
    static const char *const names[] = {"sourced", "derived", "judgement", "observed", "neutral"};

    return names[mark];
}

static enum status_mark status_of(const char *text)
{
    if (strcmp(text, "sourced") == 0)
        return STATUS_SOURCED;
    if (strcmp(text, "observed") == 0)
        return STATUS_OBSERVED;
    return strcmp(text, "derived") == 0 ? STATUS_DERIVED : STATUS_JUDGEMENT;
}

/* A row of a table, read by column name. */
struct reading {
    const struct table *table;
    size_t row;
    struct problems *problems;
};

static const char *text_of(const struct reading *r, const char *column)
{
    return table_text(r->table, r->row, table_find(r->table, column));
}

static double number_of(const struct reading *r, const char *column)
{
    return table_number(r->table, r->row, table_find(r->table, column));
}

static struct place place_of(const struct reading *r, const char *column)
{
    return table_place(r->table, r->row, table_find(r->table, column));
}

/* Names become keys, files and labels of streams: plain characters only. */
static void check_name(const struct reading *r, const char *column)
{
    const char *name = text_of(r, column);

    if (name[0] != '\0' &&
        (strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") != strlen(name) ||
         name[0] == '-' || strlen(name) > 64))
        problem_error(
            r->problems, place_of(r, column), "put the text that people read in label_fr and label_en",
            "the name '%.80s' may hold only letters without accents, digits, - and _, at most 64", name);
}

static struct scope read_scope(const struct reading *r, const char *column)
{
    struct scope scope;
    const char *wrong = scope_parse(&scope, text_of(r, column));

    if (wrong[0] != '\0')
        problem_error(r->problems, place_of(r, column), NULL, "the scope '%.80s' is not valid: %s",
                      text_of(r, column), wrong);
    return scope;
}

static enum param read_param(const struct reading *r, const char *column)
{
    const char *name = text_of(r, column);
    enum param param = param_find(name);
    char hint[128];

    if (param != NUM_PARAMS || name[0] == '\0')
        return param;
    const char *near = param_nearest(name);
    snprintf(hint, sizeof hint, near ? _("did you mean '%s'?") : N_("see 'bassin list parameters'"),
             near ? near : "");
    problem_error(r->problems, place_of(r, column), hint, "there is no parameter '%.80s'", name);
    return param;
}

static void read_scenario(struct pack_scenario *s, const struct reading *r)
{
    *s = (struct pack_scenario){.name = text_of(r, "scenario"),
                                .extends = text_of(r, "extends"),
                                .reference = text_of(r, "reference"),
                                .label_fr = text_of(r, "label_fr"),
                                .label_en = text_of(r, "label_en"),
                                .first_year = number_of(r, "first_year"),
                                .last_year = number_of(r, "last_year"),
                                .steps_per_year = number_of(r, "steps_per_year"),
                                .additionality = text_of(r, "additionality"),
                                .detail = text_of(r, "detail"),
                                .macro_mean = text_of(r, "macro_mean"),
                                .payment_timing = text_of(r, "payment_timing"),
                                .counts = text_of(r, "counts"),
                                .place = place_of(r, "scenario")};
    check_name(r, "scenario");
    double steps = s->steps_per_year;
    if (!isnan(steps) && steps != 1 && steps != 2 && steps != 4 && steps != 12)
        problem_error(r->problems, place_of(r, "steps_per_year"), NULL,
                      "steps_per_year is %g, expected 1, 2, 4 or 12", steps);
    if (strcmp(s->name, "defaults") == 0)
        problem_error(r->problems, s->place, "choose another name",
                      "'defaults' is the name of the defaults shipped with bassin");
}

static void read_measure(struct pack_measure *m, const struct reading *r)
{
    struct scope territory;
    char text[SCOPE_TEXT_SIZE + 16];

    *m = (struct pack_measure){.scenario = text_of(r, "scenario"),
                               .name = text_of(r, "measure"),
                               .territory = text_of(r, "territory"),
                               .label_fr = text_of(r, "label_fr"),
                               .label_en = text_of(r, "label_en"),
                               .source = text_of(r, "source"),
                               .audience = audience_find(text_of(r, "audience")),
                               .status = status_of(text_of(r, "status")),
                               .level = number_of(r, "level"),
                               .opening = number_of(r, "opening"),
                               .closing = number_of(r, "closing"),
                               .places = number_of(r, "places"),
                               .sites = number_of(r, "sites"),
                               .course_years = number_of(r, "course_years"),
                               .grant_eur = number_of(r, "grant_eur"),
                               .public_share = number_of(r, "public_share"),
                               .grant_from = number_of(r, "grant_from"),
                               .grant_to = number_of(r, "grant_to"),
                               .place = place_of(r, "measure")};
    check_name(r, "measure");
    snprintf(text, sizeof text, "territory:%.80s", m->territory);
    const char *wrong = m->territory[0] ? scope_parse(&territory, text) : "";
    if (wrong[0] != '\0')
        problem_error(r->problems, place_of(r, "territory"), "write epci:200065647", "'%.80s': %s",
                      m->territory, wrong);
    if (m->closing <= m->opening)
        problem_error(r->problems, place_of(r, "closing"), NULL,
                      "closing is %g, expected after the opening in %g", m->closing, m->opening);
    if (m->grant_to < m->grant_from)
        problem_error(r->problems, place_of(r, "grant_to"), NULL,
                      "grant_to is %g, expected not before grant_from in %g", m->grant_to, m->grant_from);
    if (isnan(m->sites))
        m->sites = 1;
    if (isnan(m->public_share))
        m->public_share = 1;
    if (m->places * m->sites > 1e9)
        problem_error(r->problems, place_of(r, "places"), NULL,
                      "%g places are over the limit of 1,000,000,000", m->places * m->sites);
}

static void read_values(struct dist *dist, const struct reading *r, double scale)
{
    const char *text = text_of(r, "values");

    dist->num_values = 0;
    while (*text != '\0') {
        size_t length = strcspn(text, " ");
        double value;
        if (dist->num_values == DIST_MAX_VALUES || number_parse(text, length, '.', &value) != NUMBER_OK) {
            problem_error(r->problems, place_of(r, "values"), NULL,
                          "expected at most %d numbers separated by spaces, with decimal points",
                          DIST_MAX_VALUES);
            return;
        }
        dist->values[dist->num_values++] = value * scale;
        text += length + strspn(text + length, " ");
    }
}

/* A probability of 35 is far more often 35 % than a mistake. */
static void check_range(const struct pack_assumption *a, const struct reading *r)
{
    const struct param_spec *spec = &param_specs[a->param];
    double low, high;
    char hint[128];

    dist_range(&a->dist, &low, &high);
    if (a->dist.family == DIST_NORMAL) { /* cut at the domain when it is drawn */
        low = a->dist.value;
        high = a->dist.value;
    }
    if (a->dist.family == DIST_LOGNORMAL || a->dist.family == DIST_GAMMA)
        high = a->dist.value;
    if (low >= spec->minimum && high <= spec->maximum)
        return;
    double bad = low < spec->minimum ? low : high;
    snprintf(hint, sizeof hint, _("did you mean %g, or the unit %%?"), bad / 100);
    problem_error(r->problems, place_of(r, a->dist.family == DIST_EMPIRICAL ? "values" : "value"),
                  spec->maximum == 1 && bad > 1 && bad <= 100 ? hint : NULL,
                  "%s can be %g, expected between %g and %g (%s)", spec->name, bad, spec->minimum,
                  spec->maximum, spec->unit);
}

static void check_family(const struct pack_assumption *a, const struct reading *r)
{
    const struct param_spec *spec = &param_specs[a->param];
    bool is_entry = a->param >= PARAM_ENTRY_NONE && a->param <= PARAM_ENTRY_BAC3;
    bool unbounded = a->dist.family == DIST_LOGNORMAL || a->dist.family == DIST_GAMMA;

    if (a->dist.family == DIST_DIRICHLET && !is_entry)
        problem_error(r->problems, place_of(r, "distribution"), "use beta for a single share",
                      "dirichlet is for the shares entry_level_none ... entry_level_bac3");
    if (unbounded && spec->maximum <= 1)
        problem_error(r->problems, place_of(r, "distribution"), "use beta, logitnormal, pert or triangular",
                      "%s has no upper limit, but %s is at most %g", dist_family_name(a->dist.family),
                      spec->name, spec->maximum);
    if (a->dist.family == DIST_NORMAL && strcmp(spec->unit, "share") == 0)
        problem_error(r->problems, place_of(r, "distribution"), "use beta or logitnormal",
                      "a normal distribution leaves the range of a share");
}

static void read_dist(struct pack_assumption *a, const struct reading *r)
{
    const struct param_spec *spec = &param_specs[a->param];
    double scale = param_unit_scale(spec, text_of(r, "unit"));
    bool scaled_sd;

    if (scale == 0) {
        problem_error(r->problems, place_of(r, "unit"), NULL, "the unit of %s is '%s', not '%.40s'",
                      spec->name, spec->unit, text_of(r, "unit"));
        scale = 1;
    }
    a->dist = (struct dist){.family = dist_family_find(text_of(r, "distribution")),
                            .value = number_of(r, "value") * scale,
                            .n = number_of(r, "n"),
                            .sd = number_of(r, "sd"),
                            .min = number_of(r, "min") * scale,
                            .max = number_of(r, "max") * scale};
    scaled_sd = a->dist.family == DIST_GAMMA || a->dist.family == DIST_NORMAL;
    if (scaled_sd)
        a->dist.sd *= scale;
    read_values(&a->dist, r, scale);
    if (a->dist.family == NUM_DIST_FAMILIES)
        return;
    const char *wrong = dist_check(&a->dist);
    if (wrong[0] != '\0')
        problem_error(r->problems, place_of(r, "distribution"), "see 'bassin list distributions'", "%s: %s",
                      spec->name, wrong);
    else {
        check_range(a, r);
        check_family(a, r);
    }
}

static void read_assumption(struct pack_assumption *a, const struct reading *r)
{
    double from_year = number_of(r, "from_year");

    *a = (struct pack_assumption){.scenario = text_of(r, "scenario"),
                                  .source = text_of(r, "source"),
                                  .status = status_of(text_of(r, "status")),
                                  .scope = read_scope(r, "scope"),
                                  .param = read_param(r, "parameter"),
                                  .from_year = isnan(from_year) ? -INFINITY : from_year,
                                  .place = place_of(r, "parameter")};
    if (a->param == NUM_PARAMS)
        return;
    read_dist(a, r);
    if (!isnan(from_year) && !param_specs[a->param].may_change)
        problem_error(r->problems, place_of(r, "from_year"), "leave from_year empty",
                      "%s is the same in all years", param_specs[a->param].name);
    if (param_specs[a->param].per_run && a->scope.kind != SCOPE_ALL)
        problem_error(r->problems, place_of(r, "scope"), "use the scope all",
                      "%s has one value for the whole scenario", param_specs[a->param].name);
    if (param_specs[a->param].per_territory && a->scope.kind != SCOPE_ALL && a->scope.kind != SCOPE_TERRITORY)
        problem_error(r->problems, place_of(r, "scope"), "use the scope all or territory:LEVEL:CODE",
                      "%s has one value for all people of a territory", param_specs[a->param].name);
}

static void read_target(struct pack_target *t, const struct reading *r)
{
    double year = number_of(r, "year");

    *t = (struct pack_target){.scenario = text_of(r, "scenario"),
                              .metric = text_of(r, "metric"),
                              .label_fr = text_of(r, "label_fr"),
                              .label_en = text_of(r, "label_en"),
                              .source = text_of(r, "source"),
                              .scope = read_scope(r, "scope"),
                              .year = isnan(year) ? 0 : (int)year,
                              .at_least = strcmp(text_of(r, "operator"), ">=") == 0,
                              .value = number_of(r, "value"),
                              .probability = number_of(r, "probability"),
                              .place = place_of(r, "metric")};
}

static void read_correlation(struct pack_correlation *c, const struct reading *r)
{
    *c = (struct pack_correlation){.scopes = {read_scope(r, "scope_1"), read_scope(r, "scope_2")},
                                   .params = {read_param(r, "parameter_1"), read_param(r, "parameter_2")},
                                   .spearman = number_of(r, "spearman"),
                                   .place = place_of(r, "spearman")};
}

static void read_funding(struct pack_funding *f, const struct reading *r)
{
    const char *item = text_of(r, "item");

    *f = (struct pack_funding){.scenario = text_of(r, "scenario"),
                               .measure = text_of(r, "measure"),
                               .funder = text_of(r, "funder"),
                               .label_fr = text_of(r, "label_fr"),
                               .label_en = text_of(r, "label_en"),
                               .source = text_of(r, "source"),
                               .investment = strcmp(item, "operation") != 0,
                               .operation = strcmp(item, "investment") != 0,
                               .share = number_of(r, "share"),
                               .cap_eur = number_of(r, "cap_eur"),
                               .from_year = number_of(r, "from_year"),
                               .to_year = number_of(r, "to_year"),
                               .status = status_of(text_of(r, "status")),
                               .place = place_of(r, "funder")};
    check_name(r, "funder");
    if (strcmp(f->funder, "remainder") == 0)
        problem_error(r->problems, f->place, "choose another name",
                      "'remainder' is what no funder covers, and needs no row");
    if (f->to_year < f->from_year)
        problem_error(r->problems, place_of(r, "to_year"), NULL,
                      "to_year is %g, expected not before from_year in %g", f->to_year, f->from_year);
}

static int read_all_tables(struct pack *self, const char *defaults_path, struct problems *problems,
                           struct err *err)
{
    int status = ERR_OK;

    for (int t = 0; t < NUM_TABLES && status == ERR_OK; t++) {
        char *path = table_files[t].file ? outfile_join(self->folder, table_files[t].file, err)
                     : defaults_path     ? mem_copy_text(defaults_path, strlen(defaults_path), err)
                                         : NULL;
        if (path == NULL) {
            status = table_files[t].file || defaults_path ? ERR_LIMIT : ERR_OK;
            continue;
        }
        if (table_files[t].needed || access(path, F_OK) == 0) {
            size_t before = problems->num_errors;
            status = table_read_file(&self->tables[t], path, table_files[t].schema, problems, err);
            self->has_table[t] = status == ERR_OK;
            self->is_unresolvable |= t <= TABLE_DEFAULTS && problems->num_errors > before;
        }
        free(path);
    }
    return status;
}

#define READ_ROWS(array, count, id, function)                                                                \
    do {                                                                                                     \
        const struct table *table = &self->tables[id];                                                       \
        if (self->has_table[id]) {                                                                           \
            self->array = mem_alloc(table->num_rows, sizeof *self->array, err);                              \
            if (self->array == NULL)                                                                         \
                return ERR_LIMIT;                                                                            \
            for (size_t row = 0; row < table->num_rows; row++)                                               \
                function(&self->array[self->count++], &(struct reading){table, row, problems});              \
        }                                                                                                    \
    } while (0)

static int read_assumptions(struct pack *self, struct problems *problems, struct err *err)
{
    const int ids[] = {TABLE_ASSUMPTIONS, TABLE_DEFAULTS};
    size_t total = self->tables[TABLE_ASSUMPTIONS].num_rows + self->tables[TABLE_DEFAULTS].num_rows;

    self->assumptions = mem_alloc(total, sizeof *self->assumptions, err);
    if (self->assumptions == NULL)
        return ERR_LIMIT;
    for (int i = 0; i < 2; i++)
        for (size_t row = 0; row < self->tables[ids[i]].num_rows; row++) {
            struct pack_assumption *a = &self->assumptions[self->num_assumptions++];
            read_assumption(a, &(struct reading){&self->tables[ids[i]], row, problems});
            a->is_default = ids[i] == TABLE_DEFAULTS;
        }
    return ERR_OK;
}

static void read_calendar(struct pack *self)
{
    const struct table *table = &self->tables[TABLE_CALENDAR];

    for (size_t row = 0; self->has_table[TABLE_CALENDAR] && row < table->num_rows; row++) {
        enum audience audience = audience_find(table_text(table, row, table_find(table, "audience")));
        double month = table_number(table, row, table_find(table, "month"));
        if (audience != NUM_AUDIENCES && month >= 1 && month <= 12)
            self->intake_months[audience] |= 1u << ((int)month - 1);
    }
}

const struct stock *pack_find_stock(const struct pack *self, const char *territory)
{
    for (size_t k = 0; k < self->num_stocks; k++)
        if (strcmp(self->stocks[k].territory, territory) == 0)
            return &self->stocks[k];
    return NULL;
}

static bool has_measure_in(const struct pack *self, const char *territory)
{
    for (size_t m = 0; m < self->num_measures; m++)
        if (strcmp(self->measures[m].territory, territory) == 0)
            return true;
    return false;
}

/* The people are those of a year before the first of any scenario: youth retention looks back. */
static void check_stock_year(const struct pack *self, const struct stock *stock, struct place place,
                             struct problems *problems)
{
    for (size_t s = 0; s < self->num_scenarios; s++)
        if (self->scenarios[s].first_year <= stock->year)
            problem_error(problems, place, "take an older census: bassin territory --year",
                          "the people of '%s' are those of %d, and scenario '%s' begins in %g",
                          stock->territory, stock->year, self->scenarios[s].name,
                          self->scenarios[s].first_year);
}

/* Rows that contradict each other are an error of the table, like any other. */
static int build_stock(struct pack *self, const char *territory, struct place place,
                       struct problems *problems, struct err *err)
{
    struct stock *stock = &self->stocks[self->num_stocks];
    struct err own = {0};
    int status = stock_build(stock, &self->tables[TABLE_TERRITORY], territory, problems, &own);

    if (status == ERR_LIMIT) {
        *err = own;
        return status;
    }
    self->num_stocks++;
    if (status == ERR_DATA)
        problem_error(problems, place, "bassin territory writes facts that agree", "%s", own.message);
    else
        check_stock_year(self, stock, place, problems);
    if (!has_measure_in(self, territory))
        problem_warning(problems, place, NULL,
                        "no measure is in the territory '%s': nothing happens to its people", territory);
    return ERR_OK;
}

static int build_stocks(struct pack *self, struct problems *problems, struct err *err)
{
    const struct table *table = &self->tables[TABLE_TERRITORY];
    int status = ERR_OK;

    if (!self->has_table[TABLE_TERRITORY])
        return ERR_OK;
    self->stocks = mem_alloc(table->num_rows, sizeof *self->stocks, err);
    if (self->stocks == NULL)
        return ERR_LIMIT;
    for (size_t row = 0; row < table->num_rows && status == ERR_OK; row++) {
        const char *territory = table_text(table, row, table_find(table, "territory"));
        if (pack_find_stock(self, territory) == NULL)
            status = build_stock(self, territory, table_place(table, row, table_find(table, "territory")),
                                 problems, err);
    }
    return status;
}

static int read_rows(struct pack *self, struct problems *problems, struct err *err)
{
    size_t before = problems->num_errors;

    READ_ROWS(scenarios, num_scenarios, TABLE_SCENARIOS, read_scenario);
    READ_ROWS(measures, num_measures, TABLE_MEASURES, read_measure);
    if (read_assumptions(self, problems, err) != ERR_OK)
        return ERR_LIMIT;
    self->is_unresolvable |= problems->num_errors > before;
    READ_ROWS(targets, num_targets, TABLE_TARGETS, read_target);
    READ_ROWS(correlations, num_correlations, TABLE_CORRELATIONS, read_correlation);
    READ_ROWS(fundings, num_fundings, TABLE_FUNDING, read_funding);
    read_calendar(self);
    return build_stocks(self, problems, err);
}

size_t pack_find_scenario(const struct pack *self, const char *name)
{
    size_t i = 0;

    while (i < self->num_scenarios && strcmp(self->scenarios[i].name, name) != 0)
        i++;
    return i;
}

static bool is_damaged(const struct pack *self)
{
    for (int t = 0; t < NUM_TABLES; t++)
        if (self->has_table[t] && self->tables[t].is_damaged)
            return true;
    return false;
}

static char *last_part(const char *folder, struct err *err)
{
    size_t length = strlen(folder);

    while (length > 1 && folder[length - 1] == '/')
        length--;
    size_t start = length;
    while (start > 0 && folder[start - 1] != '/')
        start--;
    return mem_copy_text(folder + start, length - start, err);
}

int pack_read(struct pack *self, const char *folder, const char *defaults_path, struct problems *problems,
              struct err *err)
{
    int status;

    *self = (struct pack){0};
    self->folder = mem_copy_text(folder, strlen(folder), err);
    self->name = last_part(folder, err);
    status = self->folder && self->name ? ERR_OK : ERR_LIMIT;
    if (status == ERR_OK)
        status = read_all_tables(self, defaults_path, problems, err);
    if (status == ERR_OK && !is_damaged(self)) {
        status = read_rows(self, problems, err);
        if (status == ERR_OK)
            pack_check(self, problems);
    }
    if (status != ERR_OK)
        pack_free(self);
    return status;
}

void pack_free(struct pack *self)
{
    for (int t = 0; t < NUM_TABLES; t++)
        if (self->has_table[t])
            table_free(&self->tables[t]);
    free(self->scenarios);
    free(self->measures);
    free(self->assumptions);
    free(self->targets);
    free(self->correlations);
    free(self->fundings);
    free(self->stocks);
    free(self->folder);
    free(self->name);
    *self = (struct pack){0};
}

const struct table *pack_facts(const struct pack *self)
{
    return self->has_table[TABLE_TERRITORY] ? &self->tables[TABLE_TERRITORY] : NULL;
}

size_t pack_num_files(const struct pack *self)
{
    size_t num = 0;

    for (int t = 0; t < NUM_TABLES; t++)
        num += self->has_table[t];
    return num;
}

const char *pack_file(const struct pack *self, size_t index)
{
    for (int t = 0; t < NUM_TABLES; t++)
        if (self->has_table[t] && index-- == 0)
            return self->tables[t].name;
    return NULL;
}
