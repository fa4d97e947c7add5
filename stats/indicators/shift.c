#include "stats/indicators/shift.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/indicators/breaks.h"

/* Census vintages pool five years of surveys. */
static const int least_distance = 5;

/* What may be left out. */
static const double most_left_out = 0.05;

const struct shift_name shift_names[NUM_SHIFT_COMPONENTS] = {
    [SHIFT_CHANGE] = {"change", "évolution", "change"},
    [SHIFT_NATIONAL] = {"national", "effet national", "national effect"},
    [SHIFT_STRUCTURAL] = {"structural", "effet de structure", "structural effect"},
    [SHIFT_REGIONAL] = {"regional", "effet régional", "regional effect"},
    [SHIFT_HOMOTHETIC] = {"homothetic", "effet régional à structure nationale",
                          "regional effect at the national structure"},
    [SHIFT_ALLOCATION] = {"allocation", "effet d’allocation", "allocation effect"},
    [SHIFT_NATIONAL_EXPECTED] = {"national_expected", "effet national à structure nationale",
                                 "national effect at the national structure"},
    [SHIFT_NATIONAL_DIFFERENTIAL] = {"national_differential", "effet national, écart de structure",
                                     "national effect, difference of structure"},
    [SHIFT_STRUCTURAL_EXPECTED] = {"structural_expected", "effet de structure à structure nationale",
                                   "structural effect at the national structure"},
    [SHIFT_STRUCTURAL_DIFFERENTIAL] = {"structural_differential", "effet de structure, écart de structure",
                                       "structural effect, difference of structure"},
    [SHIFT_REGIONAL_EXPECTED] = {"regional_expected", "croissance régionale (Arcelus)",
                                 "regional growth (Arcelus)"},
    [SHIFT_REGIONAL_DIFFERENTIAL] = {"regional_differential",
                                     "croissance régionale, écart de structure (Arcelus)",
                                     "regional growth, difference of structure (Arcelus)"},
    [SHIFT_INDUSTRY_EXPECTED] = {"industry_expected",
                                 "spécificité régionale des secteurs, à structure nationale (Arcelus)",
                                 "regional industry mix at the national structure (Arcelus)"},
    [SHIFT_INDUSTRY_DIFFERENTIAL] = {"industry_differential",
                                     "spécificité régionale des secteurs, écart de structure (Arcelus)",
                                     "regional industry mix, difference of structure (Arcelus)"},
    [SHIFT_DYNAMIC_NATIONAL] = {"dynamic_national", "effet national, année par année",
                                "national effect, year by year"},
    [SHIFT_DYNAMIC_STRUCTURAL] = {"dynamic_structural", "effet de structure, année par année",
                                  "structural effect, year by year"},
    [SHIFT_DYNAMIC_REGIONAL] = {"dynamic_regional", "effet régional, année par année",
                                "regional effect, year by year"},
};

enum shift_component shift_component_find(const char *name)
{
    int c = 0;

    while (c < NUM_SHIFT_COMPONENTS && strcmp(shift_names[c].name, name) != 0)
        c++;
    return (enum shift_component)c;
}

/* ---- years ------------------------------------------------------------------------------ */

/* A year that both the territory and the reference have. */
struct year_figures {
    int year;
    struct sector_figures own, reference;
};

/* All of them, ascending. */
struct history {
    struct year_figures *items;
    size_t num;
};

/* The years of the total, or of the first sector when there is none. */
static int candidate_years(const struct shift_query *q, const struct sectors *sectors, int **years,
                           size_t *num, struct err *err)
{
    const char *name = sectors->total != NULL ? sectors->total : sectors->names[0];

    *years = NULL;
    *num = 0;
    return sectors->total == NULL && sectors->num == 0
               ? ERR_OK
               : dataset_years(q->dataset, name, q->level, years, num, err);
}

static int read_year(struct year_figures *self, const struct shift_query *q, const struct sectors *sectors,
                     int year, struct err *err)
{
    int status = sector_figures_read(&self->own, q->dataset, sectors, q->level, q->code, year, err);

    self->year = year;
    self->reference.variable = NULL;
    if (status == ERR_OK && self->own.variable != NULL)
        status = sector_figures_read(&self->reference, q->dataset, sectors, q->reference_level,
                                     q->reference_code, year, err);
    return status;
}

static int history_read(struct history *self, const struct shift_query *q, const struct sectors *sectors,
                        struct err *err)
{
    int *years, status;
    size_t num;

    *self = (struct history){0};
    status = candidate_years(q, sectors, &years, &num, err);
    if (status == ERR_OK) {
        self->items = mem_alloc(num, sizeof *self->items, err);
        status = self->items ? ERR_OK : ERR_LIMIT;
    }
    for (size_t i = 0; i < num && status == ERR_OK; i++) {
        struct year_figures *item = &self->items[self->num];
        if ((q->to > 0 && years[i] > q->to) || (q->from > 0 && years[i] < q->from))
            continue;
        status = read_year(item, q, sectors, years[i], err);
        self->num += item->own.variable != NULL && item->reference.variable != NULL;
    }
    free(years);
    return status;
}

static int refuse(struct shift_data *self, enum shift_problem problem, const char *why)
{
    self->problem = problem;
    strbuf_clear(&self->why);
    strbuf_add(&self->why, why);
    return ERR_OK;
}

static void list_years(struct strbuf *out, const struct history *history)
{
    for (size_t i = 0; i < history->num; i++)
        strbuf_addf(out, "%s%d", i > 0 ? ", " : "", history->items[i].year);
}

static void explain_dates(struct strbuf *out, const struct shift_query *q, const struct history *h)
{
    if (h->num == 0) {
        strbuf_add(out, _("no year has figures of these sectors for both (shipped: levels ze, rze and fr)"));
        return;
    }
    if (q->from > 0 && h->items[0].year != q->from)
        strbuf_addf(out, _("no figures of %d for both"), q->from);
    else if (q->to > 0 && h->items[h->num - 1].year != q->to)
        strbuf_addf(out, _("no figures of %d for both"), q->to);
    else
        strbuf_add(out, _("two dates are needed"));
    strbuf_add(out, _("; at hand within what was asked for: "));
    list_years(out, h);
}

/* The two dates; false with the problem set. */
static bool choose_dates(struct shift_data *self, const struct shift_query *q, const struct history *h,
                         size_t *first, size_t *last)
{
    *first = 0;
    *last = h->num - 1;
    if (h->num >= 2 && (q->from == 0 || h->items[0].year == q->from) &&
        (q->to == 0 || h->items[*last].year == q->to)) {
        self->from = h->items[0].year;
        self->to = h->items[*last].year;
        if (!request_is_census(h->items[*last].own.variable) || self->to - self->from >= least_distance)
            return true;
        refuse(self, SHIFT_OVERLAP, "");
        strbuf_addf(&self->why,
                    _("census vintages %d and %d share surveys: they must be at least five years apart"),
                    self->from, self->to);
        return false;
    }
    refuse(self, SHIFT_NO_DATA, "");
    explain_dates(&self->why, q, h);
    return false;
}

/* ---- what can be compared ---------------------------------------------------------------- */

static bool is_same(const struct panel_variable *a, const struct panel_variable *b)
{
    return a->exploitation == b->exploitation && strcmp(a->unit, b->unit) == 0 &&
           strcmp(a->universe_en, b->universe_en) == 0;
}

static bool check_variables(struct shift_data *self, const struct year_figures *a,
                            const struct year_figures *b)
{
    const struct panel_variable *v = a->own.variable,
                                *all[] = {a->reference.variable, b->own.variable, b->reference.variable};

    for (int i = 0; i < 3; i++)
        if (!is_same(v, all[i])) {
            refuse(self, SHIFT_MIXED, "");
            strbuf_addf(&self->why, _("the figures are not of the same kind: '%s' (%s) and '%s' (%s)"),
                        v->universe_en, v->source, all[i]->universe_en, all[i]->source);
            return false;
        }
    if (v->kind == VARIABLE_COUNT)
        return true;
    refuse(self, SHIFT_MIXED, _("shift-share needs counts of jobs; these are shares or rates"));
    return false;
}

/* Both dates of one perimeter. */
static bool check_perimeters(struct shift_data *self, const struct shift_query *q,
                             const struct year_figures *a, const struct year_figures *b)
{
    const char *first = panel_variable_perimeter(a->own.variable, q->level);
    const char *last = panel_variable_perimeter(b->own.variable, q->level);

    if (!perimeters_differ(first, last))
        return true;
    refuse(self, SHIFT_PERIMETERS, "");
    strbuf_addf(
        &self->why,
        _("the figures are of territories as they were on %s and on %s: import both with one table of "
          "territories"),
        first, last);
    return false;
}

/* No count is negative, and the sectors are parts of their total. */
static bool check_sum(struct shift_data *self, const struct sector_figures *f, int year)
{
    for (size_t i = 0; i < self->sectors.num; i++)
        if (f->values[i] < 0) {
            refuse(self, SHIFT_INCONSISTENT, "");
            strbuf_addf(&self->why, _("%s is negative in %d"), self->sectors.names[i], year);
            return false;
        }
    if (isnan(f->total) || f->sum <= 1.01 * f->total)
        return true;
    refuse(self, SHIFT_INCONSISTENT, "");
    strbuf_addf(
        &self->why,
        _("the sectors of %d add up to %.0f, more than the total %s of %.0f: one of them holds others"), year,
        f->sum, self->sectors.total, f->total);
    return false;
}

static bool check_part(struct shift_data *self, const struct year_figures *y)
{
    for (size_t i = 0; i < self->sectors.num; i++)
        if (y->own.variables[i] != NULL && y->reference.variables[i] != NULL &&
            y->own.values[i] > y->reference.values[i] + 0.5) {
            refuse(self, SHIFT_INCONSISTENT, "");
            strbuf_addf(
                &self->why,
                _("%s of %d: the territory has %.0f, more than the %.0f of the reference that holds it"),
                self->sectors.names[i], y->year, y->own.values[i], y->reference.values[i]);
            return false;
        }
    return true;
}

/* A part that only one date has would count as growth. */
static bool check_coverage(struct shift_data *self, const struct sector_figures *a,
                           const struct sector_figures *b)
{
    if (a->total_missing == b->total_missing)
        return true;
    refuse(self, SHIFT_MIXED, "");
    strbuf_addf(&self->why,
                _("%.0f parts (communes, zones) have no figure in %d and %.0f in %d: the sums are not of the "
                  "same places"),
                a->total_missing, self->from, b->total_missing, self->to);
    return false;
}

static bool check_year(struct shift_data *self, const struct shift_query *q, const struct year_figures *y)
{
    return check_sum(self, &y->own, y->year) && check_sum(self, &y->reference, y->year) &&
           (!q->is_part || check_part(self, y));
}

/* ---- sectors ------------------------------------------------------------------------------ */

static bool is_known_in(const struct sector_figures *f, size_t sector)
{
    return f->variables[sector] != NULL || sector_figures_are_complete(f);
}

static bool is_known(const struct year_figures *y, size_t sector)
{
    return is_known_in(&y->own, sector) && is_known_in(&y->reference, sector);
}

/* Parts without a figure matter only where the sectors do not add up to the total. */
static double missing_of(const struct sector_figures *f, size_t sector)
{
    bool adds_up = !isnan(f->total) && fabs(f->sum - f->total) <= 0.5;

    return adds_up ? 0 : f->missing[sector];
}

static bool is_renamed(const struct panel_variable *a, const struct panel_variable *b)
{
    return a != NULL && b != NULL &&
           (strcmp(a->label_en, b->label_en) != 0 || strcmp(a->label_fr, b->label_fr) != 0);
}

static void keep_sector(struct shift_data *self, const struct year_figures *a, const struct year_figures *b,
                        size_t sector)
{
    const struct panel_variable *own = b->own.variables[sector], *other = b->reference.variables[sector];

    if (own == NULL)
        own = other != NULL ? other : a->reference.variables[sector];
    self->items[self->num++] = (struct shift_sector){
        .name = self->sectors.names[sector],
        .variable = own != NULL ? own : a->own.variables[sector],
        .missing = fmax(missing_of(&a->reference, sector), missing_of(&b->reference, sector)),
        .is_renamed = is_renamed(a->own.variables[sector], b->own.variables[sector]),
        .is_absent = !(a->own.values[sector] > 0)};
}

/* Share of the jobs, at most, of the sectors that are left out. */
static double share_left_out(const struct year_figures *y, const bool *out, size_t num)
{
    double own = 0, reference = 0;

    for (size_t i = 0; i < num; i++) {
        own += out[i] ? y->own.values[i] : 0;
        reference += out[i] ? y->reference.values[i] : 0;
    }
    return fmax(own / y->own.sum, reference / y->reference.sum);
}

static bool choose_sectors(struct shift_data *self, const struct year_figures *a,
                           const struct year_figures *b)
{
    bool out[MAX_SECTORS];

    for (size_t i = 0; i < self->sectors.num; i++) {
        out[i] = !is_known(a, i) || !is_known(b, i);
        if (out[i])
            self->left_out[self->num_left_out++] = self->sectors.names[i];
        else if (a->reference.values[i] > 0 || b->reference.values[i] > 0 || a->own.values[i] > 0 ||
                 b->own.values[i] > 0)
            keep_sector(self, a, b, i);
    }
    double share = fmax(share_left_out(a, out, self->sectors.num), share_left_out(b, out, self->sectors.num));
    if (share <= most_left_out && self->num > 0)
        return true;
    refuse(self, SHIFT_NOMENCLATURE, "");
    strbuf_addf(&self->why, _("sectors with %.0f %% of the jobs have no figure at one of the dates ("),
                100 * share);
    for (size_t i = 0; i < self->num_left_out; i++)
        strbuf_addf(&self->why, "%s%s", i > 0 ? ", " : "", self->left_out[i]);
    strbuf_add(&self->why, _("): secret, or has the nomenclature changed (NAF rév. 2, NAF 2025)?"));
    return false;
}

/* Whether every year between two dates is there with all sectors. */
static bool check_yearly(const struct shift_data *self, const struct history *h)
{
    if (h->num != (size_t)(self->to - self->from + 1))
        return false;
    for (size_t y = 0; y < h->num; y++)
        for (size_t i = 0; i < self->sectors.num; i++)
            if (!is_known(&h->items[y], i))
                return false;
    return true;
}

/* Place of a kept sector among all of them. */
static size_t place_of(const struct shift_data *self, size_t kept)
{
    size_t i = 0;

    while (self->sectors.names[i] != self->items[kept].name)
        i++;
    return i;
}

/* Complementary counts of which only the total is known: the rule for small communes, the less
 * favourable one. */
static double error_of(struct shift_data *self, const struct sector_figures *f, size_t sector)
{
    bool is_complementary = f->variable->exploitation == EXPLOITATION_C;

    if (!isnan(f->se[sector]) || !is_complementary)
        return f->se[sector];
    self->has_rule_errors = true;
    return sqrt(census_variance(f->values[sector], 0, EXPLOITATION_C));
}

static int fill_tables(struct shift_data *self, const struct history *h, struct err *err)
{
    size_t cells;

    self->num_dates = self->is_yearly ? h->num : 2;
    cells = self->num_dates * self->num;
    self->local = mem_alloc(cells, sizeof *self->local, err);
    self->country = mem_alloc(cells, sizeof *self->country, err);
    self->local_se = mem_alloc(cells, sizeof *self->local_se, err);
    self->country_se = mem_alloc(cells, sizeof *self->country_se, err);
    if (!self->local || !self->country || !self->local_se || !self->country_se)
        return ERR_LIMIT;
    for (size_t d = 0; d < self->num_dates; d++) {
        const struct year_figures *y = &h->items[self->is_yearly || d == 0 ? d : h->num - 1];
        for (size_t i = 0; i < self->num; i++) {
            size_t from = place_of(self, i), to = d * self->num + i;
            self->local[to] = y->own.values[from];
            self->country[to] = y->reference.values[from];
            self->local_se[to] = error_of(self, &y->own, from);
            self->country_se[to] = error_of(self, &y->reference, from);
        }
    }
    return ERR_OK;
}

static int prepare(struct shift_data *self, const struct shift_query *q, const struct history *h,
                   struct err *err)
{
    size_t first, last;

    if (!choose_dates(self, q, h, &first, &last))
        return ERR_OK;
    const struct year_figures *a = &h->items[first], *b = &h->items[last];
    if (!check_variables(self, a, b) || !check_perimeters(self, q, a, b) || !check_year(self, q, a) ||
        !check_year(self, q, b) || !check_coverage(self, &a->own, &b->own) ||
        !check_coverage(self, &a->reference, &b->reference) || !choose_sectors(self, a, b))
        return ERR_OK;
    self->is_yearly = !request_is_census(b->own.variable) && check_yearly(self, h);
    self->problem = SHIFT_FINE;
    self->variable = b->own.variable;
    self->imputed = fmax(a->own.imputed, b->own.imputed);
    return fill_tables(self, h, err);
}

static int read_terms(struct shift_data *self, const struct shift_query *q, size_t k, struct err *err)
{
    struct history history = {0};
    int status = sectors_list(&self->sectors, q->dataset, &q->terms[k], err);

    self->num = self->num_left_out = 0;
    if (status == ERR_OK)
        status = history_read(&history, q, &self->sectors, err);
    if (status == ERR_OK)
        status = prepare(self, q, &history, err);
    free(history.items);
    return status;
}

int shift_data_read(struct shift_data *self, const struct shift_query *query, struct err *err)
{
    int status = ERR_OK;

    *self = (struct shift_data){.problem = SHIFT_NO_DATA};
    for (size_t k = 0; k < query->num_terms && status == ERR_OK; k++) {
        status = read_terms(self, query, k, err);
        if (self->problem != SHIFT_NO_DATA)
            break;
    }
    if (status == ERR_OK)
        status = strbuf_status(&self->why, err);
    if (status != ERR_OK)
        shift_data_free(self);
    return status;
}

void shift_data_free(struct shift_data *self)
{
    strbuf_free(&self->why);
    free(self->local);
    free(self->country);
    free(self->local_se);
    free(self->country_se);
    self->local = self->country = self->local_se = self->country_se = NULL;
}

double shift_data_sum(const struct shift_data *self, const double *table, int last)
{
    const double *row = table + (last ? (self->num_dates - 1) * self->num : 0);
    double sum = 0;

    for (size_t i = 0; i < self->num; i++)
        sum += row[i];
    return sum;
}

/* ---- intervals ---------------------------------------------------------------------------- */

static bool has_errors(const struct shift_data *self)
{
    for (size_t i = 0; i < self->num_dates * self->num; i++)
        if (isnan(self->local_se[i]) || isnan(self->country_se[i]))
            return false;
    return true;
}

static void no_intervals(const struct shift_data *self, struct interval (*intervals)[NUM_SHIFT_COMPONENTS])
{
    for (size_t i = 0; i <= self->num; i++)
        for (int c = 0; c < NUM_SHIFT_COMPONENTS; c++)
            intervals[i][c] = (struct interval){NAN, NAN};
}

int shift_data_intervals(const struct shift_data *self, const struct shift_query *query, int num_draws,
                         double confidence, bool only_total,
                         struct interval (*intervals)[NUM_SHIFT_COMPONENTS], const char **method,
                         struct err *err)
{
    bool is_census = request_is_census(self->variable);
    bool is_register = self->variable->exploitation == EXPLOITATION_REGISTER;
    struct shift_counts counts = {self->local,
                                  self->country,
                                  is_census ? self->local_se : NULL,
                                  is_census ? self->country_se : NULL,
                                  self->num_dates,
                                  self->num,
                                  query->is_part};
    char name[96];

    *method = "none: precision not published";
    no_intervals(self, intervals);
    if (!is_register && !(is_census && has_errors(self)))
        return ERR_OK;
    *method = !is_census ? "Monte-Carlo, superpopulation"
              : self->has_rule_errors
                  ? "Monte-Carlo, sampled counts (one household in four, design effect 1.3)"
                  : "Monte-Carlo of census standard errors";
    snprintf(name, sizeof name, "shift-share %s %s %d %d", level_name(query->level), query->code, self->from,
             self->to);
    struct stream stream = stream_make(1, name);
    return shift_draws_intervals(&counts, &stream, num_draws, confidence, only_total, intervals, err);
}

/* ---- the indicator ------------------------------------------------------------------------- */

static size_t count_terms(const struct indicator *indicator)
{
    size_t num = 0;

    while (num < INDICATOR_MAX_TERMS && indicator->terms[num].numerator != NULL)
        num++;
    return num;
}

static void flag_problem(struct estimate *e, enum shift_problem problem)
{
    static const char *const words[] = {[SHIFT_NO_DATA] = "no-data",
                                        [SHIFT_OVERLAP] = "vintages-overlap",
                                        [SHIFT_MIXED] = "mixed",
                                        [SHIFT_NOMENCLATURE] = "nomenclature",
                                        [SHIFT_PERIMETERS] = "perimeters-differ",
                                        [SHIFT_INCONSISTENT] = "mixed"};

    estimate_flag(e, words[problem]);
}

/* France against itself is 0, whatever the rounding of sums. */
static double without_noise(double value)
{
    return fabs(value) < 1e-12 ? 0 : value;
}

static int set_interval(const struct request *r, const struct shift_query *q, const struct shift_data *data,
                        enum shift_component c, struct estimate *e, struct err *err)
{
    struct interval(*intervals)[NUM_SHIFT_COMPONENTS];
    int status;

    e->method = "none: register, no sampling error";
    if (r->level == LEVEL_FR || (!r->options->superpopulation && !request_is_census(data->variable)))
        return ERR_OK;
    intervals = mem_alloc(data->num + 1, sizeof *intervals, err);
    if (intervals == NULL)
        return ERR_LIMIT;
    status = shift_data_intervals(data, q, 1000, r->options->confidence, true, intervals, &e->method, err);
    e->low = intervals[data->num][c].low / e->base;
    e->high = intervals[data->num][c].high / e->base;
    free(intervals);
    return status;
}

static void describe(const struct request *r, const struct shift_data *data, enum shift_component c,
                     struct estimate *e)
{
    char flag[32];

    request_describe(r, e, data->variable);
    e->item_label_fr = shift_names[c].label_fr;
    e->item_label_en = shift_names[c].label_en;
    request_flag_missing(e, "partial", (double)data->num_left_out);
    request_flag_imputed(e, data->imputed);
    snprintf(flag, sizeof flag, "since:%d", data->from);
    estimate_flag(e, flag);
    series_break_flag(e, data->variable, data->from, data->to);
}

static int set_value(const struct request *r, const struct shift_query *q, const struct shift_data *data,
                     struct estimate *e, struct err *err)
{
    enum shift_component c = shift_component_find(r->item);
    double(*components)[NUM_SHIFT_COMPONENTS];

    describe(r, data, c, e);
    if (c >= SHIFT_DYNAMIC_NATIONAL && !data->is_yearly) {
        estimate_flag(e, "years-missing");
        return ERR_OK;
    }
    components = mem_alloc(data->num + 1, sizeof *components, err);
    if (components == NULL)
        return ERR_LIMIT;
    shift_share_components(data->local, data->country, data->num_dates, data->num, components);
    e->n = e->base = shift_data_sum(data, data->local, 0);
    e->value = without_noise(components[data->num][c] / e->base);
    free(components);
    return set_interval(r, q, data, c, e, err);
}

int shift_evaluate(const struct request *r, struct estimate *e, struct err *err)
{
    struct shift_query query = {.dataset = r->dataset,
                                .terms = r->indicator->terms,
                                .num_terms = count_terms(r->indicator),
                                .level = r->level,
                                .code = r->code,
                                .reference_level = LEVEL_FR,
                                .reference_code = "FR",
                                .to = r->year,
                                .is_part = true};
    struct shift_data data;
    int status = shift_data_read(&data, &query, err);

    if (status != ERR_OK)
        return status;
    if (data.problem != SHIFT_FINE)
        flag_problem(e, data.problem);
    else
        status = set_value(r, &query, &data, e, err);
    shift_data_free(&data);
    return status;
}
