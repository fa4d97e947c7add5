/* Figure of an indicator of a territory over the years. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/plotdata.h"
#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/base/number.h"
#include "stats/data/level.h"
#include "stats/output/chart_trend.h"
#include "stats/output/label.h"

enum { MAX_YEARS = 80 };

struct trend_plot {
    const char *path;
    struct table table;
    const char *level, *code, *indicator, *label, *unit;
    enum level parents[TREND_MAX_SERIES]; /* [0] is none: the territory */
    struct strbuf names[TREND_MAX_SERIES];
    struct trend_point points[TREND_MAX_SERIES][MAX_YEARS];
    struct trend_series series[TREND_MAX_SERIES];
    int place[TREND_MAX_SERIES]; /* of their points */
    struct trend_chart chart;
    double values[TREND_MAX_SERIES][MAX_YEARS]; /* of the series, before they become an index */
};

static bool is_mine(const struct trend_plot *self, size_t row)
{
    const struct table *t = &self->table;

    return plot_row_is(t, row, "relation", "territory") && plot_row_is(t, row, "code", self->code) &&
           plot_row_is(t, row, "level", self->level) && plot_row_is(t, row, "indicator", self->indicator);
}

static bool is_parent(const struct trend_plot *self, size_t row, enum level level)
{
    const struct table *t = &self->table;

    return plot_row_is(t, row, "relation", "parent") && plot_row_is(t, row, "of_code", self->code) &&
           plot_row_is(t, row, "of_level", self->level) && plot_row_is(t, row, "level", level_name(level)) &&
           plot_row_is(t, row, "indicator", self->indicator);
}

/* The territory and the indicator asked for, else the first of the file. */
static int choose(struct trend_plot *self, const struct opts *opts, struct err *err)
{
    const struct table *t = &self->table;
    const char *code = opts_text(opts, "territory", NULL), *name = opts_text(opts, "indicator", NULL);

    for (size_t row = 0; row < t->num_rows; row++) {
        if (!plot_row_is(t, row, "relation", "territory") || isnan(plot_number(t, row, "value")) ||
            (code != NULL && !plot_row_is(t, row, "code", code)) ||
            (name != NULL && !plot_row_is(t, row, "indicator", name)))
            continue;
        self->code = plot_text(t, row, "code");
        self->level = plot_text(t, row, "level");
        self->indicator = plot_text(t, row, "indicator");
        self->label = plot_text(t, row, "label");
        self->unit = plot_text(t, row, "unit");
        return ERR_OK;
    }
    return err_set(err, ERR_DATA, "'%s' has no value%s%s%s%s", self->path, name ? _(" of indicator ") : "",
                   name ? name : "", code ? _(" of the territory ") : "", code ? code : "");
}

/* The territory itself comes first; "none" leaves it alone. */
static int read_parents(struct trend_plot *self, const struct plot_context *c, struct err *err)
{
    int num = 0, status = ERR_OK;

    self->parents[0] = NUM_LEVELS;
    if (strcmp(opts_text(c->opts, "parents", ""), "none") != 0)
        status = plot_read_parents(c, TREND_MAX_SERIES - 1, self->parents + 1, &num, err);
    self->chart.num_series = 1 + num;
    return status;
}

static int by_year(const void *a, const void *b)
{
    const struct trend_point *x = a, *y = b;

    return (x->year > y->year) - (x->year < y->year);
}

/* "break:2023" among the flags. */
static void note_breaks(struct trend_plot *self, const char *flags)
{
    static const char mark[] = "break:";
    const char *found = flags;
    int64_t year;

    while ((found = strstr(found, mark)) != NULL) {
        bool is_known = false;
        found += sizeof mark - 1;
        if (number_parse_integer(found, strspn(found, "0123456789"), &year) != NUMBER_OK)
            continue;
        for (int b = 0; b < self->chart.num_breaks; b++)
            is_known = is_known || self->chart.breaks[b] == (double)year;
        if (!is_known && self->chart.num_breaks < TREND_MAX_BREAKS)
            self->chart.breaks[self->chart.num_breaks++] = (double)year;
    }
}

static int collect_series(struct trend_plot *self, int s, struct err *err)
{
    const struct table *t = &self->table;
    struct trend_series *series = &self->series[s];

    for (size_t row = 0; row < t->num_rows; row++) {
        double value = plot_number(t, row, "value");
        if (!(s == 0 ? is_mine(self, row) : is_parent(self, row, self->parents[s])) || isnan(value))
            continue;
        if (series->num_points == MAX_YEARS)
            return err_set(err, ERR_DATA, "'%s': more than %d years", self->path, MAX_YEARS);
        self->points[s][series->num_points++] = (struct trend_point){
            plot_number(t, row, "year"), value, plot_number(t, row, "low"), plot_number(t, row, "high")};
        note_breaks(self, plot_text(t, row, "flags"));
        if (self->names[s].length == 0) {
            if (self->parents[s] == LEVEL_ZE)
                strbuf_add(&self->names[s], "ZE ");
            strbuf_add(&self->names[s], plot_text(t, row, "name"));
        }
    }
    series->points = self->points[s];
    qsort(self->points[s], (size_t)series->num_points, sizeof *self->points[s], by_year);
    for (int i = 1; i < series->num_points; i++)
        if (self->points[s][i].year == self->points[s][i - 1].year)
            return err_set(err, ERR_DATA, "'%s' holds '%s' of %s twice for %.0f", self->path, self->indicator,
                           strbuf_text(&self->names[s]), self->points[s][i].year);
    series->name = strbuf_text(&self->names[s]);
    return ERR_OK;
}

/* Series without a value are left out. */
static int collect(struct trend_plot *self, struct err *err)
{
    int kept = 0, status = ERR_OK;

    for (int s = 0; s < self->chart.num_series && status == ERR_OK; s++) {
        status = collect_series(self, s, err);
        if (self->series[s].num_points > 0) {
            self->place[kept] = s;
            self->series[kept++] = self->series[s];
        }
    }
    self->chart.num_series = kept;
    self->chart.series = self->series;
    if (status == ERR_OK && self->series[0].num_points < 2)
        status = err_set(err, ERR_DATA,
                         "'%s' has one year of '%s': a trend needs two (bassin indicators --year all)",
                         self->path, self->indicator);
    return status;
}

/* Counts of territories of different size are compared by their change: 100 in the first year
 * that all have. */
static void make_index(struct trend_plot *self)
{
    for (int s = 0; s < self->chart.num_series; s++)
        for (int i = 0; i < self->series[s].num_points; i++)
            self->values[s][i] = self->series[s].points[i].value;
    bool is_share = strcmp(self->unit, "share") == 0 || strcmp(self->unit, "rate") == 0;
    double base = -INFINITY;

    self->chart.is_percent = is_share;
    self->chart.base = NAN;
    if (is_share || self->chart.num_series < 2 ||
        (strcmp(self->unit, "persons") != 0 && strcmp(self->unit, "jobs") != 0))
        return;
    for (int s = 0; s < self->chart.num_series; s++)
        base = fmax(base, self->series[s].points[0].year);
    for (int s = 0; s < self->chart.num_series; s++) {
        struct trend_point *p = self->points[self->place[s]];
        double at = NAN;
        for (int i = 0; i < self->series[s].num_points; i++)
            at = p[i].year == base ? p[i].value : at;
        if (isnan(at) || at == 0)
            return;
        for (int i = 0; i < self->series[s].num_points; i++)
            p[i] = (struct trend_point){p[i].year, 100 * p[i].value / at, 100 * p[i].low / at,
                                        100 * p[i].high / at};
    }
    self->chart.base = base;
}

static void add_value(struct strbuf *out, const struct trend_plot *self, double value, const char *language)
{
    if (self->chart.is_percent)
        label_percent(out, value, 1, language);
    else
        label_number(out, value, fabs(value) < 1000 ? 1 : 0, language);
}

/* The first point after the last break: figures from before it are another series. */
static int first_comparable(const struct trend_plot *self, int s)
{
    const struct trend_series *series = &self->series[s];
    int first = 0;

    for (int i = 1; i < series->num_points; i++)
        for (int b = 0; b < self->chart.num_breaks; b++)
            if (series->points[i - 1].year < self->chart.breaks[b] &&
                self->chart.breaks[b] <= series->points[i].year)
                first = i;
    return first;
}

/* "13.8% in 2007, 15.8% in 2018"; the last one only where nothing before it can be compared. */
static void add_change(struct strbuf *out, const struct trend_plot *self, int s, const char *language)
{
    const struct trend_series *series = &self->series[s];
    int last = series->num_points - 1, first = first_comparable(self, s);
    const char *in = label_is_french(language) ? "en" : "in";

    if (first < last) {
        add_value(out, self, self->values[s][first], language);
        strbuf_addf(out, " %s %.0f, ", in, series->points[first].year);
    }
    add_value(out, self, self->values[s][last], language);
    strbuf_addf(out, " %s %.0f", in, series->points[last].year);
}

/* Whether two census vintages of the territory are less than five years apart. */
static bool shares_surveys(const struct trend_plot *self)
{
    const struct table *t = &self->table;
    bool is_census = false;

    for (size_t row = 0; row < t->num_rows; row++)
        if (is_mine(self, row))
            is_census = is_census || strstr(plot_text(t, row, "source"), "Recensement") != NULL;
    for (int i = 1; i < self->series[0].num_points; i++)
        if (is_census && self->series[0].points[i].year - self->series[0].points[i - 1].year < 5)
            return true;
    return false;
}

static void add_source(struct plot_context *c, const struct trend_plot *self)
{
    struct strbuf *s = &c->figure->source;
    bool french = plot_is_french(c), has_interval = false;
    size_t start;

    strbuf_add(s, french ? "Sources : " : "Sources: ");
    start = s->length;
    for (size_t row = 0; row < self->table.num_rows; row++) {
        const char *source = plot_text(&self->table, row, "source");
        if (source[0] != '\0' && plot_row_is(&self->table, row, "indicator", self->indicator))
            plot_add_source(c, start, source);
    }
    for (int i = 0; i < self->series[0].num_points; i++)
        has_interval = has_interval || !isnan(self->series[0].points[i].low);
    strbuf_add_char(s, '.');
    if (has_interval)
        strbuf_add(s, french ? " Bande : intervalle à 95\xC2\xA0% du territoire."
                             : " Band: 95% interval of the territory.");
    if (shares_surveys(self))
        strbuf_add(
            s, french ? " Les millésimes du recensement à moins de cinq ans d’écart partagent des enquêtes."
                      : " Census vintages less than five years apart share surveys.");
}

static void describe(struct plot_context *c, const struct trend_plot *self)
{
    struct figure *f = c->figure;
    bool french = plot_is_french(c);

    strbuf_addf(&f->headline, french ? "%s\xC2\xA0: " : "%s: ", self->series[0].name);
    add_change(&f->headline, self, 0, c->language);
    strbuf_add(&f->subtitle, self->label);
    if (!isnan(self->chart.base))
        strbuf_addf(&f->subtitle, french ? ", indice 100 en %.0f" : ", index: 100 in %.0f", self->chart.base);
    add_source(c, self);
    plot_override_texts(c);
    strbuf_addf(&f->description, "%s. %s.\n", strbuf_text(&f->headline), strbuf_text(&f->subtitle));
    for (int s = 0; s < self->chart.num_series; s++) {
        strbuf_addf(&f->description, french ? "%s : " : "%s: ", self->series[s].name);
        add_change(&f->description, self, s, c->language);
        strbuf_add(&f->description, ".\n");
    }
    for (int b = 0; b < self->chart.num_breaks; b++)
        strbuf_addf(&f->description,
                    french ? "Rupture de série en %.0f.\n" : "Break in the series in %.0f.\n",
                    self->chart.breaks[b]);
    strbuf_addf(&f->description, "%s\n", strbuf_text(&f->source));
}

int plot_trend(struct plot_context *c, struct err *err)
{
    struct trend_plot *self = mem_alloc(1, sizeof *self, err);
    int status;

    if (self == NULL)
        return ERR_LIMIT;
    self->path = c->opts->arguments[1];
    status = table_read_file(&self->table, self->path, "indicators", c->problems, err);
    if (status == ERR_OK)
        status = problems_status(c->problems, self->path, err);
    if (status == ERR_OK)
        status = choose(self, c->opts, err);
    if (status == ERR_OK)
        status = read_parents(self, c, err);
    if (status == ERR_OK)
        status = collect(self, err);
    if (status == ERR_OK) {
        make_index(self);
        self->chart.break_label = plot_is_french(c) ? "rupture de série" : "break in series";
        describe(c, self);
        status = chart_trend(c->figure, &self->chart, err);
    }
    for (int s = 0; s < TREND_MAX_SERIES; s++)
        strbuf_free(&self->names[s]);
    table_free(&self->table);
    free(self);
    return status;
}
