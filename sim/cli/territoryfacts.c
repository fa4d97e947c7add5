#include "sim/cli/territoryfacts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/paths.h"
#include "stats/base/strbuf.h"

/* The facts of one territory while they are written. */
struct facts {
    struct data_context *data;
    const struct table *national;
    enum level level;
    const struct zone *zone;
    int year;
    struct strbuf *out;
    struct err *err;
    int status;
    double people[17]; /* by five years from 15-19, the last of 95 and over, scaled to the territory */
    double working_age;
};

enum { NUM_BANDS = 17, WORKING_BANDS = 10, CENSUS_QUARTER = 4, ACTIVITY_YEAR = 2018 };

int national_facts_read(struct table *self, struct problems *problems, struct err *err)
{
    char *path = paths_dataset("territory/national.csv", err);
    int status = path ? table_read_file(self, path, "territory", problems, err) : ERR_LIMIT;

    free(path);
    return status;
}

/* ---- figures ------------------------------------------------------------------------------- */

static double figure_of(struct facts *f, const char *variable, enum level level, const char *code, int year,
                        double *se)
{
    struct dataset_figure figure;

    if (f->status != ERR_OK)
        return NAN;
    f->status = dataset_find(&f->data->dataset, variable, level, code, year, &figure, f->err);
    if (f->status != ERR_OK || figure.variable == NULL)
        return NAN;
    if (se != NULL)
        *se = figure.figure.se;
    return figure.figure.value;
}

static double own(struct facts *f, const char *variable, int year)
{
    return figure_of(f, variable, f->level, f->zone->code, year, NULL);
}

/* The last year up to that of the facts, at most `back` years before, with a figure; 0 if none. */
static int last_year(struct facts *f, const char *variable, enum level level, const char *code, int back)
{
    for (int year = f->year; year >= f->year - back; year--)
        if (!isnan(figure_of(f, variable, level, code, year, NULL)))
            return year;
    return 0;
}

int territory_facts_year(struct data_context *data, enum level level, const char *code, int last, int *year,
                         struct err *err)
{
    static const char *const needed[] = {"p_pop1564", "p_act1564", "p_chom1564"};

    *year = 0;
    for (int y = last > 0 ? last : 2100; y >= (last > 0 ? last : 1960) && *year == 0; y--) {
        size_t found = 0;
        for (size_t v = 0; v < 3; v++) {
            struct dataset_figure figure;
            int status = dataset_find(&data->dataset, needed[v], level, code, y, &figure, err);
            if (status != ERR_OK)
                return status;
            found += figure.variable != NULL && !isnan(figure.figure.value);
        }
        *year = found == 3 ? y : 0;
    }
    return ERR_OK;
}

/* ---- rows ----------------------------------------------------------------------------------- */

struct fact {
    const char *quantity;
    int from, to; /* 0: none */
    const char *level;
    double value, sd; /* sd NaN: none */
    const char *source, *status;
};

static void put_number(struct strbuf *out, double value)
{
    if (!isnan(value))
        strbuf_addf(out, "%.8g", value);
    strbuf_addf(out, ",");
}

static void put_age(struct strbuf *out, int age)
{
    if (age > 0)
        strbuf_addf(out, "%d", age);
    strbuf_addf(out, ",");
}

static void put(struct facts *f, const struct fact *fact)
{
    strbuf_addf(f->out, "%s:%s,%s,", level_name(f->level), f->zone->code, fact->quantity);
    put_age(f->out, fact->from);
    put_age(f->out, fact->to);
    strbuf_addf(f->out, "%s,", fact->level ? fact->level : "");
    put_number(f->out, fact->value);
    put_number(f->out, fact->sd);
    strbuf_addf(f->out, "\"%s\",%s\n", fact->source, fact->status);
}

static double national_number(const struct facts *f, size_t row, const char *column)
{
    return table_number(f->national, row, table_find(f->national, column));
}

static const char *national_text(const struct facts *f, size_t row, const char *column)
{
    return table_text(f->national, row, table_find(f->national, column));
}

static int national_age(const struct facts *f, size_t row, const char *column)
{
    double age = national_number(f, row, column);

    return isnan(age) ? 0 : (int)age;
}

static bool is_national(const struct facts *f, size_t row, const char *quantity, bool by_age, bool by_level)
{
    return strcmp(national_text(f, row, "quantity"), quantity) == 0 &&
           (national_age(f, row, "from_age") > 0) == by_age &&
           (national_text(f, row, "level")[0] != '\0') == by_level;
}

static struct fact national_fact(const struct facts *f, size_t row)
{
    return (struct fact){national_text(f, row, "quantity"), national_age(f, row, "from_age"),
                         national_age(f, row, "to_age"),    national_text(f, row, "level"),
                         national_number(f, row, "value"),  national_number(f, row, "sd"),
                         national_text(f, row, "source"),   national_text(f, row, "status")};
}

/* The national rows of a quantity as they are: those with or without ages and levels. */
static void put_national(struct facts *f, const char *quantity, bool by_age, bool by_level)
{
    for (size_t row = 0; row < f->national->num_rows; row++)
        if (is_national(f, row, quantity, by_age, by_level)) {
            struct fact fact = national_fact(f, row);
            put(f, &fact);
        }
}

/* A national row with another value, and how it was derived after its source. */
static void put_derived(struct facts *f, size_t row, double value, const char *how)
{
    struct fact fact = national_fact(f, row);
    char source[1024];

    snprintf(source, sizeof source, "%s%s", fact.source, how);
    fact.value = value;
    fact.source = source;
    fact.status = "derived";
    put(f, &fact);
}

/* The national rate of a quantity at an age, among the rows by age; 0 if none. */
static double national_rate(const struct facts *f, const char *quantity, int age)
{
    for (size_t row = 0; row < f->national->num_rows; row++) {
        int from = national_age(f, row, "from_age"), to = national_age(f, row, "to_age");
        if (strcmp(national_text(f, row, "quantity"), quantity) == 0 && from > 0 && from <= age &&
            (to == 0 || age <= to))
            return national_number(f, row, "value");
    }
    return 0;
}

/* ---- people by age ---------------------------------------------------------------------------- */

/* Where the people by age are known: the level itself, else the département. */
static enum level age_level(struct facts *f, const char **code)
{
    size_t dep = f->zone->parents[LEVEL_DEP];

    *code = f->zone->code;
    if (f->level == LEVEL_DEP || f->level == LEVEL_REG || f->level == LEVEL_FR || dep == NO_ZONE)
        return f->level;
    *code = f->data->geography.levels[LEVEL_DEP].items[dep].code;
    return LEVEL_DEP;
}

static void read_people(struct facts *f)
{
    const char *code;
    enum level level = age_level(f, &code);
    double sum = 0;

    f->working_age = own(f, "p_pop1564", f->year);
    for (int b = 0; b < NUM_BANDS; b++) {
        char name[32];
        int from = 15 + 5 * b;
        snprintf(name, sizeof name, from == 95 ? "ep_pop95p" : "ep_pop%d%d", from, from + 4);
        f->people[b] = figure_of(f, name, level, code, f->year, NULL);
        f->people[b] = isnan(f->people[b]) && from == 95 ? 0 : f->people[b];
        sum += b < WORKING_BANDS ? f->people[b] : 0;
    }
    for (int b = 0; b < NUM_BANDS; b++)
        f->people[b] *= f->working_age / sum;
    if (f->status == ERR_OK && isnan(f->people[0]))
        f->status =
            err_set(f->err, ERR_DATA, "no population by age of %s %s in %d: see panel estimations-population",
                    level_name(level), code, f->year);
}

static void put_people(struct facts *f)
{
    char source[256];
    double old = 0;

    snprintf(
        source, sizeof source,
        "INSEE: people of 15-64 of the census of %d, ages as in the population estimates of its département",
        f->year);
    for (int b = 0; b < 13; b++) {
        struct fact fact = {"population", 15 + 5 * b, 19 + 5 * b, NULL, f->people[b], NAN, source, "derived"};
        put(f, &fact);
    }
    for (int b = 13; b < NUM_BANDS; b++)
        old += f->people[b];
    struct fact fact = {"population", 80, 0, NULL, old, NAN, source, "derived"};
    put(f, &fact);
}

/* ---- activity, education, diplomas --------------------------------------------------------------- */

static void put_labour(struct facts *f)
{
    double active = own(f, "p_act1564", f->year), se = NAN;
    double jobless = figure_of(f, "p_chom1564", f->level, f->zone->code, f->year, &se);
    char source[128];

    snprintf(source, sizeof source, "INSEE, census of %d, 15-64", f->year);
    struct fact activity = {"activity_rate", 0, 0, NULL, active / f->working_age, NAN, source, "derived"};
    struct fact unemployment = {"unemployment_rate", 0, 0, NULL, jobless / active, NAN, source, "derived"};
    put(f, &activity);
    put(f, &unemployment);
    if (isnan(se) || !(jobless > 0)) {
        put_national(f, "sampling_factor", false, false);
        return;
    }
    snprintf(source, sizeof source, "variance of the number of unemployed over that number, census of %d",
             f->year);
    struct fact sampling = {"sampling_factor", 0, 0, NULL, se * se / jobless, NAN, source, "derived"};
    put(f, &sampling);
}

/* A row of a ratio of two variables in the last year known; false when there is none. */
static bool put_ratio(struct facts *f, const char *quantity, int from, int to, const char *numerator,
                      const char *denominator, const char *what)
{
    int year = last_year(f, denominator, f->level, f->zone->code, 6);
    double ratio = year ? own(f, numerator, year) / own(f, denominator, year) : NAN;
    char source[160];

    if (isnan(ratio))
        return false;
    snprintf(source, sizeof source, "INSEE, census of %d, %s", year, what);
    struct fact fact = {quantity, from, to, NULL, fmin(ratio, 1), NAN, source, "derived"};
    put(f, &fact);
    return true;
}

static void put_national_age(struct facts *f, const char *quantity, int from_age)
{
    for (size_t row = 0; row < f->national->num_rows; row++)
        if (is_national(f, row, quantity, true, false) && national_age(f, row, "from_age") == from_age) {
            struct fact fact = national_fact(f, row);
            put(f, &fact);
        }
}

/* Activity by age is that of 2018: taken to the year of the facts along its trend. */
static void put_activity_ages(struct facts *f)
{
    for (size_t row = 0; row < f->national->num_rows; row++) {
        if (!is_national(f, row, "activity_rate", true, false))
            continue;
        struct fact fact = national_fact(f, row);
        double shift = (f->year - ACTIVITY_YEAR) * national_rate(f, "activity_drift", fact.from);
        double odds = fact.value / (1 - fact.value) * exp(shift);
        if (shift == 0)
            put(f, &fact);
        else
            put_derived(f, row, odds / (1 + odds),
                        "; taken from 2018 to the year of the census along activity_drift");
    }
}

static void put_education(struct facts *f)
{
    if (!put_ratio(f, "in_education", 15, 17, "p_scol1517", "p_pop1517", "15-17"))
        put_national_age(f, "in_education", 15);
    if (!put_ratio(f, "in_education", 18, 24, "p2000_scol1824", "p2000_pop1824",
                   "18-24, communes of 2,000 inhabitants or more"))
        put_national_age(f, "in_education", 18);
    put_national_age(f, "in_education", 25);
    put_national_age(f, "in_education", 30);
}

static void put_diplomas(struct facts *f)
{
    static const struct {
        const char *level, *variables[3];
    } classes[] = {{"none", {"p2000_nscol15p_diplmin", "p2000_nscol15p_bepc", NULL}},
                   {"cap", {"p2000_nscol15p_capbep", NULL, NULL}},
                   {"bac", {"p2000_nscol15p_bac", NULL, NULL}},
                   {"higher", {"p2000_nscol15p_sup2", "p2000_nscol15p_sup34", "p2000_nscol15p_sup5"}}};
    int year = last_year(f, "p2000_nscol15p_diplmin", f->level, f->zone->code, 6);
    double all = year ? own(f, "p2000_nscol15p", year) : NAN;
    char source[128];

    put_national(f, "level_share", true, true);
    if (isnan(all)) {
        put_national(f, "level_share", false, true);
        return;
    }
    snprintf(source, sizeof source,
             "INSEE, census of %d, people not in education of communes of 2,000 inhabitants or more", year);
    for (size_t c = 0; c < 4; c++) {
        struct fact fact = {"level_share", 0, 0, classes[c].level, 0, NAN, source, "derived"};
        for (size_t v = 0; v < 3 && classes[c].variables[v] != NULL; v++)
            fact.value += own(f, classes[c].variables[v], year) / all;
        put(f, &fact);
    }
}

/* ---- industry -------------------------------------------------------------------------------------- */

static bool put_zone_industry(struct facts *f, const char *part, const char *whole, const char *what)
{
    size_t ze = f->level == LEVEL_ZE ? NO_ZONE : f->zone->parents[LEVEL_ZE];
    const char *code = ze == NO_ZONE ? f->zone->code : f->data->geography.levels[LEVEL_ZE].items[ze].code;
    int year = last_year(f, whole, LEVEL_ZE, code, 6);
    char source[192];

    if (year == 0)
        return false;
    double share =
        figure_of(f, part, LEVEL_ZE, code, year, NULL) / figure_of(f, whole, LEVEL_ZE, code, year, NULL);
    snprintf(source, sizeof source,
             "INSEE, %s %d, share of industry in salaried jobs of the employment zone %s", what, year, code);
    struct fact fact = {"industry_share", 0, 0, NULL, share, NAN, source, "derived"};
    put(f, &fact);
    return true;
}

/* Mean and spread of the yearly changes of the share over the last ten years. */
static bool put_industry_trend(struct facts *f)
{
    double sum = 0, squares = 0, before = NAN;
    int num = 0;
    char source[192];

    for (int year = f->year - 10; year <= f->year; year++) {
        double share = figure_of(f, "ee205_sal_be", LEVEL_FR, "FR", year, NULL) /
                       figure_of(f, "ee205_sal", LEVEL_FR, "FR", year, NULL);
        double change = log(share / before);
        before = share;
        if (isnan(change))
            continue;
        sum += change;
        squares += change * change;
        num++;
    }
    if (num < 5)
        return false;
    double mean = sum / num, sd = sqrt((squares - num * mean * mean) / (num - 1));
    snprintf(source, sizeof source,
             "INSEE, estimations d’emploi, France: mean of %d yearly changes up to %d of the logarithm of "
             "the share",
             num, f->year);
    struct fact fact = {"industry_drift", 0, 0, NULL, mean, sd / sqrt(num), source, "derived"};
    put(f, &fact);
    return true;
}

static void put_industry(struct facts *f)
{
    if (!put_zone_industry(f, "ee_sal_be", "ee_sal", "estimations d’emploi") &&
        !put_zone_industry(f, "flores_be", "flores", "Flores"))
        put_national(f, "industry_share", false, false);
    if (!put_industry_trend(f))
        put_national(f, "industry_drift", false, false);
    put_national(f, "industry_sd", false, false);
}

/* ---- births, deaths, moves ---------------------------------------------------------------------------- */

static const struct {
    const char *name;
    int from, to;
} move_ages[] = {{"lt20", 15, 19}, {"2029", 20, 29}, {"3039", 30, 39},
                 {"4049", 40, 49}, {"5064", 50, 64}, {"ge65", 65, 0}};

enum { NUM_MOVE_AGES = 6 };

static double move_figure(struct facts *f, const char *kind, int age, int year)
{
    char name[64];

    snprintf(name, sizeof name, "mig_%s_%s", kind, move_ages[age].name);
    return own(f, name, year);
}

static void put_move(struct facts *f, const char *quantity, int age, double number, double base, int year)
{
    char source[160];
    double rate = number / base;

    snprintf(source, sizeof source, "ANCT after INSEE, RP%d: moves over one year (MIGCOM)", year);
    struct fact fact = {quantity,
                        move_ages[age].from,
                        move_ages[age].to,
                        NULL,
                        rate,
                        sqrt(CENSUS_QUARTER * rate / base),
                        source,
                        "sourced"};
    put(f, &fact);
}

static bool put_moves(struct facts *f)
{
    int year = last_year(f, "mig_sort_2029", f->level, f->zone->code, 6);

    for (int a = 0; a < NUM_MOVE_AGES && year; a++)
        if (isnan(move_figure(f, "sort", a, year) + move_figure(f, "iso", a, year) +
                  move_figure(f, "entr", a, year)))
            return false;
    for (int a = 0; a < NUM_MOVE_AGES && year; a++) {
        double base = move_figure(f, "sort", a, year) + move_figure(f, "iso", a, year);
        put_move(f, "leave_rate", a, move_figure(f, "sort", a, year), base, year);
        put_move(f, "arrival_rate", a, move_figure(f, "entr", a, year), base, year);
    }
    return year > 0;
}

/* The last period between censuses that had ended. */
static int period_end(struct facts *f)
{
    return last_year(f, "demo_pop_end", f->level, f->zone->code, 12);
}

static double yearly(struct facts *f, const char *variable, int end)
{
    int length = end == 1999 ? 9 : end == 2006 ? 7 : 5;

    return own(f, variable, end) / length;
}

/* Events a year that the national rates give for the people of the territory. */
static double national_events(const struct facts *f, const char *quantity)
{
    double events = 0;

    for (int b = 0; b < NUM_BANDS; b++)
        events += f->people[b] * national_rate(f, quantity, 15 + 5 * b);
    return events;
}

/* Turnover of France; arrivals, at every age alike, with the balance of moves that the territory had
 * between the last two censuses, as a rate: nothing says at which ages it fell. */
static void put_national_moves(struct facts *f)
{
    int end = period_end(f);
    double balance = NAN;

    if (end)
        balance = (yearly(f, "demo_pop_end", end) - yearly(f, "demo_pop_start", end) -
                   yearly(f, "demo_births", end) + yearly(f, "demo_deaths", end)) /
                  own(f, "demo_pop_start", end);
    put_national(f, "leave_rate", true, false);
    if (isnan(balance)) {
        put_national(f, "arrival_rate", true, false);
        return;
    }
    for (size_t row = 0; row < f->national->num_rows; row++) {
        if (!is_national(f, row, "arrival_rate", true, false))
            continue;
        struct fact fact = national_fact(f, row);
        fact.value = fmin(fmax(fact.value + balance, 0), 1);
        fact.source =
            "departures of France by age and the apparent balance of moves between the last censuses, "
            "at all ages alike (ANCT after INSEE)";
        fact.status = "derived";
        put(f, &fact);
    }
}

static void put_deaths(struct facts *f)
{
    int end = period_end(f);
    double factor = end ? yearly(f, "demo_deaths", end) / national_events(f, "death_rate") : NAN;

    if (isnan(factor)) {
        put_national(f, "death_rate", true, false);
        return;
    }
    factor = fmin(fmax(factor, 0.5), 2);
    for (size_t row = 0; row < f->national->num_rows; row++)
        if (is_national(f, row, "death_rate", true, false))
            put_derived(f, row, fmin(national_number(f, row, "value") * factor, 1),
                        "; times what gives the deaths of the territory between the last censuses");
}

/* Births a year of the period that holds a year of birth. */
static double births_in(struct facts *f, int birth)
{
    int end = birth < 1999 ? 1999 : birth < 2006 ? 2006 : birth < 2011 ? 2011 : 2016;

    return end <= f->year || birth + 15 <= f->year ? yearly(f, "demo_births", end) : NAN;
}

static void put_entrants(struct facts *f)
{
    double now = births_in(f, f->year - 15), later = births_in(f, f->year - 5);
    double growth = log(later / now) / 10;

    if (isnan(growth)) {
        put_national(f, "entrants_growth", false, false);
        return;
    }
    struct fact fact = {"entrants_growth",
                        0,
                        0,
                        NULL,
                        fmin(fmax(growth, -0.1), 0.1),
                        0.02,
                        "births 5 and 15 years before (ANCT after INSEE), yearly walk of 2 % (judgement)",
                        "derived"};
    put(f, &fact);
}

static int write_facts(struct data_context *data, const struct table *national, enum level level,
                       const struct zone *zone, int year, struct strbuf *out, struct err *err)
{
    struct facts f = {.data = data,
                      .national = national,
                      .level = level,
                      .zone = zone,
                      .year = year,
                      .out = out,
                      .err = err,
                      .status = ERR_OK};

    strbuf_addf(out, "territory,quantity,from_age,to_age,level,value,sd,source,status\n");
    read_people(&f);
    if (f.status != ERR_OK)
        return f.status;
    struct fact fact = {"year",   0, 0, NULL, year, NAN, "year of the census that the people are those of",
                        "sourced"};
    put(&f, &fact);
    put_people(&f);
    put_labour(&f);
    put_activity_ages(&f);
    put_national(&f, "unemployment_rate", true, false);
    put_national(&f, "unemployment_rate", false, true);
    put_education(&f);
    put_national(&f, "students_active", false, false);
    put_diplomas(&f);
    put_industry(&f);
    if (!put_moves(&f))
        put_national_moves(&f);
    put_national(&f, "migration_sd", false, false);
    put_deaths(&f);
    put_entrants(&f);
    put_national(&f, "mobility", true, false);
    put_national(&f, "unemployment_sd", false, false);
    put_national(&f, "activity_sd", false, false);
    put_national(&f, "activity_drift", true, false);
    put_national(&f, "activity_drift_sd", false, false);
    put_national(&f, "cycle_loading", false, false);
    return f.status == ERR_OK ? strbuf_status(out, err) : f.status;
}

int territory_facts_collect(struct table *self, struct data_context *data, const struct table *national,
                            enum level level, const struct zone *zone, int year, struct problems *problems,
                            struct err *err)
{
    struct strbuf text = {0};
    struct source source = {0};
    struct schema schema = {0};
    int status = write_facts(data, national, level, zone, year, &text, err);

    if (status == ERR_OK)
        status = schema_builtin(&schema, "territory", err);
    if (status == ERR_OK)
        status = source_from_text(&source, "facts", strbuf_text(&text), err);
    if (status == ERR_OK)
        status = table_read(self, &source, &schema, NULL, problems, err);
    source_free(&source);
    schema_free(&schema);
    strbuf_free(&text);
    return status;
}
