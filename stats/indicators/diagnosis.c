#include "stats/base/catalogue.h"
#include "stats/indicators/diagnosis.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/text.h"

enum { DIGITS = 10 };

/* One row of the output. */
struct row {
    const struct indicator *indicator;
    const char *item;
    enum level level;
    const struct zone *zone;
    const struct estimate *estimate;
    const struct gap *gap; /* NULL for the territory itself */
    enum level of_level;
    const struct zone *of_zone; /* NULL for the territory itself */
};

void diagnosis_header(struct csvout *out)
{
    static const char *const names[] = {
        "level", "code", "name",       "year",     "indicator", "universe", "unit",      "value",
        "low",   "high", "confidence", "method",   "n",         "source",   "flags",     "relation",
        "label", "gap",  "gap_low",    "gap_high", "of_level",  "of_code",  "geography", NULL};

    csvout_header(out, names);
}

static void write_name(struct csvout *out, const struct indicator *indicator, const char *item)
{
    struct strbuf name = {0};

    strbuf_addf(&name, item[0] ? "%s:%s" : "%s", indicator->name, item);
    csvout_text(out, strbuf_text(&name));
    strbuf_free(&name);
}

static void write_source(const struct diagnosis *self, struct csvout *out, const struct estimate *e)
{
    struct strbuf text = {0};

    if (e->source[0] != '\0')
        dataset_source_text(self->dataset, e->source, &text);
    csvout_text(out, strbuf_text(&text));
    strbuf_free(&text);
}

static void write_label(const struct diagnosis *self, struct csvout *out, const struct row *row)
{
    struct strbuf text = {0};

    indicator_label(row->indicator, row->estimate, self->language, &text);
    csvout_text(out, strbuf_text(&text));
    strbuf_free(&text);
}

static bool is_french(const struct diagnosis *self)
{
    return strcmp(self->language, "fr") == 0;
}

static void write_row(const struct diagnosis *self, struct csvout *out, const struct row *row)
{
    const struct estimate *e = row->estimate;
    const struct gap *gap = row->gap;

    csvout_text(out, level_name(row->level));
    csvout_text(out, row->zone->code);
    csvout_text(out, row->zone->name);
    csvout_number(out, e->year > 0 ? e->year : (double)NAN, DIGITS);
    write_name(out, row->indicator, row->item);
    csvout_text(out, is_french(self) ? e->universe_fr : e->universe_en);
    csvout_text(out, e->unit);
    csvout_number(out, e->value, DIGITS);
    csvout_number(out, e->low, DIGITS);
    csvout_number(out, e->high, DIGITS);
    csvout_number(out, isnan(e->low) ? (double)NAN : self->options.confidence, DIGITS);
    csvout_text(out, e->method);
    csvout_number(out, e->n, DIGITS);
    write_source(self, out, e);
    csvout_text(out, e->flags);
    csvout_text(out, row->of_zone ? "parent" : "territory");
    write_label(self, out, row);
    csvout_number(out, gap ? gap->value : (double)NAN, DIGITS);
    csvout_number(out, gap ? gap->low : (double)NAN, DIGITS);
    csvout_number(out, gap ? gap->high : (double)NAN, DIGITS);
    csvout_text(out, row->of_zone ? level_name(row->of_level) : "");
    csvout_text(out, row->of_zone ? row->of_zone->code : "");
    csvout_text(out, e->geography);
    csvout_end(out);
}

/* What one indicator gives for a territory and year, and for its parents. */
struct comparison {
    struct estimate own;
    struct estimate parents[NUM_LEVELS];
    bool has_parent[NUM_LEVELS];
    size_t num_values;
    bool tells_something; /* of the territory, or of a parent other than the country */
};

/* The last year for which a zone has a value; 0 if none. */
static int last_year(const struct diagnosis *self, const struct indicator *indicator, const char *item,
                     enum level level, const char *code, struct estimate *estimate, struct err *err)
{
    int *years;
    size_t num;
    int status = indicator_years(indicator, item, self->dataset, level, &years, &num, err);

    *estimate = estimate_none(0);
    estimate->unit = indicator->unit;
    estimate_flag(estimate, "no-data");
    while (status == ERR_OK && num > 0 && isnan(estimate->value)) {
        struct estimate tried;
        status = indicator_evaluate(indicator, item, self->dataset, level, code, years[--num], &self->options,
                                    &tried, err);
        if (isnan(tried.value))
            estimate_note_suppressed(estimate, &tried);
        else
            *estimate = tried;
    }
    if (isnan(estimate->value) && !estimate_has_flag(estimate, "suppressed"))
        estimate->year = 0;
    free(years);
    return status;
}

static int make_parent(const struct diagnosis *self, const struct memo_key *key, struct estimate *estimate,
                       struct err *err)
{
    if (key->year == 0)
        return last_year(self, key->indicator, key->item, key->level, key->code, estimate, err);
    return indicator_evaluate(key->indicator, key->item, self->dataset, key->level, key->code, key->year,
                              &self->options, estimate, err);
}

static int evaluate_parent(const struct diagnosis *self, const struct indicator *indicator, const char *item,
                           const struct zone *zone, enum level upper, int year, struct comparison *c,
                           struct err *err)
{
    const struct zone *parent = &self->geography->levels[upper].items[zone->parents[upper]];
    bool wants_last = isnan(c->own.value) && self->year == DIAGNOSIS_LAST_YEAR;
    struct memo_key key = {indicator, item, upper, parent->code, wants_last ? 0 : year};
    const struct estimate *known = self->memo ? memo_get(self->memo, &key) : NULL;
    int status = ERR_OK;

    if (known != NULL)
        c->parents[upper] = *known;
    else
        status = make_parent(self, &key, &c->parents[upper], err);
    if (known == NULL && self->memo != NULL && status == ERR_OK)
        memo_put(self->memo, &key, &c->parents[upper]);
    c->has_parent[upper] = status == ERR_OK && !isnan(c->parents[upper].value);
    c->num_values += c->has_parent[upper];
    c->tells_something |= c->has_parent[upper] && upper != LEVEL_FR;
    return status;
}

/* Which levels can hold a zone of a level. */
static bool is_above(enum level upper, enum level level)
{
    if (level == LEVEL_REG)
        return upper == LEVEL_FR;
    if (level == LEVEL_DEP)
        return upper == LEVEL_REG || upper == LEVEL_FR;
    if (level == LEVEL_RZE)
        return upper == LEVEL_FR;
    return upper > level;
}

static int evaluate_parents(const struct diagnosis *self, const struct indicator *indicator, const char *item,
                            enum level level, const struct zone *zone, int year, struct comparison *c,
                            struct err *err)
{
    int status = ERR_OK;

    for (int upper = 0; upper < NUM_LEVELS && status == ERR_OK; upper++)
        if (self->parents[upper] && is_above((enum level)upper, level) && zone->parents[upper] != NO_ZONE)
            status = evaluate_parent(self, indicator, item, zone, (enum level)upper, year, c, err);
    return status;
}

static void write_comparison(const struct diagnosis *self, const struct indicator *indicator,
                             const char *item, enum level level, const struct zone *zone,
                             struct comparison *c, struct csvout *out)
{
    struct row row = {indicator, item, level, zone, &c->own, NULL, level, NULL};

    write_row(self, out, &row);
    for (int upper = 0; upper < NUM_LEVELS; upper++) {
        if (!c->has_parent[upper])
            continue;
        struct gap gap = estimate_gap(&c->own, &c->parents[upper], self->options.confidence);
        row = (struct row){indicator,
                           item,
                           (enum level)upper,
                           &self->geography->levels[upper].items[zone->parents[upper]],
                           &c->parents[upper],
                           &gap,
                           level,
                           zone};
        if (zone->shares[upper] < 1)
            estimate_flag(&c->parents[upper], "holds-part-of-territory");
        write_row(self, out, &row);
    }
}

static bool is_refused(const struct estimate *e)
{
    return strstr(e->flags, "perimeters-differ") != NULL;
}

static int write_year(const struct diagnosis *self, const struct indicator *indicator, const char *item,
                      enum level level, const struct zone *zone, int year, struct csvout *out,
                      size_t *num_rows, struct err *err)
{
    struct comparison c = {0};
    int status;

    if (year == DIAGNOSIS_LAST_YEAR)
        status = last_year(self, indicator, item, level, zone->code, &c.own, err);
    else
        status = indicator_evaluate(indicator, item, self->dataset, level, zone->code, year, &self->options,
                                    &c.own, err);
    c.num_values = isnan(c.own.value) ? (size_t)0 : (size_t)1;
    c.tells_something = c.num_values > 0;
    if (status == ERR_OK)
        status = evaluate_parents(self, indicator, item, level, zone, c.own.year, &c, err);
    if (status == ERR_OK && (c.tells_something || !self->only_available))
        write_comparison(self, indicator, item, level, zone, &c, out);
    *num_rows += c.num_values + is_refused(&c.own); /* the row says why */
    return status;
}

int diagnosis_write(const struct diagnosis *self, const struct indicator *indicator, const char *item,
                    enum level level, size_t zone, struct csvout *out, size_t *num_rows, struct err *err)
{
    const struct zone *territory = &self->geography->levels[level].items[zone];
    int *years = NULL;
    size_t num = 0;
    int status;

    if (self->year != DIAGNOSIS_ALL_YEARS)
        return write_year(self, indicator, item, level, territory, self->year, out, num_rows, err);
    status = indicator_years(indicator, item, self->dataset, level, &years, &num, err);
    for (size_t i = 0; i < num && status == ERR_OK; i++)
        status = write_year(self, indicator, item, level, territory, years[i], out, num_rows, err);
    free(years);
    return status;
}

/* ---- announced figures ------------------------------------------------------- */

/* Agreement means: the value rounds to the announced figure; near: it lies within
 * two units of the announced rounding. */
static const char *verdict(const struct diagnosis *self, double announced, double rounding,
                           const struct estimate *e)
{
    bool french = is_french(self);
    double tolerance = rounding / 2 * (1 + 1e-9);

    if (isnan(e->value) && estimate_has_flag(e, "suppressed"))
        return french ? "non publiable, trop peu de personnes" : "not shown, too few people";
    if (isnan(e->value))
        return french ? "sans source disponible" : "no source at hand";
    if (fabs(e->value - announced) <= tolerance)
        return french ? "conforme, à l’arrondi près" : "agrees, as rounded";
    if (e->low <= announced + tolerance && e->high >= announced - tolerance)
        return french ? "dans l’intervalle" : "within the interval";
    if (fabs(e->value - announced) <= 4 * tolerance)
        return french ? "proche" : "near";
    return french ? "autre grandeur" : "another quantity";
}

/* "name:item" to the indicator and its item. */
static const struct indicator *split_name(const char *text, char item[64])
{
    char name[64];
    const char *colon = strchr(text, ':');
    size_t length = colon ? (size_t)(colon - text) : strlen(text);

    snprintf(item, 64, "%s", colon ? colon + 1 : "");
    if (length >= sizeof name)
        return NULL;
    snprintf(name, sizeof name, "%.*s", (int)length, text);
    return indicator_find(name);
}

static void report_unknown(const char *name, struct place place, struct problems *problems)
{
    const char *names[256];
    char hint[160] = N_("see 'bassin list indicators'");
    size_t num = 0;

    for (const struct indicator *item; num < 256 && (item = indicator_at(num)) != NULL; num++)
        names[num] = item->name;
    const char *near = text_nearest(name, names, num);
    if (near != NULL)
        snprintf(hint, sizeof hint, _("did you mean '%s'?"), near);
    problem_error(problems, place, hint, "there is no indicator '%s'", name);
}

struct claim {
    const char *id, *label, *indicator_text, *note, *by;
    const struct indicator *indicator;
    char item[64];
    enum level level;
    size_t zone;
    double announced, rounding;
    int year;
};

static bool read_claim(const struct diagnosis *self, const struct table *t, size_t row, struct claim *claim,
                       struct problems *problems)
{
    const char *level = table_text(t, row, table_find(t, "level"));
    const char *code = table_text(t, row, table_find(t, "code"));
    double year = table_number(t, row, table_find(t, "year"));
    size_t indicator_column = table_find(t, "indicator");

    claim->id = table_text(t, row, table_find(t, "claim"));
    claim->label = table_text(t, row, table_find(t, is_french(self) ? "label_fr" : "label_en"));
    claim->note = table_text(t, row, table_find(t, is_french(self) ? "note_fr" : "note_en"));
    claim->by = table_text(t, row, table_find(t, "announced_by"));
    claim->indicator_text = table_text(t, row, indicator_column);
    claim->indicator = split_name(claim->indicator_text, claim->item);
    claim->announced = table_number(t, row, table_find(t, "announced"));
    claim->rounding = table_number(t, row, table_find(t, "rounding"));
    claim->year = isnan(year) ? DIAGNOSIS_LAST_YEAR : (int)year;
    claim->level = level_find(level, strlen(level));
    claim->zone = geography_find(self->geography, claim->level, code);
    if (claim->indicator == NULL)
        report_unknown(claim->indicator_text, table_place(t, row, indicator_column), problems);
    if (claim->zone == NO_ZONE)
        problem_error(problems, table_place(t, row, table_find(t, "code")), level_code_form(claim->level),
                      "there is no territory %s '%s'", level, code);
    return claim->indicator != NULL && claim->zone != NO_ZONE;
}

static void write_claim(const struct diagnosis *self, const struct claim *claim, const struct estimate *e,
                        struct csvout *out)
{
    const struct zone *zone = &self->geography->levels[claim->level].items[claim->zone];
    struct row row = {.indicator = claim->indicator, .item = claim->item, .estimate = e};

    csvout_text(out, claim->id);
    csvout_text(out, claim->label);
    csvout_number(out, claim->announced, DIGITS);
    csvout_text(out, verdict(self, claim->announced, claim->rounding, e));
    csvout_number(out, e->value, DIGITS);
    csvout_number(out, e->value - claim->announced, DIGITS);
    csvout_number(out, e->low, DIGITS);
    csvout_number(out, e->high, DIGITS);
    csvout_text(out, e->unit);
    csvout_text(out, claim->indicator_text);
    write_label(self, out, &row);
    csvout_text(out, level_name(claim->level));
    csvout_text(out, zone->code);
    csvout_text(out, zone->name);
    csvout_number(out, e->year > 0 ? e->year : (double)NAN, DIGITS);
    csvout_text(out, is_french(self) ? e->universe_fr : e->universe_en);
    csvout_text(out, claim->note);
    write_source(self, out, e);
    csvout_text(out, e->flags);
    csvout_text(out, claim->by);
    csvout_end(out);
}

static int check_claim(const struct diagnosis *self, const struct claim *claim, struct csvout *out,
                       struct err *err)
{
    const struct zone *zone = &self->geography->levels[claim->level].items[claim->zone];
    struct estimate e;
    int status;

    if (claim->year == DIAGNOSIS_LAST_YEAR)
        status = last_year(self, claim->indicator, claim->item, claim->level, zone->code, &e, err);
    else
        status = indicator_evaluate(claim->indicator, claim->item, self->dataset, claim->level, zone->code,
                                    claim->year, &self->options, &e, err);
    if (status == ERR_OK)
        write_claim(self, claim, &e, out);
    return status;
}

int diagnosis_check_claims(const struct diagnosis *self, const char *path, struct csvout *out,
                           struct problems *problems, struct err *err)
{
    static const char *const names[] = {
        "claim", "announcement", "announced", "verdict", "value", "difference",   "low",
        "high",  "unit",         "indicator", "label",   "level", "code",         "name",
        "year",  "universe",     "note",      "source",  "flags", "announced_by", NULL};
    struct table table;
    int status = table_read_file(&table, path, "claims", problems, err);

    if (status != ERR_OK)
        return status;
    csvout_header(out, names);
    for (size_t row = 0; row < table.num_rows && problems->num_errors == 0 && status == ERR_OK; row++) {
        struct claim claim;
        if (read_claim(self, &table, row, &claim, problems))
            status = check_claim(self, &claim, out, err);
    }
    table_free(&table);
    return status;
}
