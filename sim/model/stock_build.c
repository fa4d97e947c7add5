#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/model/stock.h"
#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/numeric/ipf.h"

static const char *const level_names[NUM_STOCK_LEVELS] = {"none", "cap", "bac", "higher"};

enum { MAX_BANDS = 64, NO_ROW = -1, WORKING_AGE_CLASSES = SINGLE_AGES + 7 };

struct facts {
    const struct table *table;
    const char *territory;
    size_t territory_column, quantity, from_age, to_age, level, value, sd;
    struct problems *problems;
    bool is_wrong;
    const char *missing; /* the quantity last found missing: said once */
};

static bool is_of(const struct facts *f, size_t row, const char *quantity)
{
    return strcmp(table_text(f->table, row, f->territory_column), f->territory) == 0 &&
           strcmp(table_text(f->table, row, f->quantity), quantity) == 0;
}

static bool has_ages(const struct facts *f, size_t row)
{
    return !isnan(table_number(f->table, row, f->from_age));
}

static bool holds_age(const struct facts *f, size_t row, int age)
{
    double to = table_number(f->table, row, f->to_age);

    return table_number(f->table, row, f->from_age) <= age && (isnan(to) || age <= to);
}

/* The row for an age (0: the one without ages) and level (NUM_STOCK_LEVELS: the one without). */
static long find(const struct facts *f, const char *quantity, int age, int level)
{
    const char *name = level < NUM_STOCK_LEVELS ? level_names[level] : "";

    for (size_t row = 0; row < f->table->num_rows; row++)
        if (is_of(f, row, quantity) && strcmp(table_text(f->table, row, f->level), name) == 0 &&
            (age == 0 ? !has_ages(f, row) : has_ages(f, row) && holds_age(f, row, age)))
            return (long)row;
    return NO_ROW;
}

static double missing(struct facts *f, const char *quantity, int age, int level)
{
    struct place place = {f->table->name, 0, 0};
    char at[64] = "";

    f->is_wrong = true;
    if (f->missing != NULL && strcmp(f->missing, quantity) == 0)
        return NAN;
    f->missing = quantity;
    if (age > 0)
        snprintf(at, sizeof at, _(" at age %d"), age);
    problem_error(f->problems, place, "bassin territory writes all of them", "%s: no row for %s%s%s%s",
                  f->territory, quantity, at, level < NUM_STOCK_LEVELS ? _(", level ") : "",
                  level < NUM_STOCK_LEVELS ? level_names[level] : "");
    return NAN;
}

static double in_range(struct facts *f, long row, double low, double high)
{
    double value = table_number(f->table, (size_t)row, f->value);

    if (value >= low && value <= high)
        return value;
    problem_error(f->problems, table_place(f->table, (size_t)row, f->value), NULL,
                  "%s is %g, expected %g to %g", table_text(f->table, (size_t)row, f->quantity), value, low,
                  high);
    f->is_wrong = true;
    return NAN;
}

static double value_at(struct facts *f, const char *quantity, int age, int level, double low, double high)
{
    long row = find(f, quantity, age, level);

    return row == NO_ROW ? missing(f, quantity, age, level) : in_range(f, row, low, high);
}

static double share_at(struct facts *f, const char *quantity, int age, int level)
{
    return value_at(f, quantity, age, level, 0, 1);
}

static double sd_at(const struct facts *f, const char *quantity, int age)
{
    long row = find(f, quantity, age, NUM_STOCK_LEVELS);
    double sd = row == NO_ROW ? 0 : table_number(f->table, (size_t)row, f->sd);

    return isnan(sd) ? 0 : sd;
}

static double single(struct facts *f, const char *quantity, double low, double high)
{
    return value_at(f, quantity, 0, NUM_STOCK_LEVELS, low, high);
}

/* ---- rows that contradict each other ----------------------------------------------------- */

static double last_age(const struct facts *f, size_t row)
{
    double to = table_number(f->table, row, f->to_age);

    return isnan(to) ? INFINITY : to;
}

static bool is_same_fact(const struct facts *f, size_t a, size_t b)
{
    return is_of(f, a, table_text(f->table, b, f->quantity)) &&
           strcmp(table_text(f->table, a, f->level), table_text(f->table, b, f->level)) == 0 &&
           has_ages(f, a) == has_ages(f, b);
}

static bool share_an_age(const struct facts *f, size_t a, size_t b)
{
    return !has_ages(f, a) || (table_number(f->table, a, f->from_age) <= last_age(f, b) &&
                               table_number(f->table, b, f->from_age) <= last_age(f, a));
}

static void check_row(struct facts *f, size_t row)
{
    const char *quantity = table_text(f->table, row, f->quantity);

    if (has_ages(f, row) && last_age(f, row) < table_number(f->table, row, f->from_age)) {
        problem_error(f->problems, table_place(f->table, row, f->to_age), NULL,
                      "the ages of %s end at %g, before they begin at %g", quantity, last_age(f, row),
                      table_number(f->table, row, f->from_age));
        f->is_wrong = true;
        return;
    }
    for (size_t k = 0; k < row; k++)
        if (strcmp(table_text(f->table, k, f->territory_column), f->territory) == 0 &&
            is_same_fact(f, row, k) && share_an_age(f, row, k)) {
            problem_error(f->problems, table_place(f->table, row, f->quantity), "leave one of them out",
                          "a second row of %s%s (the other is on line %ld)", quantity,
                          has_ages(f, row) ? _(" for the same ages") : "", f->table->lines[k]);
            f->is_wrong = true;
            return;
        }
}

static void check_rows(struct facts *f)
{
    for (size_t row = 0; row < f->table->num_rows; row++)
        if (strcmp(table_text(f->table, row, f->territory_column), f->territory) == 0)
            check_row(f, row);
}

/* ---- what is known, by class of age ------------------------------------------------------ */

struct knowledge {
    double people[NUM_AGES], students[NUM_AGES], active[NUM_AGES], unemployed[NUM_AGES];
    double levels[NUM_AGES][NUM_STOCK_LEVELS];
    long education_row[NUM_AGES]; /* the row of in_education that holds the class */
    double activity, unemployment, industry, level_margin[NUM_STOCK_LEVELS],
        level_unemployment[NUM_STOCK_LEVELS];
};

/* Years of age that a class and a row have in common; the open class counts as one of the width
 * of the row that begins there. */
static double people_of(struct facts *f, int age_class)
{
    int from = stock_age_from(age_class),
        to = age_class == NUM_AGES - 1 ? 120 : stock_age_from(age_class + 1) - 1;
    double people = 0;

    for (int age = from; age <= to; age++) {
        long row = find(f, "population", age, NUM_STOCK_LEVELS);
        if (row == NO_ROW)
            return missing(f, "population", age, NUM_STOCK_LEVELS);
        double first = table_number(f->table, (size_t)row, f->from_age);
        double last = table_number(f->table, (size_t)row, f->to_age);
        double width = (isnan(last) ? 120 : last) - first + 1;
        people += in_range(f, row, 0, 1e8) / width;
    }
    return people;
}

static void know_age(struct facts *f, struct knowledge *k, struct stock *self, int a)
{
    int age = stock_age_from(a);
    double sum = 0;

    k->people[a] = people_of(f, a);
    k->education_row[a] = find(f, "in_education", age, NUM_STOCK_LEVELS);
    k->students[a] = share_at(f, "in_education", age, NUM_STOCK_LEVELS) * (1 - self->students_active);
    k->active[a] = fmin(share_at(f, "activity_rate", age, NUM_STOCK_LEVELS), 1 - k->students[a]);
    k->unemployed[a] = share_at(f, "unemployment_rate", age, NUM_STOCK_LEVELS);
    for (int q = 0; q < NUM_STOCK_LEVELS; q++)
        sum += k->levels[a][q] = share_at(f, "level_share", age, q);
    for (int q = 0; q < NUM_STOCK_LEVELS; q++)
        k->levels[a][q] /= sum;
    self->leave[a] = share_at(f, "leave_rate", age, NUM_STOCK_LEVELS);
    self->leave_sd[a] = sd_at(f, "leave_rate", age);
    self->arrive[a] = share_at(f, "arrival_rate", age, NUM_STOCK_LEVELS);
    self->arrive_sd[a] = sd_at(f, "arrival_rate", age);
    self->death[a] = share_at(f, "death_rate", age, NUM_STOCK_LEVELS);
    self->mobility[a] = share_at(f, "mobility", age, NUM_STOCK_LEVELS);
    self->activity_drift[a] = value_at(f, "activity_drift", age, NUM_STOCK_LEVELS, -1, 1);
}

static void know(struct facts *f, struct knowledge *k, struct stock *self)
{
    double sum = 0;

    self->year = (int)single(f, "year", 1900, 2200);
    self->variance_factor = single(f, "sampling_factor", 0, 100);
    self->students_active = single(f, "students_active", 0, 0.9);
    self->migration_sd = single(f, "migration_sd", 0, 2);
    self->entrants_growth = single(f, "entrants_growth", -0.2, 0.2);
    self->entrants_sd = sd_at(f, "entrants_growth", 0);
    self->industry_drift = single(f, "industry_drift", -0.5, 0.5);
    self->industry_drift_sd = sd_at(f, "industry_drift", 0);
    self->industry_sd = single(f, "industry_sd", 0, 1);
    self->unemployment_sd = single(f, "unemployment_sd", 0, 2);
    self->activity_sd = single(f, "activity_sd", 0, 2);
    self->activity_drift_sd = single(f, "activity_drift_sd", 0, 5);
    self->cycle_loading = single(f, "cycle_loading", 0, 10);
    k->activity = share_at(f, "activity_rate", 0, NUM_STOCK_LEVELS);
    k->unemployment = share_at(f, "unemployment_rate", 0, NUM_STOCK_LEVELS);
    k->industry = single(f, "industry_share", 0, 1);
    for (int q = 0; q < NUM_STOCK_LEVELS; q++) {
        sum += k->level_margin[q] = share_at(f, "level_share", 0, q);
        k->level_unemployment[q] = share_at(f, "unemployment_rate", 0, q);
    }
    for (int q = 0; q < NUM_STOCK_LEVELS; q++)
        k->level_margin[q] /= sum;
    for (int a = 0; a < NUM_AGES; a++)
        know_age(f, k, self, a);
}

/* ---- the table by age, diploma and activity ------------------------------------------------ */

/* Unemployment by age and by diploma, as if the two had nothing to do with each other. */
static void seed(const struct knowledge *k, double *cells)
{
    for (int a = 0; a < NUM_AGES; a++)
        for (int q = 0; q < NUM_STOCK_LEVELS; q++) {
            double people = k->people[a] * k->levels[a][q];
            double jobless = fmin(k->unemployed[a] * k->level_unemployment[q] / k->unemployment, 0.9);
            double active = people * k->active[a],
                   idle = people * fmax(1 - k->active[a] - k->students[a], 1e-4);
            cells[stock_cell(a, q, ACTIVITY_INDUSTRY)] = active * (1 - jobless) * k->industry;
            cells[stock_cell(a, q, ACTIVITY_OTHER)] = active * (1 - jobless) * (1 - k->industry);
            cells[stock_cell(a, q, ACTIVITY_UNEMPLOYED)] = active * jobless;
            cells[stock_cell(a, q, ACTIVITY_STUDENT)] = people * k->students[a];
            cells[stock_cell(a, q, ACTIVITY_INACTIVE)] = idle;
        }
}

/* Groups of the five margins: labour, industry, students by band of age, diplomas of those not in
 * education, age. */
struct groups {
    int labour[NUM_STOCK_CELLS], industry[NUM_STOCK_CELLS], education[NUM_STOCK_CELLS],
        level[NUM_STOCK_CELLS], age[NUM_STOCK_CELLS];
    double labour_target[3], industry_target[2], education_target[2 * NUM_AGES],
        level_target[NUM_STOCK_LEVELS];
    int num_bands;
};

static void group_cells(const struct knowledge *k, struct groups *g)
{
    int band = -1;

    for (int a = 0; a < NUM_AGES; a++) {
        if (a == 0 || k->education_row[a] != k->education_row[a - 1])
            band++;
        for (int q = 0; q < NUM_STOCK_LEVELS; q++)
            for (int s = 0; s < NUM_ACTIVITIES; s++) {
                int c = stock_cell(a, q, s);
                bool is_employed = s <= ACTIVITY_OTHER, works = a < WORKING_AGE_CLASSES;
                g->labour[c] = !works ? -1 : is_employed ? 0 : s == ACTIVITY_UNEMPLOYED ? 1 : 2;
                g->industry[c] = works && is_employed ? s : -1;
                g->education[c] = 2 * band + (s == ACTIVITY_STUDENT);
                g->level[c] = s == ACTIVITY_STUDENT ? -1 : q;
                g->age[c] = a;
            }
        g->education_target[2 * band + 1] += k->people[a] * k->students[a];
        g->education_target[2 * band] += k->people[a] * (1 - k->students[a]);
    }
    g->num_bands = band + 1;
}

static void set_targets(const struct knowledge *k, struct groups *g)
{
    double working = 0, not_in_education = 0;

    for (int a = 0; a < NUM_AGES; a++) {
        working += a < WORKING_AGE_CLASSES ? k->people[a] : 0;
        not_in_education += k->people[a] * (1 - k->students[a]);
    }
    double active = working * k->activity, employed = active * (1 - k->unemployment);
    g->labour_target[0] = employed;
    g->labour_target[1] = active - employed;
    g->labour_target[2] = working - active;
    g->industry_target[0] = employed * k->industry;
    g->industry_target[1] = employed * (1 - k->industry);
    for (int q = 0; q < NUM_STOCK_LEVELS; q++)
        g->level_target[q] = not_in_education * k->level_margin[q];
}

static int fit(const struct knowledge *k, double *cells, struct err *err)
{
    struct groups *g = mem_alloc(1, sizeof *g, err);
    int status;

    if (g == NULL)
        return ERR_LIMIT;
    group_cells(k, g);
    set_targets(k, g);
    struct ipf_margin margins[] = {
        {g->labour, g->labour_target, 3},
        {g->industry, g->industry_target, 2},
        {g->education, g->education_target, 2 * g->num_bands},
        {g->level, g->level_target, NUM_STOCK_LEVELS},
        {g->age, k->people, NUM_AGES},
    };
    status = ipf_fit(cells, NUM_STOCK_CELLS, margins, sizeof margins / sizeof margins[0], 1e-9, 2000, err);
    free(g);
    return status;
}

int stock_build(struct stock *self, const struct table *table, const char *territory,
                struct problems *problems, struct err *err)
{
    struct facts f = {.table = table,
                      .territory = territory,
                      .territory_column = table_find(table, "territory"),
                      .quantity = table_find(table, "quantity"),
                      .from_age = table_find(table, "from_age"),
                      .to_age = table_find(table, "to_age"),
                      .level = table_find(table, "level"),
                      .value = table_find(table, "value"),
                      .sd = table_find(table, "sd"),
                      .problems = problems};
    struct knowledge k = {0};

    *self = (struct stock){0};
    snprintf(self->territory, sizeof self->territory, "%s", territory);
    check_rows(&f);
    know(&f, &k, self);
    if (f.is_wrong)
        return err_set(err, ERR_DATA, "%s: the facts on %s are not complete", table->name, territory);
    seed(&k, self->people);
    int status = fit(&k, self->people, err);
    if (status == ERR_DATA)
        err_prefix(err, "the stock of the territory cannot be built");
    return status;
}
